// Erases a data subject in ONE transaction: each mapped table is deleted from, anonymised or kept as the map says
// (PIPL Art. 47, GDPR Art. 17), a table before those that it refers to. At the end nothing may be left that the map says
// is gone, or everything is rolled back.

import { sql } from 'kysely'
import { type Identifiers, isAnonymised } from './anonymise.ts'
import { deleteOwned, type OwnedRows, updateOwned } from './change-owned.ts'
import { changeRows, changesOf } from './change-rows.ts'
import type { DataMap, MappedTable, OwnerPath } from './data-map-schema.ts'
import { instantOf } from './instant.ts'
import { columnId, tableId } from './names.ts'
import { owned, ownerColumns, ownerPaths, tableOf } from './owned.ts'
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
  /** date (YYYY-MM-DD) until which the law keeps the rows, where the map can tell */
  until: string | null
}

export type EraseOutcome =
  | { state: 'erased'; tables: TableErasure[] }
  /** no such account any more, or anonymised already */
  | { state: 'gone' }
  /** the key now belongs to an account with another address */
  | { state: 'changed' }

export async function planErase(db: Database, map: DataMap, key: SubjectKey): Promise<TableErasure[]> {
  const plan: TableErasure[] = []
  for (const [name, table] of Object.entries(map.tables)) {
    plan.push({
      table: name,
      rows: await countRows(db, map, name, key),
      how: how(table),
      until: await keptUntil(db, map, name, key),
    })
  }
  return plan
}

export async function eraseSubject(
  platform: Platform,
  map: DataMap,
  key: SubjectKey,
  hash: string,
  pseudonymKey: string | null,
): Promise<EraseOutcome> {
  const schema = await readSchema(platform, map)
  const erase = async () => await eraseOnce(platform, schema, map, key, hash, pseudonymKey)
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
  schema: LiveSchema,
  map: DataMap,
  key: SubjectKey,
  hash: string,
  pseudonymKey: string | null,
): Promise<EraseOutcome> {
  return await platform.transaction(async (transaction): Promise<EraseOutcome> => {
    const subject = await holdSubject(transaction, platform.words, map, key)
    if (!subject || (await isAnonymousSubject(transaction, map, key))) return { state: 'gone' }
    if (addressHash(subject) !== hash) return { state: 'changed' }
    const tables = await planErase(transaction, map, key)
    const work: Work = { db: transaction, platform, schema, map, key, identifiers: subject, pseudonymKey }
    const order = workingOrder(map, schema).filter((name) =>
      tables.some((each) => each.table === name && each.rows > 0),
    )
    if (!platform.words.defersForeignKeys) for (const name of order) await loosen(work, name, order)
    for (const name of order) await eraseRows(work, name)
    await verifyErased(transaction, map, key)
    return { state: 'erased', tables }
  })
}

function how({ deletion }: MappedTable): TableErasure['how'] {
  if (deletion === 'delete') return 'deleted'
  return 'keep' in deletion ? 'kept' : 'anonymised'
}

/** The end of the period the law sets, counted from the newest row (`end_of_year`: from 31 December of its year). */
async function keptUntil(db: Database, map: DataMap, table: string, key: SubjectKey): Promise<string | null> {
  const { deletion } = tableOf(map, table)
  const rule = deletion !== 'delete' && 'keep' in deletion ? deletion.keep.until : undefined
  if (!rule) return null
  const { rows } =
    await sql<Row>`select max(${columnId(table, rule.from)}) as ${sql.id('newest')} from ${tableId(table)} where ${owned(map, table, key)}`.execute(
      db,
    )
  const newest = instantOf(rows[0]?.newest ?? null)
  if (!newest) return null
  const end = rule.end_of_year ? new Date(Date.UTC(newest.getUTCFullYear(), 11, 31)) : newest
  end.setUTCFullYear(end.getUTCFullYear() + rule.years)
  return end.toISOString().slice(0, 10)
}

interface Work {
  db: Database
  platform: Platform
  schema: LiveSchema
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
  for (const path of paths(work, table)) {
    const rows = ownedRows(work, table, path)
    if (isDeleted) await deleteOwned(rows)
    else {
      const { pseudonymKey, identifiers, schema } = work
      await changeRows({ ...rows, pseudonymKey, identifiers, texts: textColumns(schema, table) })
    }
  }
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

async function isAnonymousSubject(db: Database, map: DataMap, key: SubjectKey): Promise<boolean> {
  const { table, key: column } = map.subject
  const changes = Object.entries(changesOf(tableOf(map, table)))
  if (changes.length === 0) return false
  const names = sql.join(changes.map(([name]) => columnId(table, name)))
  const { rows } =
    await sql<Row>`select ${names} from ${tableId(table)} where ${columnId(table, column)} = ${key}`.execute(db)
  return rows.every((row) => changes.every(([name, way]) => isAnonymised(way, row[name] ?? null)))
}
