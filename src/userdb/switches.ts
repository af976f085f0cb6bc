// Turns off the switches that a refusal names, all in one transaction. Off already is off: a second run changes nothing. A switch
// may be a row of its own, picked by what it holds; where there is none it is inserted.

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { updateAllOwned } from './change-owned.ts'
import type { DataMap } from './data-map.ts'
import { columnId, tableId } from './names.ts'
import { pathsOf, tableOf } from './owned.ts'
import type { Cell, DatabaseTransaction, Platform, Row } from './platform.ts'
import { countRows } from './snapshot.ts'
import type { SubjectKey } from './subject-key.ts'
import { holdSubject } from './subjects.ts'

type Plain = string | number | boolean

export interface Switching {
  table: string
  column: string
  off: Plain
  /** picks the row, beside its owner */
  where?: Record<string, Plain> | undefined
  /** what a new row holds beside */
  insert?: Record<string, Plain> | undefined
}

export interface SwitchedOff {
  table: string
  column: string
  /** rows that were not off before */
  rows: number
}

export async function switchOff(
  platform: Platform,
  map: DataMap,
  key: SubjectKey,
  switches: Switching[],
): Promise<SwitchedOff[]> {
  return await platform.transaction(async (transaction) => {
    const subject = await holdSubject(transaction, platform.words, map, key)
    // deleted meanwhile: nobody is left to whom a new row could belong
    if (subject === null) return switches.map(({ table, column }) => ({ table, column, rows: 0 }))
    const done: SwitchedOff[] = []
    for (const switching of switches) {
      const { table, column, off, where } = switching
      const name = columnId(table, column)
      const isOn = sql`(${name} is null or ${name} <> ${off})`
      const door = { db: transaction, words: platform.words, map, key, table }
      const picked = rowOf(table, where)
      const rows = await updateAllOwned(door, { [column]: sql`${off}` }, sql`${isOn} and ${picked}`)
      const isNew = where !== undefined && (await countRows(transaction, map, table, key, picked)) === 0
      if (isNew) await insertRow(transaction, map, key, switching)
      done.push({ table, column, rows: isNew ? 1 : rows })
    }
    return done
  })
}

/** The rows that hold these values. */
export function rowOf(table: string, where: Record<string, Plain> = {}): RawBuilder<SqlBool> {
  const same = Object.entries(where).map(([column, value]) => sql<SqlBool>`${columnId(table, column)} = ${value}`)
  return same.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(same, sql` and `)})`
}

async function insertRow(
  db: DatabaseTransaction,
  map: DataMap,
  key: SubjectKey,
  { table, column, off, where, insert }: Switching,
): Promise<void> {
  const owner = ownerOfNew(map, table)
  if (owner === null) throw new Error(`a row of ${table} cannot be given an owner`)
  const { subject } = map
  const { rows } =
    await sql<Row>`select ${columnId(subject.table, owner.matches)} as ${sql.id('owner')} from ${tableId(subject.table)} where ${columnId(subject.table, subject.key)} = ${key}`.execute(
      db,
    )
  const held: Record<string, Plain | Cell> = {
    ...insert,
    ...where,
    [column]: off,
    [owner.column]: rows[0]?.owner ?? null,
  }
  const values = Object.values(held).map((value) => (value === '{now}' ? sql`current_timestamp` : sql`${value}`))
  const names = Object.keys(held).map((each) => sql.id(each))
  await sql`insert into ${tableId(table)} (${sql.join(names)}) values (${sql.join(values)})`.execute(db)
}

/** The column of a new row that says whose it is, and what of the subject it holds; null where joins lie between. */
export function ownerOfNew(map: DataMap, table: string): { column: string; matches: string } | null {
  const [path, ...more] = pathsOf(tableOf(map, table)) ?? []
  if (path === undefined || more.length > 0) return null
  if (typeof path === 'string') return { column: path, matches: map.subject.key }
  const [step] = path
  const [column, matches] = [step?.columns[0], step?.matches[0]]
  if (path.length > 1 || step?.columns.length !== 1 || column === undefined || matches === undefined) return null
  return { column, matches }
}
