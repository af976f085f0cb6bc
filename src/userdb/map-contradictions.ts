// What a well-formed data map may still get wrong within itself: a table, column or category that is named but not
// declared, owners that do not arrive at the subject, a column that looks like a secret and would be shown.

import type { DataMap, MappedTable, OwnerPath } from './data-map-schema.ts'
import { type KeepRule, stepsTo } from './ended-rows.ts'
import { pathsOf } from './owned.ts'
import { ownerOfNew } from './switches.ts'

export type Place = (string | number)[]
export interface Contradiction {
  place: Place
  expected: string
}

/** `hasOwners: false`: of a platform that finds the rows itself. */
export function mapContradictions(map: DataMap, { hasOwners = true } = {}): Contradiction[] {
  return [
    ...subject(map),
    ...(hasOwners ? [] : folders(map)),
    ...Object.entries(map.tables).flatMap(([name, table]) => [
      ...(hasOwners ? owner(map, name, table) : []),
      ...columns(map, name, table),
      ...deletion(name, table),
      ...keeping(map, name, table, hasOwners),
    ]),
    ...corrections(map),
    ...switches(map, hasOwners),
  ]
}

function subject(map: DataMap): Contradiction[] {
  const { table, key, email, name } = map.subject
  const mapped = map.tables[table]
  if (!mapped) return [{ place: ['subject', 'table'], expected: 'expected a table that is declared under tables' }]
  const parts: [string, string | undefined][] = [
    ['key', key],
    ['email', email],
    ['name', name],
  ]
  return parts
    .filter(([, column]) => column !== undefined && !(column in mapped.columns))
    .map(([part]) => ({
      place: ['subject', part],
      expected: `expected a column that is declared under tables.${table}.columns`,
    }))
}

/** Whoever answers for an endpoint could read the desk's own files otherwise. */
function folders({ files }: DataMap): Contradiction[] {
  return Object.keys(files).map((name) => ({
    place: ['files', name],
    expected: "is a folder of the desk's machine; expected none, an endpoint sends what is in its files as bytes",
  }))
}

function owner(map: DataMap, name: string, table: MappedTable): Contradiction[] {
  const place = ['tables', name, 'owner']
  if (name === map.subject.table)
    return table.owner ? [{ place, expected: "is the subject's own table; expected no owner" }] : []
  if (table.owner === undefined)
    return [{ place, expected: "expected the column that holds the subject's key, or the joins that lead to it" }]
  const paths = pathsOf(table) ?? []
  const at = (i: number): Place => (paths.length === 1 ? place : [...place, 'any', i])
  return paths.flatMap((path, i) => ownerPath(map, name, table, path, at(i)))
}

function ownerPath(map: DataMap, name: string, table: MappedTable, path: OwnerPath, place: Place): Contradiction[] {
  if (typeof path === 'string') {
    return path in table.columns
      ? []
      : [{ place, expected: `expected a column that is declared under tables.${name}.columns` }]
  }
  const found: Contradiction[] = []
  path.forEach((step, i) => {
    if (step.columns.length !== step.matches.length)
      found.push({ place: [...place, i], expected: 'expected as many columns as matches' })
  })
  if (path.at(-1)?.table !== map.subject.table)
    found.push({ place, expected: `expected the last join to arrive at ${map.subject.table}` })
  return found
}

const looksSecret =
  /pass(word|wd|phrase)?_?(hash|digest)?$|^pwd|secret|token|salt$|otp|api_?key|private_?key|密码|口令|密钥|令牌/i

function columns(map: DataMap, name: string, table: MappedTable): Contradiction[] {
  const found: Contradiction[] = []
  if (!(table.category in map.categories))
    found.push({ place: ['tables', name, 'category'], expected: 'expected one of the names under categories' })
  const paths = pathsOf(table) ?? []
  for (const [column, { treatment, of: party, file }] of Object.entries(table.columns)) {
    if (file !== undefined && !(file in map.files))
      found.push({
        place: ['tables', name, 'columns', column, 'file'],
        expected: 'expected one of the names under files',
      })
    if (party !== undefined && (paths.length < 2 || !paths.includes(party))) {
      found.push({
        place: ['tables', name, 'columns', column, 'of'],
        expected: "expected one of the columns under the owner's `any`",
      })
    }
    if (treatment === undefined && looksSecret.test(column)) {
      found.push({
        place: ['tables', name, 'columns', column],
        expected:
          'looks like a secret; expected `treatment: secret`, or `treatment: shown` if people may really see it',
      })
    }
  }
  return found
}

function deletion(name: string, table: MappedTable): Contradiction[] {
  if (table.deletion === 'delete') return []
  const [part, changes] =
    'keep' in table.deletion
      ? (['keep', table.deletion.keep.change] as const)
      : (['anonymise', table.deletion.anonymise] as const)
  const place: Place = ['tables', name, 'deletion', part, ...(part === 'keep' ? ['change'] : [])]
  const found = Object.keys(changes)
    .filter((column) => !(column in table.columns))
    .map((column) => ({
      place: [...place, column],
      expected: `expected a column that is declared under tables.${name}.columns`,
    }))
  if (part === 'anonymise' && Object.keys(changes).length === 0)
    found.push({ place, expected: 'expected at least one column to anonymise' })
  return found
}

