// Erases a data subject in ONE transaction: each mapped table is deleted from, anonymised or kept as the map says
// (PIPL Art. 47, GDPR Art. 17), a table before those that it refers to. Rows are counted before and compared with what
// the database reports; at the end nothing may be left that the map says is gone, or everything is rolled back.

import { sql } from 'kysely'
import { DeskError } from '../errors.ts'
import { type Identifiers, isAnonymised } from './anonymise.ts'
import { changeRows, changesOf } from './change-rows.ts'
import type { DataMap, MappedTable } from './data-map.ts'
import { instantOf } from './instant.ts'
import { owned, ownerColumns, tableOf } from './owned.ts'
import type { Database, LiveSchema, Platform, Row } from './platform.ts'
import { countRows } from './snapshot.ts'
import { addressHash, readSubject } from './subjects.ts'
import { workingOrder } from './working-order.ts'

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

export async function planErase(db: Database, map: DataMap, key: string): Promise<TableErasure[]> {
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
  key: string,
  hash: string,
  pseudonymKey: string | null,
): Promise<EraseOutcome> {
  const schema = await platform.schema()
  return await platform.db.transaction().execute(async (transaction): Promise<EraseOutcome> => {
    await platform.deferForeignKeys(transaction)
    const subject = await readSubject(transaction, map, key)
    if (!subject || (await isAnonymousSubject(transaction, map, key))) return { state: 'gone' }
    if (addressHash(subject) !== hash) return { state: 'changed' }
    const tables = await planErase(transaction, map, key)
    const work: Work = { db: transaction, platform, schema, map, key, identifiers: subject, pseudonymKey }
    for (const name of workingOrder(map, schema)) {
      const expected = tables.find((table) => table.table === name)?.rows ?? 0
      if (expected > 0) await eraseRows(work, name, expected)
    }
    await verifyErased(transaction, map, key)
    return { state: 'erased', tables }
  })
}

function how({ deletion }: MappedTable): TableErasure['how'] {
  if (deletion === 'delete') return 'deleted'
  return 'keep' in deletion ? 'kept' : 'anonymised'
}

/** The end of the period the law sets, counted from the newest row (`end_of_year`: from 31 December of its year). */
async function keptUntil(db: Database, map: DataMap, table: string, key: string): Promise<string | null> {
  const { deletion } = tableOf(map, table)
  const rule = deletion !== 'delete' && 'keep' in deletion ? deletion.keep.until : undefined
  if (!rule) return null
  const { rows } =
    await sql<Row>`select max(${sql.id(table, rule.from)}) as ${sql.id('newest')} from ${sql.id(table)} where ${owned(map, table, key)}`.execute(
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
  key: string
  identifiers: Identifiers
  pseudonymKey: string | null
}

async function eraseRows(
  { db, platform, schema, map, key, ...rest }: Work,
  table: string,
  expected: number,
): Promise<void> {
  const touched =
    tableOf(map, table).deletion === 'delete'
      ? Number(
          (await sql`delete from ${sql.id(table)} where ${owned(map, table, key)}`.execute(db)).numAffectedRows ?? 0,
        )
      : await changeRows({ db, map, table, key, identity: platform.rowIdentity(table, schema), ...rest })
  if (touched !== null && touched !== expected) throw unfinished(table)
}

async function verifyErased(db: Database, map: DataMap, key: string): Promise<void> {
  for (const [name, table] of Object.entries(map.tables)) {
    const cleared = ownerColumns(map, name).some((column) => column in changesOf(table))
    if (name === map.subject.table && how(table) !== 'deleted') {
      if (!(await isAnonymousSubject(db, map, key))) throw unfinished(name)
    } else if ((how(table) === 'deleted' || cleared) && (await countRows(db, map, name, key)) > 0)
      throw unfinished(name)
  }
}

async function isAnonymousSubject(db: Database, map: DataMap, key: string): Promise<boolean> {
  const { table, key: column } = map.subject
  const changes = Object.entries(changesOf(tableOf(map, table)))
  if (changes.length === 0) return false
  const names = sql.join(changes.map(([name]) => sql.id(table, name)))
  const { rows } =
    await sql<Row>`select ${names} from ${sql.id(table)} where ${sql.id(table, column)} = ${key}`.execute(db)
  return rows.every((row) => changes.every(([name, way]) => isAnonymised(way, row[name] ?? null)))
}

function unfinished(table: string): DeskError {
  return new DeskError('platform_refused', {
    retry: false,
    message: `deletion would have left rows of table ${table} behind, so nothing was deleted; look for triggers on it and run \`habeas platform check\``,
  })
}
