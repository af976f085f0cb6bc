// habeas migrate: brings the desk's database up to date; `run` and `once` do the same at start. What stood there before is copied first.

import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { bringUpToDate } from '../app-parts.ts'
import { readSettings } from '../config.ts'
import { openDb } from '../db/client.ts'
import { systemClock } from '../lib/clock.ts'
import { prepareDataFolder } from '../lib/data-folder.ts'
import { loadDeskKey } from '../lib/desk-key.ts'
import { configOption } from './options.ts'
import { print } from './print.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description("brings the desk's database up to date, after a copy of it (also done at start)")
    .addOption(configOption())
    .addHelpText(
      'after',

      `
Stop the desk first. The way back: install the version before, and restore the copy that this command names
(docs/operation.md, Upgrades).

Example: habeas migrate --config /etc/habeas/habeas.yaml`,
    )
    .action(async ({ config }: { config: string }) => {
      const settings = readSettings(config)
      await prepareDataFolder(settings.dataFolder)
      const began = existsSync(settings.database.url.slice('file:'.length))
      const db = await openDb(settings.database.url, await loadDeskKey(settings.key, began))
      try {
        const { migrations, copy } = await bringUpToDate(db, settings, systemClock)
        if (migrations.length === 0) return print('The database is up to date.')
        print(`Applied: ${migrations.join(', ')}`)
        if (copy !== null)
          print(
            `The way back, with the version before: habeas restore ${copy} --yes\n(the copy is removed after 14 days)`,
          )
      } finally {
        await db.$disconnect()
      }
    })
}
