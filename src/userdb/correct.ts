// Puts values right: all changes of an act in one transaction, each only where the value found is still the one that
// the data subject confirmed. A value that is already the new one counts as done, so that a second run after a crash
// finds nothing to do; any other value stops everything.

import { type RawBuilder, sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { owned } from './owned.ts'
import type { Cell, Database, Platform, Row } from './platform.ts'
import { cellText } from './subjects.ts'

export interface ValueChange {
  table: string
  column: string
  before: string | null
  after: string
  /** no other row may hold the value */
  unique: boolean
  /** columns that repeat the value */
  copies: { table: string; column: string }[]
}

export type CorrectOutcome = 'done' | 'moved_on' | 'taken'

export async function correctValues(
  platform: Platform,
  map: DataMap,
  key: string,
  changes: ValueChange[],
): Promise<CorrectOutcome> {
  return await platform.db.transaction().execute(async (transaction) => {
    const due: { change: ValueChange; cell: Cell }[] = []
    for (const change of changes) {
      const cells = await presentCells(transaction, map, key, change.table, change.column, 1000)
      const before = cells.find((cell) => cellText(cell) === change.before)
      if (before !== undefined) due.push({ change, cell: before })
      else if (!cells.some((cell) => cellText(cell) === change.after)) return 'moved_on'
    }
    for (const { change } of due) {
      if (change.unique && (await isValueTaken(transaction, map, key, change.table, change.column, change.after)))
        return 'taken'
    }
    for (const { change, cell } of due) {
      await replace(transaction, map, key, change.table, change.column, cell, change.after)
      for (const copy of change.copies)
        await replace(transaction, map, key, copy.table, copy.column, cell, change.after)
    }
    return 'done'
  })
}

export async function presentValues(
  db: Database,
  map: DataMap,
  key: string,
  table: string,
  column: string,
  limit: number,
): Promise<(string | null)[]> {
  return (await presentCells(db, map, key, table, column, limit)).map(cellText)
}

export async function isValueTaken(
  db: Database,
  map: DataMap,
  key: string,
  table: string,
  column: string,
  value: string,
): Promise<boolean> {
  const { rows } = await sql<Row>`select 1 as ${sql.id('found')} from ${sql.id(table)}
    where lower(${sql.id(table, column)}) = lower(${value}) and not (${owned(map, table, key)}) limit 1`.execute(db)
  return rows.length > 0
}

async function presentCells(
  db: Database,
  map: DataMap,
  key: string,
  table: string,
  column: string,
  limit: number,
): Promise<Cell[]> {
  const { rows } = await sql<Row>`select distinct ${sql.id(table, column)} as ${sql.id('value')} from ${sql.id(table)}
    where ${owned(map, table, key)} limit ${limit}`.execute(db)
  return rows.map((row) => row.value ?? null)
}

async function replace(
  db: Database,
  map: DataMap,
  key: string,
  table: string,
  column: string,
  cell: Cell,
  after: string,
): Promise<void> {
  const same: RawBuilder<unknown> =
    cell === null ? sql`${sql.id(table, column)} is null` : sql`${sql.id(table, column)} = ${cell}`
  await sql`update ${sql.id(table)} set ${sql.id(column)} = ${after} where ${owned(map, table, key)} and ${same}`.execute(
    db,
  )
}
