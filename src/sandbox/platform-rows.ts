// What the sample platform's database holds about somebody, before and after: every table with a foreign key to `users` or a
// column `user_id`, its number of rows, and a few of them. Reads only.

import { DatabaseSync } from 'node:sqlite'

export type Cell = string | number | null

export interface TableRows {
  table: string
  columns: string[]
  /** how many rows belong to the person; `rows` holds the newest few of them */
  total: number
  rows: { key: string; cells: Cell[] }[]
}

export type RowChange = 'same' | 'changed' | 'removed' | 'added'

export interface TableDifference {
  table: string
  columns: string[]
  before: number
  after: number
  changed: boolean
  /** changed rows first */
  rows: { key: string; change: RowChange; cells: { now: Cell; before: Cell; changed: boolean }[] }[]
}

const rowsKept = 30

/** The rows that belong to these users. An empty list of keys has no rows. */
export function readPlatformRows(file: string, subjectKeys: number[]): TableRows[] {
  if (subjectKeys.length === 0) return []
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    db.exec('PRAGMA busy_timeout = 2000')
    return ownedTables(db).map(({ table, owner }) => {
      const keys = subjectKeys.map(() => '?').join(', ')
      const where = `FROM ${quoted(table)} WHERE ${quoted(owner)} IN (${keys})`
      const { total } = db.prepare(`SELECT count(*) AS total ${where}`).get(...subjectKeys) as { total: number }
      const columns = columnsOf(db, table)
      const found = db.prepare(`SELECT rowid AS "rowid!", * ${where} ORDER BY rowid DESC LIMIT ${rowsKept}`)
      const rows = (found.all(...subjectKeys) as Record<string, Cell>[]).map((row) => ({
        key: String(row['rowid!']),
        cells: columns.map((column) => shown(row[column])),
      }))
      return { table, columns, total, rows }
    })
  } finally {
    db.close()
  }
}

/** What became of the rows. Without an earlier reading everything counts as unchanged. */
export function compareRows(before: TableRows[] | null, after: TableRows[]): TableDifference[] {
  return after.map((now) => {
    const then = before?.find((table) => table.table === now.table) ?? now
    const olderRows = new Map(then.rows.map((row) => [row.key, row.cells]))
    const rows = now.rows.map(({ key, cells }) => {
      const older = olderRows.get(key)
      const pairs = cells.map((value, index) => {
        const earlier = older ? (older[index] ?? null) : value
        return { now: value, before: earlier, changed: earlier !== value }
      })
      return { key, change: rowChange(older !== undefined, pairs, now.total > then.total), cells: pairs }
    })
    const keys = new Set(now.rows.map((row) => row.key))
    // a row that only slid out of the few that are read is not gone
    const missing = now.total < then.total ? then.rows.filter((row) => !keys.has(row.key)) : []
    const removed = missing.map(({ key, cells }) => ({
      key,
      change: 'removed' as const,
      cells: cells.map((value) => ({ now: value, before: value, changed: false })),
    }))
    const all = [...removed, ...rows].sort(
      (one, other) => Number(one.change === 'same') - Number(other.change === 'same'),
    )
    const changed = then.total !== now.total || all.some((row) => row.change !== 'same')
    return { table: now.table, columns: now.columns, before: then.total, after: now.total, changed, rows: all }
  })
}

function rowChange(known: boolean, pairs: { changed: boolean }[], grew: boolean): RowChange {
  if (!known) return grew ? 'added' : 'same'
  return pairs.some((pair) => pair.changed) ? 'changed' : 'same'
}

function ownedTables(db: DatabaseSync): { table: string; owner: string }[] {
  const found = db.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  )
  const tables = (found.all() as { name: string }[]).map((row) => row.name)
  return tables.flatMap((table) => {
    if (table === 'users') return [{ table, owner: 'id' }]
    const keys = db.prepare(`PRAGMA foreign_key_list(${quoted(table)})`).all() as { table: string; from: string }[]
    const owner = keys.find((key) => key.table === 'users')?.from
    const named = columnsOf(db, table).find((column) => column === 'user_id')
    return owner || named ? [{ table, owner: owner ?? named ?? '' }] : []
  })
}

function columnsOf(db: DatabaseSync, table: string): string[] {
  return (db.prepare(`PRAGMA table_info(${quoted(table)})`).all() as { name: string }[]).map((row) => row.name)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function shown(value: unknown): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  return typeof value === 'bigint' ? String(value) : '[…]'
}
