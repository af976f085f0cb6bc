// How each column of a proposed map is declared, and what deletion would do to its table. Pure.

import { columnKind } from './column-words.ts'
import { draftLabel } from './label-words.ts'
import type { LiveColumn, LiveSchema, LiveTable } from './platform.ts'
import type { OwnerGuess } from './propose-owner.ts'
import { typeFamily } from './type-family.ts'
import { label, scalar } from './yaml-words.ts'

/** One line: `nickname: { zh: 昵称, en: Nickname }`. */
export function proposeColumn(
  { name, type }: LiveColumn,
  live: LiveTable,
  owner: OwnerGuess | null,
  isSubject: boolean,
): string {
  const words = draftLabel(name)
  const parts = [`zh: ${scalar(words.zh)}`, `en: ${scalar(words.en)}`]
  const { treatment, doubt } = treat(name, live, owner, isSubject)
  if (treatment !== null) parts.push(`treatment: ${treatment}`)
  else {
    const party = partyOf(name, owner)
    if (party !== null) parts.push(`of: ${scalar(party)}`)
    const format = formatOf(name, type)
    if (format !== null) parts.push(`format: ${format}`)
  }
  const isFile =
    /(^|_)(avatar|photo|picture|image|attachment|upload|file)(_?(name|path|url|key))?$|头像|照片|图片|附件|文件/i.test(
      name,
    )
  const file =
    isFile && treatment === null && ['text', 'other'].includes(typeFamily(type))
      ? 'a file? then `file: uploads`, with its folder under files'
      : null
  const doubts = [
    doubt,
    file,
    /\p{Script=Han}/u.test(words.zh) || treatment !== null ? null : 'its Chinese label',
  ].filter(Boolean)
  return `${scalar(name)}: { ${parts.join(', ')} }${doubts.length === 0 ? '' : ` # ? ${doubts.join('; ')}`}`
}

function treat(
  name: string,
  live: LiveTable,
  owner: OwnerGuess | null,
  isSubject: boolean,
): { treatment: string | null; doubt: string | null } {
  const kind = columnKind(name)
  if (kind === 'secret') return { treatment: 'secret', doubt: null }
  if (owner?.paths.includes(name)) return { treatment: 'hidden', doubt: null }
  const isPrimary = live.primaryKey.includes(name)
  if (kind === 'person' && !(isSubject && isPrimary)) return { treatment: 'masked', doubt: 'another person?' }
  const type = live.columns.find((column) => column.name === name)?.type ?? ''
  if (typeFamily(type) === 'bytes') return { treatment: 'hidden', doubt: `bytes (${type}): show them?` }
  return { treatment: null, doubt: null }
}

/** `sender_name` goes with `sender_id` where rows are shared. */
function partyOf(name: string, owner: OwnerGuess | null): string | null {
  if (!owner || owner.paths.length < 2) return null
  const stem = (text: string) => text.toLowerCase().replace(/_?(id|no|uid)$/, '')
  const found = owner.paths.find((path) => typeof path === 'string' && name.toLowerCase().startsWith(`${stem(path)}_`))
  return typeof found === 'string' ? found : null
}

function formatOf(name: string, type: string): string | null {
  const family = typeFamily(type)
  const kind = columnKind(name)
  if (family === 'time' || family === 'date') return 'time'
  if (family === 'json' || family === 'array') return 'json'
  if (family === 'boolean') return 'yes_no'
  if (kind === 'time' && ['integer', 'text', 'other'].includes(family)) return 'time'
  if (kind === 'switch' && family === 'integer') return 'yes_no'
  return kind === 'money' && family === 'integer' && /cents|_fen$|分/i.test(name) ? 'cents' : null
}

/** The lines of `deletion:`. */
export function proposeDeletion(
  name: string,
  live: LiveTable,
  schema: LiveSchema,
  owner: OwnerGuess | null,
  category: string,
): string[] {
  if (owner === null) return ['deletion: delete']
  const direct = owner.paths.filter((path) => typeof path === 'string')
  const change = changes(live, direct)
  const canStay = change !== null && direct.length === owner.paths.length
  if (category === 'payments' && (canStay || direct.length === 0)) {
    return [
      'deletion: # ? which law keeps these rows, and until when',
      '  keep:',
      `    law: ${label({ zh: '会计法规要求保存', en: 'Accounting law requires the books to be kept' })}`,
      ...keptUntil(live, owner, schema),
      ...(canStay ? ['    change:', ...change.map((line) => `      ${line}`)] : []),
    ]
  }
  const isAnswered = [...schema.values()].some((each) => each.foreignKeys.some((key) => key.table === name))
  if (canStay && (direct.length > 1 || (category === 'content' && isAnswered))) {
    return [
      'deletion: # ? others may rely on these rows: they stay, without the person',
      '  anonymise:',
      ...change.map((line) => `    ${line}`),
    ]
  }
  return [`deletion: delete${direct.length > 1 ? ' # ? removes the row for the other person, too' : ''}`]
}

/** The date of the row itself, or of the row that it hangs on. */
function keptUntil(live: LiveTable, { paths }: OwnerGuess, schema: LiveSchema): string[] {
  const [path] = paths
  const isTime = ({ name, type }: LiveColumn) => ['time', 'date'].includes(typeFamily(type)) || /_at$|时间/.test(name)
  const above = paths.length === 1 && typeof path === 'object' ? path.slice(0, -1).map((step) => step.table) : []
  const dates: [string | null, LiveTable | undefined][] = [
    [null, live],
    ...above.map((name): [string, LiveTable | undefined] => [name, schema.get(name)]),
  ]
  for (const [table, { columns } = { columns: [] }] of dates) {
    const time = columns.find(isTime)?.name
    if (time === undefined) continue
    const from = `from: ${scalar(time)}${table === null ? '' : `, table: ${scalar(table)}`}`
    return [
      `    until: { years: 10, ${from}, end_of_year: true }`,
      '    # ended: delete # ? rows whose own period is over go with the account, with all that hangs on them',
    ]
  }
  return []
}

/** What takes the person out of a row that stays; null where its owner cannot be emptied. */
function changes(live: LiveTable, owners: string[]): string[] | null {
  const columns = new Map(live.columns.map((column) => [column.name, column]))
  if (owners.length === 0 || owners.some((name) => columns.get(name)?.notNull !== false)) return null
  const lines = owners.map((name) => `${scalar(name)}: empty`)
  for (const { name, type, notNull, generated } of live.columns) {
    if (owners.includes(name) || generated === true) continue
    const kind = columnKind(name)
    const isText = ['text', 'other'].includes(typeFamily(type))
    if (kind === 'ip' && (isText || typeFamily(type) === 'network')) lines.push(`${scalar(name)}: truncate_ip`)
    else if (kind === 'text' && isText) lines.push(`${scalar(name)}: redact`)
    else if (['email', 'phone', 'name', 'device', 'location'].includes(kind ?? '') && !notNull)
      lines.push(`${scalar(name)}: empty`)
    else if (['email', 'phone', 'name'].includes(kind ?? '') && isText && !isUnique(live, name))
      lines.push(`${scalar(name)}: { constant: "[gone]" }`)
  }
  return lines
}

function isUnique(live: LiveTable, name: string): boolean {
  return [live.primaryKey, ...live.uniqueKeys].some((key) => key.length === 1 && key[0] === name)
}
