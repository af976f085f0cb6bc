// What the sample platform's database holds about somebody, before and after: every table that leads to `users` by its
// foreign keys, its number of rows, and a few of them. A row that was theirs before and still stands without an owner (an
// anonymised post) stays in sight. Reads only.

import { DatabaseSync } from 'node:sqlite'

export type Cell = string | number | null

export interface TableRows {
  table: string
  columns: string[]
  /** how many rows belong to the person; `rows` holds the newest few of them, and what became of earlier ones */
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

/** The rows of these users, and those that `earlier` remembers. An empty list of keys has no rows. */
export function readPlatformRows(file: string, subjectKeys: number[], earlier: TableRows[] | null = null): TableRows[] {
  if (subjectKeys.length === 0) return []
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    db.exec('PRAGMA busy_timeout = 2000')
    return ownedTables(db, subjectKeys).map(({ table, where }) => {
      const columns = columnsOf(db, table)
      const { total } = db.prepare(`SELECT count(*) AS total FROM ${quoted(table)} WHERE ${where}`).get() as {
        total: number
      }
      const newest = `SELECT rowid AS "rowid!", * FROM ${quoted(table)} WHERE ${where} ORDER BY rowid DESC LIMIT ${rowsKept}`
      const found = db.prepare(newest).all() as Record<string, Cell>[]
      const known = new Set(found.map((row) => String(row['rowid!'])))
      const remembered = (earlier?.find((entry) => entry.table === table)?.rows ?? []).filter(
        (row) => !known.has(row.key),
      )
      const byKey = db.prepare(`SELECT rowid AS "rowid!", * FROM ${quoted(table)} WHERE rowid = ?`)
      for (const { key } of remembered) found.push(...(byKey.all(Number(key)) as Record<string, Cell>[]))
      const rows = found.map((row) => ({
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
export function compareRows(earlier: TableRows[] | null, now: TableRows[]): TableDifference[] {
  return now.map((table) => compareTable(earlier?.find((entry) => entry.table === table.table) ?? table, table))
}

function compareTable(then: TableRows, now: TableRows): TableDifference {
  const older = new Map(then.rows.map((row) => [row.key, row.cells]))
  const present = new Set(now.rows.map((row) => row.key))
  const kept = now.rows.map(({ key, cells }) => {
    const past = older.get(key)
    const pairs = cells.map((value, index) => {
      const before = past ? (past[index] ?? null) : value
      return { now: value, before, changed: before !== value }
    })
    return { key, change: rowChange(past !== undefined, pairs, now.total > then.total), cells: pairs }
  })
  const removed = then.rows
    .filter((row) => !present.has(row.key))
    .map(({ key, cells }) => ({
      key,
      change: 'removed' as const,
      cells: cells.map((value) => ({ now: value, before: value, changed: false })),
    }))
  const rows = [...removed, ...kept].sort(
    (one, other) => Number(one.change === 'same') - Number(other.change === 'same'),
  )
  const changed = then.total !== now.total || rows.some((row) => row.change !== 'same')
  return { table: now.table, columns: now.columns, before: then.total, after: now.total, changed, rows }
}

function rowChange(known: boolean, pairs: { changed: boolean }[], grew: boolean): RowChange {
  if (!known) return grew ? 'added' : 'same'
  return pairs.some((pair) => pair.changed) ? 'changed' : 'same'
}

/** Tables whose rows belong to users: by a key to `users`, or by a key to a table found before. The keys are integers. */
function ownedTables(db: DatabaseSync, subjectKeys: number[]): { table: string; where: string }[] {
  const found = db.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  )
  const owned = new Map([['users', `"id" IN (${subjectKeys.map((key) => Math.trunc(key)).join(', ')})`]])
  for (const { name } of found.all() as { name: string }[]) {
    const keys = db.prepare(`PRAGMA foreign_key_list(${quoted(name)})`).all() as {
      table: string
      from: string
      to: string | null
    }[]
    const direct = keys.find((key) => key.table === 'users')
    const owner = direct ?? keys.find((key) => owned.has(key.table))
    if (name === 'users' || !owner) continue
    const parent = `SELECT ${quoted(owner.to ?? 'rowid')} FROM ${quoted(owner.table)} WHERE ${owned.get(owner.table)}`
    owned.set(name, `${quoted(owner.from)} IN (${parent})`)
  }
  return [...owned].map(([table, where]) => ({ table, where }))
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
