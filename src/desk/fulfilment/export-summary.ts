// What is remembered of a table while its rows stream by: how many there are, the last few for the page, and how many
// fall into each month. Constant memory, however many rows.

import type { DataMap, MappedColumn, MappedTable } from '../../userdb/data-map.ts'
import { isoText } from '../../userdb/instant.ts'
import type { Row } from '../../userdb/userdb.ts'
import { isMasked } from './export-values.ts'

export interface ShownColumn extends MappedColumn {
  name: string
  masked: boolean
}

export interface TableSummary {
  name: string
  table: MappedTable
  /** columns that people see, masked ones among them, in the map's order */
  columns: ShownColumn[]
  /** those of them that may hold another person's data */
  ofOthers: ShownColumn[]
  /** those that name files */
  ofFiles: ShownColumn[]
  csvName: string
  isFirst: boolean
  /** its place among the tables, from 1 */
  number: number
  rows: number
  /** rows in which something is left out because it concerns another person */
  withOthers: number
  /** the last rows in the order of the primary key, at most `rowsOnPage` */
  latest: Row[]
  /** the first column of times that is shown */
  time: string | undefined
  /** YYYY-MM of that column -> rows */
  months: Map<string, number>
}

/** How many rows of a table the page shows; the CSV and JSON files hold all. */
export const rowsOnPage = 200

/** One empty summary for every table, grouped by the map's categories: the order of the files. */
export function tableSummaries(map: DataMap): TableSummary[] {
  const inOrder = Object.keys(map.categories).flatMap((category) =>
    Object.entries(map.tables).filter(([, table]) => table.category === category),
  )
  return inOrder.map(([name, table], i) => {
    const columns = shown(table)
    return {
      name,
      table,
      columns,
      ofOthers: columns.filter((column) => column.masked || column.of !== undefined),
      ofFiles: columns.filter((column) => column.file !== undefined && !column.masked),
      csvName: `csv/${String(i + 1).padStart(2, '0')}-${fileName(name)}.csv`,
      isFirst: i === 0,
      number: i + 1,
      rows: 0,
      withOthers: 0,
      latest: [],
      time: columns.find((column) => column.format === 'time' && !column.masked)?.name,
      months: new Map(),
    }
  })
}

function shown(table: MappedTable): ShownColumn[] {
  return Object.entries(table.columns)
    .filter(([, { treatment = 'shown' }]) => treatment === 'shown' || treatment === 'masked')
    .map(([name, column]) => ({ ...column, name, masked: column.treatment === 'masked' }))
}

/** Counts one row that streams by. */
export function observe(summary: TableSummary, row: Row): void {
  // a ring: the place of the oldest is taken by the newest, put in order by latestRows
  summary.latest[summary.rows % rowsOnPage] = remembered(row)
  summary.rows++
  if (summary.ofOthers.some((column) => isMasked(column, row[column.name] ?? null))) summary.withOthers++
  if (summary.time === undefined) return
  const month = isoText(row[summary.time] ?? null)?.slice(0, 7)
  if (month !== undefined) summary.months.set(month, (summary.months.get(month) ?? 0) + 1)
}

/** What the page shows of a text; a little more is remembered, so that it is known to be cut. */
const longestRemembered = 700
/** of bytes: as large as a picture on the page may be */
const mostBytes = 200_000

/** The row as the page needs it: two hundred rows with pictures in them would fill the memory. */
function remembered(row: Row): Row {
  let short: Row | null = null
  for (const name in row) {
    const cell = row[name]
    const isLong =
      typeof cell === 'string' ? cell.length > longestRemembered : cell instanceof Uint8Array && cell.length > mostBytes
    if (!isLong) continue
    short ??= { ...row }
    // a copy: a part of a text holds on to the whole of it
    short[name] =
      typeof cell === 'string'
        ? Buffer.from(cell.slice(0, longestRemembered)).toString()
        : `${(cell as Uint8Array).length.toLocaleString('en-US')} bytes`
  }
  return short ?? row
}

/** The remembered rows, newest first. */
export function latestRows({ latest, rows }: TableSummary): Row[] {
  const start = rows > latest.length ? rows % rowsOnPage : 0
  return [...latest.slice(start), ...latest.slice(0, start)].reverse()
}

function fileName(table: string): string {
  return table.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60)
}
