// Puts values right: all changes of an act in one transaction, each only where the value found is still the one that
// the data subject confirmed. A value that is already the new one counts as done, so that a second run after a crash
// finds nothing to do; any other value stops everything.

import { type RawBuilder, sql } from 'kysely'
import { updateAllOwned } from './change-owned.ts'
import type { DataMap } from './data-map.ts'
import { columnId, tableId } from './names.ts'
import { owned } from './owned.ts'
import type { Cell, Database, DialectWords, Platform, Row } from './platform.ts'
import type { SubjectKey } from './subject-key.ts'
import { cellText, holdSubject } from './subjects.ts'

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

/** Where one data subject's rows are read and written. */
export interface Door {
  db: Database
  words: DialectWords
  map: DataMap
  key: SubjectKey
}

export async function correctValues(
  platform: Platform,
  map: DataMap,
  key: SubjectKey,
  changes: ValueChange[],
): Promise<CorrectOutcome> {
  return await platform.transaction(async (transaction) => {
    await holdSubject(transaction, platform.words, map, key)
    const door: Door = { db: transaction, words: platform.words, map, key }
    const due: { change: ValueChange; cell: Cell }[] = []
    for (const change of changes) {
      const cells = await presentCells(door, change.table, change.column, 1000)
      const before = cells.find((cell) => cellText(cell) === change.before)
      if (before !== undefined) due.push({ change, cell: before })
      else if (!cells.some((cell) => cellText(cell) === change.after)) return 'moved_on'
    }
    for (const { change } of due) {
      if (change.unique && (await isValueTaken(door, change.table, change.column, change.after))) return 'taken'
    }
    for (const { change, cell } of due) {
      await replace(door, change.table, change.column, cell, change.after)
      for (const copy of change.copies) await replace(door, copy.table, copy.column, cell, change.after)
    }
    return 'done'
  })
}

export async function presentValues(
  door: Door,
  table: string,
  column: string,
  limit: number,
  /** picks rows by what they hold */
  where?: RawBuilder<unknown>,
): Promise<(string | null)[]> {
  return (await presentCells(door, table, column, limit, where)).map(cellText)
}

export async function isValueTaken(
  { db, map, key }: Door,
  table: string,
  column: string,
  value: string,
): Promise<boolean> {
  const { rows } = await sql<Row>`select 1 as ${sql.id('found')} from ${tableId(table)}
    where lower(${columnId(table, column)}) = lower(${value}) and (${owned(map, table, key)}) is not true limit 1`.execute(
    db,
  )
  return rows.length > 0
}

async function presentCells(
  { db, words, map, key }: Door,
  table: string,
  column: string,
  limit: number,
  and: RawBuilder<unknown> = sql`1 = 1`,
): Promise<Cell[]> {
  const name = columnId(table, column)
  const { rows } =
    await sql<Row>`select distinct ${name} as ${sql.id('value')}, ${words.exactly(name)} as ${sql.id('exact')} from ${tableId(table)}
    where ${owned(map, table, key)} and ${and} limit ${limit}`.execute(db)
  return rows.map((row) => row.value ?? null)
}

async function replace(door: Door, table: string, column: string, cell: Cell, after: string): Promise<void> {
  await updateAllOwned({ ...door, table }, { [column]: sql`${after}` }, door.words.same(columnId(table, column), cell))
}
