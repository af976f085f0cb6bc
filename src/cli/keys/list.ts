// habeas keys list: the ids of the keys and what each still opens; never a key.

import { Command } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { keyUse } from '../../retention/renew-encryption.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson, table } from '../print.ts'

export function listCommand(): Command {
  return new Command('list')
    .description('the ids of the keys, and how much each still opens')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas keys list --json')
    .action(async ({ config, json }: { config: string; json?: boolean }) => {
      const settings = readSettings(config)
      const records = await openRecords(settings)
      try {
        const { ids } = records.db.$deskKey().ring
        const use = await keyUse(records.db, settings.dataFolder)
        const rows = [...use].map(([id, { rows: inRows, files }]) => ({
          id,
          use: id === ids[0] ? 'current' : ids.includes(id) ? 'old' : 'missing',
          rows: inRows,
          files,
        }))
        if (json === true) printJson(rows)
        else
          print(
            table(
              ['KEY', '', 'ROWS', 'FILES'],
              rows.map((row) => [row.id, row.use, row.rows, row.files]),
            ),
          )
      } finally {
        await records.close()
      }
    })
}
