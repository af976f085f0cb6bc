// Anonymises the subject's rows of one table: in one statement where every row gets the same values, row by row and a
// page at a time where a value is made from the row. Columns through which the rows are found are changed last.

import { type RawBuilder, sql } from 'kysely'
import { anonymised, type Identifiers, sameForAll } from './anonymise.ts'
import type { DataMap, MappedTable } from './data-map.ts'
import type { Anonymisation } from './data-map-schema.ts'
import { owned, ownerColumns, tableOf } from './owned.ts'
import type { Cell, Database, Row } from './platform.ts'
import { refuseRemains } from './remains.ts'

interface Rows {
  db: Database
  map: DataMap
  table: string
  key: string
  /** columns that tell one row from another */
  identity: string[]
  pseudonymKey: string | null
  identifiers: Identifiers
}

/** What deletion changes in the rows that it leaves in a table. */
export function changesOf({ deletion }: MappedTable): Record<string, Anonymisation> {
  if (deletion === 'delete') return {}
  return 'keep' in deletion ? deletion.keep.change : deletion.anonymise
}

/** The number of rows changed as the database reports it, or null where the map changes nothing. */
export async function changeRows(rows: Rows): Promise<number | null> {
  const changes = Object.entries(changesOf(tableOf(rows.map, rows.table)))
  const finding = new Set(ownerColumns(rows.map, rows.table))
  const early = changes.filter(([column]) => !finding.has(column))
  const late = changes.filter(([column]) => finding.has(column))
  const change = async (part: [string, Anonymisation][]) =>
    await (part.some(([, way]) => sameForAll(way) === null) ? changeEach(rows, part) : changeTogether(rows, part))
  const touchedEarly = early.length > 0 ? await change(early) : null
  // last chance to look: once the owner is cleared nobody finds these rows again
  await refuseRemains(rows.db, rows.map, rows.table, rows.key, rows.identifiers.address)
  return late.length > 0 ? await change(late) : touchedEarly
}

async function changeTogether({ db, map, table, key }: Rows, changes: [string, Anonymisation][]): Promise<number> {
  const sets = changes.map(([column, way]) => sql`${sql.id(column)} = ${sameForAll(way)?.value ?? null}`)
  const { numAffectedRows } =
    await sql`update ${sql.id(table)} set ${sql.join(sets)} where ${owned(map, table, key)}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

const pageRows = 500

async function changeEach(rows: Rows, changes: [string, Anonymisation][]): Promise<number> {
  const { db, map, table, key, identity } = rows
  const identityNames = sql.join(identity.map((column) => sql.id(table, column)))
  const selected = sql.join([
    ...identity.map((column, i) => sql`${sql.id(table, column)} as ${sql.id(`id${i}`)}`),
    ...changes.map(([column], i) => sql`${sql.id(table, column)} as ${sql.id(`value${i}`)}`),
  ])
  let touched = 0
  let after: RawBuilder<unknown> = sql`1 = 1`
  for (;;) {
    const page =
      await sql<Row>`select ${selected} from ${sql.id(table)} where ${owned(map, table, key)} and ${after} order by ${identityNames} limit ${pageRows}`.execute(
        db,
      )
    for (const row of page.rows) touched += await changeOne(rows, changes, row)
    const last = page.rows.at(-1)
    if (!last || page.rows.length < pageRows) return touched
    after = sql`(${identityNames}) > (${sql.join(identity.map((_, i) => last[`id${i}`] ?? null))})`
  }
}

async function changeOne(
  { db, table, identity, pseudonymKey, identifiers }: Rows,
  changes: [string, Anonymisation][],
  row: Row,
): Promise<number> {
  const sets: RawBuilder<unknown>[] = []
  for (const [i, [column, way]] of changes.entries()) {
    const number =
      typeof way === 'object' && 'placeholder' in way ? await freeNumber(db, table, column, way.placeholder) : 0
    sets.push(
      sql`${sql.id(column)} = ${anonymised(way, row[`value${i}`] ?? null, { number, pseudonymKey, identifiers })}`,
    )
  }
  const same = identity.map((column, i) => sql`${sql.id(table, column)} = ${row[`id${i}`] ?? null}`)
  const { numAffectedRows } =
    await sql`update ${sql.id(table)} set ${sql.join(sets)} where ${sql.join(same, sql` and `)}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** The first number from the count of placeholders on that no row of the column has. */
async function freeNumber(db: Database, table: string, column: string, placeholder: string): Promise<number> {
  const like = placeholder.replace(/[\\%_]/g, '\\$&').replace('{n}', '%')
  const { rows } = await sql<{
    used: Cell
  }>`select count(*) as ${sql.id('used')} from ${sql.id(table)} where ${sql.id(table, column)} like ${like} escape ${'\\'}`.execute(
    db,
  )
  for (let number = Number(rows[0]?.used ?? 0) + 1; ; number++) {
    const text = placeholder.replace('{n}', String(number))
    const taken =
      await sql`select 1 as ${sql.id('found')} from ${sql.id(table)} where ${sql.id(table, column)} = ${text} limit 1`.execute(
        db,
      )
    if (taken.rows.length === 0) return number
  }
}
