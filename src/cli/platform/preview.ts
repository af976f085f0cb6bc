// habeas platform preview EMAIL: which accounts have that stored address, how many rows access would export and deletion
// would touch, and a few of the rows as an export would show them. Changes nothing.

import { Command, InvalidArgumentError, Option } from 'commander'
import { openPlatform } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { type TouchedTable, touches } from '../../desk/touches.ts'
import { cellText } from '../../userdb/subjects.ts'
import type { Row, UserDb } from '../../userdb/userdb.ts'
import { configOption, jsonOption } from '../options.ts'
import { clean, print, printJson, strong, table } from '../print.ts'
import { deletionWords } from '../requests/take-step.ts'
import { label } from '../requests/words.ts'

export function previewCommand(): Command {
  return new Command('preview')
    .description('what access would export and deletion would touch, in counts and samples; changes nothing')
    .argument('<email>', 'the stored address')
    .addOption(configOption())
    .addOption(
      new Option('--samples <rows>', 'rows shown of each table; 0 for counts alone').argParser(readCount).default(2),
    )
    .addOption(new Option('--everywhere', 'count the rows of anybody that name the address, too; reads whole tables'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform preview alice@example.org')
    .action(async (email: string, { config, json, samples, everywhere }: Options) => {
      const userDb = await openPlatform(readSettings(config))
      try {
        const accounts = []
        for (const subject of await userDb.findSubjects(email)) {
          const tables = await touches(userDb, subject.key)
          accounts.push({
            ...subject,
            tables,
            files: await userDb.ownedFiles(subject.key),
            samples: samples > 0 ? await sampleRows(userDb, subject.key, samples) : {},
          })
        }
        const mentions = everywhere === true ? await userDb.mentions(email) : undefined
        if (json === true) return printJson(mentions === undefined ? accounts : { accounts, mentions })
        if (accounts.length === 0) print('No account has this stored address.')
        if (accounts.length > 1) {
          print(
            `${accounts.length} accounts share this address: requests from it wait for staff, who name one with --account.\n`,
          )
        }
        if (accounts.length > 0) print(accounts.map(page).join('\n\n'))
        if (mentions !== undefined) print(mentionLines(mentions))
      } finally {
        await userDb.close()
      }
    })
}

interface Options {
  config: string
  json?: boolean
  samples: number
  everywhere?: boolean
}

function mentionLines(mentions: { table: string; column: string; rows: number }[]): string {
  if (mentions.length === 0) return '\nThe address stands in no text of the mapped tables.'
  return [
    '\nThe address stands in',
    ...mentions.map((each) => `  ${each.table}.${each.column}  ${each.rows} rows`),
  ].join('\n')
}

function readCount(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('a number of rows from 0 to 999')
  return Number(text)
}

type Samples = Record<string, Record<string, string | null>[]>

/** The first rows of each table as an export would read them: nothing hidden, secret or somebody else's. */
async function sampleRows(userDb: UserDb, key: string, most: number): Promise<Samples> {
  const samples: Samples = {}
  await userDb.read(key, async (snapshot) => {
    for (const name of Object.keys(userDb.map.tables)) {
      for await (const rows of snapshot.rows(name)) {
        samples[name] = rows.slice(0, most).map(asTexts)
        break
      }
    }
  })
  return samples
}

function asTexts(row: Row): Record<string, string | null> {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cellText(cell)]))
}

interface Account {
  key: string
  name: string | null
  tables: TouchedTable[]
  files: Awaited<ReturnType<UserDb['ownedFiles']>>
  samples: Samples
}

function page(account: Account): string {
  const rows = account.tables.map((each) => [
    label(each.label),
    each.table,
    each.rows,
    each.exported ? 'exported' : 'not shown',
    deletionWords(each),
  ])
  const name = account.name === null ? '' : ` (${clean(account.name)})`
  const counts = `${strong(`Account ${account.key}${name}`)}\n${table(['DATA', 'TABLE', 'ROWS', 'ACCESS', 'DELETION'], rows)}`
  const { files, elsewhere } = account.files
  const named =
    files.length + elsewhere === 0
      ? []
      : [`Its rows name ${files.length} files, and ${elsewhere} that are not below the map's folders.`]
  return [
    counts,
    ...named,
    ...Object.entries(account.samples).flatMap(([of, found]) => found.map((row) => sample(of, row))),
  ].join('\n')
}

const longest = 40

function sample(name: string, row: Record<string, string | null>): string {
  const cells = Object.entries(row).map(([column, text]) => {
    const shown =
      text === null ? '-' : clean([...text].length > longest ? `${[...text].slice(0, longest).join('')}…` : text)
    return `${column}: ${shown}`
  })
  return `  ${name}  ${cells.join('  ')}`
}
