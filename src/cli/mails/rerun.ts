// habeas mails rerun ID: the desk looks at a mail again that failed or was set aside.

import { Command } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { rerunMail } from '../../desk/rerun-mail.ts'
import { DeskError } from '../../errors.ts'
import { byOption, configOption, jsonOption } from '../options.ts'
import { print, printJson } from '../print.ts'

export function rerunCommand(): Command {
  return new Command('rerun')
    .description('lets the desk look again at a mail that failed, was set aside, or was held after a restore')
    .argument('<id>', 'as in habeas mails list --state failed')
    .addOption(configOption())
    .addOption(byOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas mails rerun 01a20960-0f79-7001-b918-7a23066cdbc9')
    .action(async (id: string, { config, by, json }: { config: string; by: string; json?: boolean }) => {
      const records = await openRecords(readSettings(config))
      try {
        const rerun = await rerunMail(records, id, by)
        if (rerun.outcome === 'refused') throw new DeskError('state_moved_on', { retry: false, message: rerun.words })
        if (json === true) printJson({ mail: id, state: 'received' })
        else print('The mail waits again. The running desk takes it up at once; without a daemon: habeas once')
      } finally {
        await records.close()
      }
    })
}
