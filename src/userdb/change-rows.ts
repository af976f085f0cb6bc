// Anonymises the subject's rows of one table: in one statement where every row gets the same values, row by row and a
// page at a time where a value is made from the row. Columns through which the rows are found are changed last.

import { type RawBuilder, sql } from 'kysely'
import { anonymised, type Identifiers, sameForAll } from './anonymise.ts'
import { type OwnedRows, updateOwned } from './change-owned.ts'
import type { MappedTable } from './data-map.ts'
import type { Anonymisation } from './data-map-schema.ts'
import { likePattern } from './like-pattern.ts'
import { columnId, tableId } from './names.ts'
import { ownedThrough, pathColumns, pathsOf, tableOf } from './owned.ts'
import { ownedPages } from './owned-pages.ts'
import type { Cell, Row } from './platform.ts'
import { refuseRemains } from './remains.ts'
import { tooManyRows, Unfinished } from './unfinished.ts'

export interface ChangedRows extends OwnedRows {
  pseudonymKey: string | null
  identifiers: Identifiers
  /** the table's text columns, in which the subject's address must not stay */
  texts: string[]
}

type Changes = [string, Anonymisation][]

/** What deletion changes in the rows that it leaves in a table. */
export function changesOf({ deletion }: MappedTable): Record<string, Anonymisation> {
  if (deletion === 'delete') return {}
  return 'keep' in deletion ? deletion.keep.change : deletion.anonymise
}

/** Whether the rows found by `path` get this column changed: not where the column is the data of another party. */
function concerns(table: MappedTable, path: ChangedRows['path'], column: string): boolean {
  const paths = pathsOf(table) ?? []
  const party = table.columns[column]?.of ?? (paths.length > 1 && paths.includes(column) ? column : undefined)
  return party === undefined || party === path
}

/** Changes the rows of `rows.path`; throws DeskError('platform_refused') where the subject's address would stay. */
export async function changeRows(rows: ChangedRows): Promise<void> {
  const mapped = tableOf(rows.map, rows.table)
  const changes = Object.entries(changesOf(mapped)).filter(([column]) => concerns(mapped, rows.path, column))
  const finding = new Set(pathColumns(rows.path))
  const early = changes.filter(([column]) => !finding.has(column))
  const late = changes.filter(([column]) => finding.has(column))
  const change = async (part: Changes) => {
    if (part.length === 0) return
    if (part.every(([, way]) => sameForAll(way) !== null)) await changeTogether(rows, part)
    else if (rows.identity.length > 0) await changeEach(rows, part)
    else await changeByValue(rows, part)
  }
  await change(early)
  // last chance to look: once the owner is cleared nobody finds these rows again
  await refuseRemains(rows)
  await change(late)
}

async function changeTogether(rows: ChangedRows, changes: Changes): Promise<void> {
  const sets = changes.map(([column, way]) => [column, sql`${sameForAll(way)?.value ?? null}`] as const)
  await updateOwned(rows, Object.fromEntries(sets))
}

async function changeEach(rows: ChangedRows, changes: Changes): Promise<void> {
  const { table, identity } = rows
  const columns = changes.map(([column], i) => sql`${columnId(table, column)} as ${sql.id(`value${i}`)}`)
  for await (const page of ownedPages(rows, columns)) {
    for (const row of page) {
      const sets = await changedValues(rows, changes, row)
      const same = identity.map((column, i) => sql`${columnId(table, column)} = ${row[`id${i}`] ?? null}`)
      if (Object.keys(sets).length > 0) await updateWhere(rows, sets, sql.join(same, sql` and `))
    }
    await new Promise((resume) => setImmediate(resume))
  }
}

const mostValues = 10_000

/** Rows that nothing tells apart: those that hold the same values get the same new ones. */
async function changeByValue(rows: ChangedRows, changes: Changes): Promise<void> {
  const { db, words, map, table, key, path } = rows
  const selected = changes.map(([column], i) => sql`${columnId(table, column)} as ${sql.id(`value${i}`)}`)
  const { rows: found } =
    await sql<Row>`select ${sql.join(selected)} from ${tableId(table)} where ${ownedThrough(map, table, path, key)} limit ${mostValues + 1}`.execute(
      db,
    )
  if (found.length > mostValues) throw tooManyRows(table)
  const different = new Map(found.map((row) => [JSON.stringify(Object.values(row).map(String)), row]))
  for (const row of different.values()) {
    const sets = await changedValues(rows, changes, row)
    const same = changes.map(([column], i) => words.same(columnId(table, column), row[`value${i}`] ?? null))
    if (Object.keys(sets).length > 0) await updateWhere(rows, sets, sql.join(same, sql` and `))
  }
}

async function updateWhere(
  { db, table }: ChangedRows,
  sets: Record<string, Cell>,
  where: RawBuilder<unknown>,
): Promise<void> {
  const assigned = Object.entries(sets).map(([column, value]) => sql`${sql.id(column)} = ${value}`)
  const { numAffectedRows } = await sql`update ${tableId(table)} set ${sql.join(assigned)} where ${where}`.execute(db)
  if (Number(numAffectedRows ?? 0) === 0) throw new Unfinished(table)
}

/** New values of the columns that do not hold them already. */
async function changedValues(rows: ChangedRows, changes: Changes, row: Row): Promise<Record<string, Cell>> {
  const { pseudonymKey, identifiers } = rows
  const sets: Record<string, Cell> = {}
  for (const [i, [column, way]] of changes.entries()) {
    const before = row[`value${i}`] ?? null
    const number = typeof way === 'object' && 'placeholder' in way ? await freeNumber(rows, column, way.placeholder) : 0
    const after = anonymised(way, before, { number, pseudonymKey, identifiers })
    if (after !== before) sets[column] = after
  }
  return sets
}

/** The first number from the count of placeholders on that no row of the column has. */
async function freeNumber({ db, words, table }: ChangedRows, column: string, placeholder: string): Promise<number> {
  const like = likePattern(placeholder).replace('{n}', '%')
  const text = words.asText(columnId(table, column))
  const { rows } =
    await sql<Row>`select count(*) as ${sql.id('used')} from ${tableId(table)} where ${text} like ${like} escape '!'`.execute(
      db,
    )
  for (let number = Number(rows[0]?.used ?? 0) + 1; ; number++) {
    const name = placeholder.replace('{n}', String(number))
    const taken =
      await sql`select 1 as ${sql.id('found')} from ${tableId(table)} where ${columnId(table, column)} = ${name} limit 1`.execute(
        db,
      )
    if (taken.rows.length === 0) return number
  }
}
