// habeas platform preview EMAIL: which accounts have that stored address, and how many rows access would export and deletion
// would touch. Changes nothing; shows counts, no contents.

import { Command } from 'commander'
import { openPlatform } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { type TouchedTable, touches } from '../../desk/touches.ts'
import { configOption, jsonOption } from '../options.ts'
import { clean, print, printJson, strong, table } from '../print.ts'
import { deletionWords } from '../requests/take-step.ts'
import { label } from '../requests/words.ts'

export function previewCommand(): Command {
  return new Command('preview')
    .description('what access would export and deletion would touch, in counts; changes nothing')
    .argument('<email>', 'the stored address')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform preview alice@example.org')
    .action(async (email: string, { config, json }: { config: string; json?: boolean }) => {
      const userDb = await openPlatform(readSettings(config))
      try {
        const accounts = []
        for (const subject of await userDb.findSubjects(email)) {
          accounts.push({ ...subject, tables: await touches(userDb, subject.key) })
        }
        if (json === true) return printJson(accounts)
        if (accounts.length === 0) return print('No account has this stored address.')
        if (accounts.length > 1) {
          print(
            `${accounts.length} accounts share this address: requests from it wait for staff, who name one with --account.\n`,
          )
        }
        print(accounts.map(page).join('\n\n'))
      } finally {
        await userDb.close()
      }
    })
}

function page(account: { key: string; name: string | null; tables: TouchedTable[] }): string {
  const rows = account.tables.map((each) => [
    label(each.label),
    each.table,
    each.rows,
    each.exported ? 'exported' : 'not shown',
    deletionWords(each),
  ])
  const name = account.name === null ? '' : ` (${clean(account.name)})`
  return `${strong(`Account ${account.key}${name}`)}\n${table(['DATA', 'TABLE', 'ROWS', 'ACCESS', 'DELETION'], rows)}`
}
