// Erases a data subject in ONE transaction: each mapped table is deleted from, anonymised or kept as the map says
// (PIPL Art. 47, GDPR Art. 17), a table before those that it refers to. At the end nothing may be left that the map says
// is gone, or everything is rolled back. Rows that a law keeps go one by one where each has its own period.

import { sql } from 'kysely'
import { type Identifiers, isAnonymised } from './anonymise.ts'
import { deleteOwned, type OwnedRows, updateOwned } from './change-owned.ts'
import { changeRows, changesOf } from './change-rows.ts'
import type { DataMap, MappedTable, OwnerPath } from './data-map-schema.ts'
import { ended, type Keeping, keepRule, keptFrom, lastKeptDay } from './ended-rows.ts'
import type { FilesRemoved } from './file-removals.ts'
import { instantOf } from './instant.ts'
import { columnId, tableId } from './names.ts'
import { owned, ownerColumns, ownerPaths, tableOf } from './owned.ts'
import { type OwnedFile, ownedFiles, unnamed } from './owned-files.ts'
import type { Database, LiveSchema, Platform, Row } from './platform.ts'
import { readSchema } from './read-schema.ts'
import { rowIdentity } from './row-identity.ts'
import { countRows } from './snapshot.ts'
import type { SubjectKey } from './subject-key.ts'
import { addressHash, holdSubject } from './subjects.ts'
import { textColumns } from './text-columns.ts'
import { Unfinished } from './unfinished.ts'
import { blockingColumns, workingOrder } from './working-order.ts'

export interface TableErasure {
  table: string
  rows: number
  how: 'deleted' | 'anonymised' | 'kept'
  /** date (YYYY-MM-DD) until which the law keeps the rows, the last of them, where the map can tell */
  until: string | null
  /** the same of the first of them, where each row has its own period */
  firstUntil?: string | null | undefined
}

export type EraseOutcome =
  | { state: 'erased'; tables: TableErasure[]; files?: FilesRemoved | undefined }
  /** no such account any more, or anonymised already */
  | { state: 'gone'; files?: FilesRemoved | undefined }
  /** the key now belongs to an account with another address */
  | { state: 'changed' }

/** One entry for each table; two where some of its rows are kept and the others have had their time. */
export async function planErase(
  db: Database,
  map: DataMap,
  key: SubjectKey,
  keeping: Keeping,
): Promise<TableErasure[]> {
  const plan: TableErasure[] = []
  for (const [name, table] of Object.entries(map.tables)) {
    const all = await countRows(db, map, name, key)
    const over = ended(map, name, keeping)
    const gone = over === null || all === 0 ? 0 : await countRows(db, map, name, key, over)
    if (gone > 0) plan.push({ table: name, rows: gone, how: 'deleted', until: null })
    plan.push({ table: name, rows: all - gone, how: how(table), ...(await keptUntil(db, map, name, key, keeping)) })
  }
  return plan
}

export async function eraseSubject(
  platform: Platform,
  map: DataMap,
  key: SubjectKey,
  hash: string,
  pseudonymKey: string | null,
  now: Date,
  beforeCommit: BeforeCommit,
): Promise<EraseOutcome> {
  const keeping = { words: platform.words, schema: await readSchema(platform, map), now }
  const erase = async () => await eraseOnce(platform, keeping, map, key, hash, pseudonymKey, beforeCommit)
  try {
    return await erase()
  } catch (error) {
    if (!(error instanceof Unfinished)) throw error
    // the platform may have written to the account meanwhile; what stays a second time stays for another reason
    return await erase()
  }
}

async function eraseOnce(
  platform: Platform,
  keeping: Keeping,
  map: DataMap,
  key: SubjectKey,
  hash: string,
  pseudonymKey: string | null,
  beforeCommit: BeforeCommit,
): Promise<EraseOutcome> {
  return await platform.transaction(async (transaction): Promise<EraseOutcome> => {
    const subject = await holdSubject(transaction, platform.words, map, key)
    if (!subject || (await isAnonymousSubject(transaction, map, key))) return { state: 'gone' }
    if (addressHash(subject) !== hash) return { state: 'changed' }
    const tables = await planErase(transaction, map, key, keeping)
    const { schema } = keeping
    const work: Work = { db: transaction, platform, schema, keeping, map, key, identifiers: subject, pseudonymKey }
    const named = await ownedFiles(transaction, map, key)
    const order = workingOrder(map, schema).filter((name) =>
      tables.some((each) => each.table === name && each.rows > 0),
    )
    if (!platform.words.defersForeignKeys) for (const name of order) await loosen(work, name, order)
    for (const name of order) await eraseRows(work, name)
    await verifyErased(transaction, map, key)
    await beforeCommit(await unnamed(transaction, map, named.files), named.elsewhere)
    return { state: 'erased', tables }
  })
}

/** Takes down which files go once the rows are gone. */
export type BeforeCommit = (files: OwnedFile[], elsewhere: number) => Promise<void>