/** How long a law keeps the rows, and what becomes of those that have had their time. */
function keeping(map: DataMap, name: string, { deletion }: MappedTable, hasOwners: boolean): Contradiction[] {
  if (deletion === 'delete' || !('keep' in deletion)) return []
  const place: Place = ['tables', name, 'deletion', 'keep']
  const { until, ended }: KeepRule = deletion.keep
  if (ended !== undefined && until === undefined)
    return [
      { place: [...place, 'ended'], expected: 'expected `until` beside it, which says when a row has had its time' },
    ]
  if (ended !== undefined && name === map.subject.table)
    return [{ place: [...place, 'ended'], expected: "is the subject's own table; its row stays or goes as a whole" }]
  if (until === undefined) return []
  const from = until.table ?? name
  if (!(until.from in (map.tables[from]?.columns ?? {})))
    return [{ place: [...place, 'until', 'from'], expected: 'expected a declared column' }]
  const isOnTheWay = from === name || !hasOwners || stepsTo(map, name, from).length > 0
  return isOnTheWay
    ? []
    : [{ place: [...place, 'until', 'table'], expected: "expected a table that the owner's joins go through" }]
}

function corrections(map: DataMap): Contradiction[] {
  return Object.entries(map.correction).flatMap(([field, { table, column, copies, check }]) => {
    const found = [
      { table, column, place: ['correction', field] as Place },
      ...copies.map((copy, i) => ({ ...copy, place: ['correction', field, 'copies', i] as Place })),
    ]
      .filter((use) => map.tables[use.table]?.columns[use.column] === undefined)
      .map((use) => ({ place: use.place, expected: 'expected a table and column that are declared under tables' }))
    const forbidden = notToBeSet(map, table, column)
    if (forbidden !== null) found.push({ place: ['correction', field, 'column'], expected: forbidden })
    if (check.type === 'choice' && !check.values)
      found.push({ place: ['correction', field, 'check'], expected: 'expected `values` beside `type: choice`' })
    if (check.pattern !== undefined && !isPattern(check.pattern))
      found.push({ place: ['correction', field, 'check', 'pattern'], expected: 'expected a regular expression' })
    return found
  })
}

/** What a mail must never set, whoever confirms it: the value decides what belongs to whom, or which file is handed out. */
function notToBeSet(map: DataMap, table: string, column: string): string | null {
  const { file, treatment = 'shown' } = map.tables[table]?.columns[column] ?? {}
  if (file !== undefined)
    return 'names a file: whoever wrote the name of another into it would get that in their copy; expected another column'
  if (treatment !== 'shown')
    return `is ${treatment}, and a letter would restate what it holds; expected a column that is shown`
  const finds = (table === map.subject.table && column === map.subject.key) || isOwnerColumn(map, table, column)
  return finds ? 'says whose the row is; expected another column' : null
}

function isOwnerColumn(map: DataMap, table: string, column: string): boolean {
  const mapped = map.tables[table]
  const paths = mapped === undefined || table === map.subject.table ? [] : (pathsOf(mapped) ?? [])
  return paths.some((path) =>
    typeof path === 'string' ? path === column : (path[0]?.columns.includes(column) ?? false),
  )
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function switches(map: DataMap, hasOwners: boolean): Contradiction[] {
  return Object.entries(map.refusal.purposes).flatMap(([purpose, { switches, calls, note }]) => {
    const found = switches.flatMap((off, i) =>
      preference(map, off, ['refusal', 'purposes', purpose, 'switches', i], hasOwners),
    )
    if (switches.length + calls.length === 0 && !note)
      found.push({
        place: ['refusal', 'purposes', purpose],
        expected: 'expected switches or calls, or a note that says why there are none',
      })
    return found
  })
}

type Switch = NonNullable<DataMap['refusal']['purposes']['analytics']>['switches'][number]

function preference(
  map: DataMap,
  { table, column, where, insert }: Switch,
  place: Place,
  hasOwners: boolean,
): Contradiction[] {
  const columns = map.tables[table]?.columns
  if (columns === undefined || !(column in columns))
    return [{ place, expected: 'expected a table and column that are declared under tables' }]
  if (insert !== undefined && where === undefined)
    return [{ place: [...place, 'insert'], expected: 'expected `where` beside it, which says which row is meant' }]
  const strangers = Object.entries({ where, insert }).flatMap(([part, values = {}]) =>
    Object.keys(values)
      .filter((name) => !(name in columns))
      .map(
        (name): Contradiction => ({
          place: [...place, part, name],
          expected: `expected a column that is declared under tables.${table}.columns`,
        }),
      ),
  )
  if (where === undefined || !hasOwners || ownerOfNew(map, table) !== null) return strangers
  return [
    ...strangers,
    {
      place: [...place, 'where'],
      expected: `expected ${table} to have the subject's key or address in a column of its own, or a new row has no owner`,
    },
  ]
}
