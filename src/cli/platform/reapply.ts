// habeas platform reapply: after a backup of the platform was restored, deletes again whom the desk had deleted since.
// Shows how many; acts on --yes.

import { Command } from 'commander'
import { openPlatform } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { errorCode } from '../../errors.ts'
import { configOption, jsonOption, yesOption } from '../options.ts'
import { print, printJson } from '../print.ts'

export function reapplyCommand(): Command {
  return new Command('reapply')
    .description('after a restored backup: deletes again whom the desk had deleted; shows first, acts on --yes')
    .addOption(configOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform reapply --yes')
    .action(async ({ config, yes, json }: { config: string; yes?: boolean; json?: boolean }) => {
      const userDb = await openPlatform(readSettings(config))
      try {
        const restored = await userDb.restored()
        const done: { key: string; outcome: string }[] = []
        for (const { key, addressHash } of yes === true ? restored : []) {
          const outcome = await userDb.erase(key, addressHash).then(
            ({ state }): string => state,
            (error: unknown) => errorCode(error),
          )
          done.push({ key, outcome })
        }
        const failed = done.filter(({ outcome }) => outcome !== 'erased' && outcome !== 'gone')
        if (json === true) printJson({ restored: restored.map(({ key }) => key), done })
        else {
          if (restored.length === 0) print('Nobody whom the desk deleted is there again.')
          else if (yes === true) print(`${done.length - failed.length} of ${restored.length} accounts deleted again.`)
          else print(`${restored.length} accounts that the desk deleted are there again. Delete them with --yes.`)
          for (const { key, outcome } of failed) print(`problem  account ${key}: ${outcome}`)
        }
        if (failed.length > 0) process.exitCode = 1
      } finally {
        await userDb.close()
      }
    })
}
