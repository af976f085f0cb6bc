// habeas requests export: the register as CSV, for whoever audits the desk.

import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { type RegisterEntry, register, registerCsv, yearOf } from '../../requests/register.ts'
import { configOption, jsonOption } from '../options.ts'
import { print } from '../print.ts'

interface Options {
  config: string
  json?: boolean
  since?: Date
  until?: Date
  year?: number
}

export function exportCommand(): Command {
  return new Command('export')
    .description('the register of requests as CSV on standard output; no addresses')
    .addOption(configOption())
    .addOption(
      new Option('--year <year>', 'received in this year, in the zone of the office hours')
        .argParser(readYear)
        .conflicts(['since', 'until']),
    )
    .option('--since <date>', 'received on or after this day (YYYY-MM-DD, UTC)', readDay)
    .option('--until <date>', 'received before this day', readDay)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas requests export --year 2026 > register-2026.csv')
    .action(async (options: Options) => {
      const records = await openRecords(readSettings(options.config))
      const period = options.year === undefined ? options : yearOf(options.year, records.timeZone)
      try {
        if (options.json === true) for await (const row of register(records.db, period)) print(JSON.stringify(row))
        else await writeCsv(register(records.db, period))
      } finally {
        await records.close()
      }
    })
}

async function writeCsv(rows: AsyncIterable<RegisterEntry>): Promise<void> {
  await pipeline(rows, registerCsv(), process.stdout, { end: false })
}

function readDay(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime()))
    throw new InvalidArgumentError('a day such as 2026-01-31')
  return day
}

function readYear(text: string): number {
  if (!/^20\d{2}$/.test(text)) throw new InvalidArgumentError('a year such as 2026')
  return Number(text)
}
