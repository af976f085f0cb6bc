// Deletes or updates the rows that one path of a table's owner leads to. MySQL runs an IN of a DELETE or UPDATE once for
// every row of the table, and refuses one that reads the table itself, so there the keys are joined instead.

import { type RawBuilder, sql } from 'kysely'
import type { DataMap, OwnerPath } from './data-map-schema.ts'
import { columnId, tableId } from './names.ts'
import { firstJoin, ownedThrough, ownerPaths } from './owned.ts'
import type { Database, DialectWords } from './platform.ts'
import type { SubjectKey } from './subject-key.ts'
import { windows } from './windows.ts'

export interface OwnedRows {
  db: Database
  words: DialectWords
  map: DataMap
  table: string
  path: OwnerPath
  key: SubjectKey
  /** columns that tell one row from another; empty where there are none, or few rows to work on */
  identity: string[]
}

/** `and` narrows the rows further. */
export async function deleteOwned(rows: OwnedRows, and: RawBuilder<unknown> = sql`1 = 1`): Promise<void> {
  const { db, map, table, path, key } = rows
  const join = joinedKeys(rows)
  if (join)
    return void (await affected(sql`delete from ${tableId(table)} using ${tableId(table)} ${join} where ${and}`, db))
  const where = sql`${ownedThrough(map, table, path, key)} and ${and}`
  for await (const window of windows(rows))
    await affected(sql`delete from ${tableId(table)} where ${where} and ${window}`, db)
}

/** `and` narrows the rows further. Rows that hold the values already are counted too. */
export async function updateOwned(
  rows: OwnedRows,
  sets: Record<string, RawBuilder<unknown>>,
  and: RawBuilder<unknown> = sql`1 = 1`,
): Promise<number> {
  const { db, map, table, path, key } = rows
  const join = joinedKeys(rows)
  const assigned = sql.join(
    Object.entries(sets).map(([column, value]) => sql`${join ? columnId(table, column) : sql.id(column)} = ${value}`),
  )
  if (join) return await affected(sql`update ${tableId(table)} ${join} set ${assigned} where ${and}`, db)
  const where = sql`${ownedThrough(map, table, path, key)} and ${and}`
  let all = 0
  for await (const window of windows(rows))
    all += await affected(sql`update ${tableId(table)} set ${assigned} where ${where} and ${window}`, db)
  return all
}

/** updateOwned by every path of the table. */
export async function updateAllOwned(
  rows: Omit<OwnedRows, 'identity' | 'path'>,
  sets: Record<string, RawBuilder<unknown>>,
  and: RawBuilder<unknown>,
): Promise<number> {
  let all = 0
  for (const path of ownerPaths(rows.map, rows.table))
    all += await updateOwned({ ...rows, path, identity: [] }, sets, and)
  return all
}

function joinedKeys({ words, map, table, path, key }: OwnedRows): RawBuilder<unknown> | null {
  if (!words.changesByJoin || typeof path === 'string') return null
  const join = firstJoin(map, path, key)
  if (!join) return null
  const on = join.columns.map(
    (column, i) => sql`${columnId(table, column)} = ${sql.id('owned', join.matches[i] ?? '')}`,
  )
  return sql`join (${join.keys}) as ${sql.id('owned')} on ${sql.join(on, sql` and `)}`
}

async function affected(statement: RawBuilder<unknown>, db: Database): Promise<number> {
  return Number((await statement.execute(db)).numAffectedRows ?? 0)
}