function how({ deletion }: MappedTable): TableErasure['how'] {
  if (deletion === 'delete') return 'deleted'
  return 'keep' in deletion ? 'kept' : 'anonymised'
}

/** The end of the period the law sets (`end_of_year`: from 31 December of its year) for the newest row, and the oldest. */
async function keptUntil(
  db: Database,
  map: DataMap,
  table: string,
  key: SubjectKey,
  keeping: Keeping,
): Promise<Pick<TableErasure, 'until' | 'firstUntil'>> {
  const rule = keepRule(map, table)?.until
  const date = keptFrom(map, table)
  if (rule === undefined || date === null) return { until: null }
  const over = ended(map, table, keeping)
  const stays = over === null ? sql`1 = 1` : sql`(${over}) is not true`
  const dates = sql`select ${date} as ${sql.id('kept')} from ${tableId(table)} where ${owned(map, table, key)} and ${stays}`
  const kept = sql.id('d', 'kept')
  const { rows } =
    await sql<Row>`select min(${kept}) as ${sql.id('oldest')}, max(${kept}) as ${sql.id('newest')} from (${dates}) as ${sql.id('d')}`.execute(
      db,
    )
  const last = (cell: Row[string] | undefined) => {
    const from = instantOf(cell ?? null)
    return from === null ? null : lastKeptDay(rule, from)
  }
  const until = last(rows[0]?.newest)
  return over === null ? { until } : { until, firstUntil: last(rows[0]?.oldest) }
}

interface Work {
  db: Database
  platform: Platform
  schema: LiveSchema
  keeping: Keeping
  map: DataMap
  key: SubjectKey
  identifiers: Identifiers
  pseudonymKey: string | null
}

/** Longest first: a path through the table itself must find its rows before the direct one takes them away. */
function paths({ map }: Work, table: string): OwnerPath[] {
  const length = (path: OwnerPath) => (typeof path === 'string' ? 0 : path.length)
  return ownerPaths(map, table).toSorted((one, other) => length(other) - length(one))
}

function ownedRows({ db, platform, schema, map, key }: Work, table: string, path: OwnerPath): OwnedRows {
  const { words } = platform
  return { db, words, map, table, path, key, identity: rowIdentity(table, schema, words) }
}

/** Empties references among rows that are about to go, which would block each other otherwise. */
async function loosen(work: Work, table: string, order: string[]): Promise<void> {
  if (tableOf(work.map, table).deletion !== 'delete') return
  for (const columns of blockingColumns(work.map, work.schema, table, order)) {
    const filled = sql.join(
      columns.map((column) => sql`${columnId(table, column)} is not null`),
      sql` and `,
    )
    const nothing = Object.fromEntries(columns.map((column) => [column, sql`null`]))
    for (const path of paths(work, table)) await updateOwned(ownedRows(work, table, path), nothing, filled)
  }
}

async function eraseRows(work: Work, table: string): Promise<void> {
  const isDeleted = tableOf(work.map, table).deletion === 'delete'
  await deleteEnded(work, table)
  for (const path of paths(work, table)) {
    const rows = ownedRows(work, table, path)
    if (isDeleted) await deleteOwned(rows)
    else {
      const { pseudonymKey, identifiers, schema } = work
      await changeRows({ ...rows, pseudonymKey, identifiers, texts: textColumns(schema, table) })
    }
  }
}

/** Before the others are changed: once an owner is emptied nobody finds its rows again. */
async function deleteEnded(work: Work, table: string): Promise<void> {
  const over = ended(work.map, table, work.keeping)
  if (over === null) return
  for (const path of paths(work, table)) await deleteOwned(ownedRows(work, table, path), over)
  if ((await countRows(work.db, work.map, table, work.key, over)) > 0) throw new Unfinished(table)
}

async function verifyErased(db: Database, map: DataMap, key: SubjectKey): Promise<void> {
  for (const [name, table] of Object.entries(map.tables)) {
    const changes = changesOf(table)
    const isCleared = ownerColumns(map, name).every((column) => column in changes)
    if (name === map.subject.table && how(table) !== 'deleted') {
      if (!(await isAnonymousSubject(db, map, key))) throw new Unfinished(name)
    } else if ((how(table) === 'deleted' || isCleared) && (await countRows(db, map, name, key)) > 0)
      throw new Unfinished(name)
  }
}

export async function isAnonymousSubject(db: Database, map: DataMap, key: SubjectKey): Promise<boolean> {
  const { table, key: column } = map.subject
  const changes = Object.entries(changesOf(tableOf(map, table)))
  if (changes.length === 0) return false
  const names = sql.join(changes.map(([name]) => columnId(table, name)))
  const { rows } =
    await sql<Row>`select ${names} from ${tableId(table)} where ${columnId(table, column)} = ${key}`.execute(db)
  return rows.every((row) => changes.every(([name, way]) => isAnonymised(way, row[name] ?? null)))
}
