// Reads the rows that one path leads to within a write transaction, a page at a time, while they are being changed.

import { type RawBuilder, sql } from 'kysely'
import type { OwnedRows } from './change-owned.ts'
import { columnId, tableId } from './names.ts'
import { ownedThrough } from './owned.ts'
import { firstRows, nextRows } from './page-size.ts'
import type { Row } from './platform.ts'

const mostAtOnce = 2000

/** The given columns, and those of the identity as id0, id1 and so on. */
export async function* ownedPages(rows: OwnedRows, columns: RawBuilder<unknown>[]): AsyncGenerator<Row[]> {
  const { map, table, path, key, identity } = rows
  const ids = identity.map((column, i) => sql`${columnId(table, column)} as ${sql.id(`id${i}`)}`)
  const query = sql`select ${sql.join([...ids, ...columns])} from ${tableId(table)} where ${ownedThrough(map, table, path, key)}`
  yield* rows.words.hasCursors ? cursorPages(rows, query) : keyPages(rows, query)
}

/** Looked up once; a cursor does not see the changes. */
async function* cursorPages({ db }: OwnedRows, query: RawBuilder<unknown>): AsyncGenerator<Row[]> {
  const cursor = sql.id('habeas_rows')
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(db)
  for (let asked = firstRows; ; ) {
    const { rows } = await sql<Row>`fetch ${sql.lit(asked)} from ${cursor}`.execute(db)
    if (rows.length === 0) break
    asked = nextRows(asked, rows, mostAtOnce)
    yield rows
  }
  await sql`close ${cursor}`.execute(db)
}

async function* keyPages({ db, table, identity }: OwnedRows, query: RawBuilder<unknown>): AsyncGenerator<Row[]> {
  const names = identity.map((column) => columnId(table, column))
  let from: RawBuilder<unknown> = sql`1 = 1`
  for (let asked = firstRows; ; ) {
    const { rows } = await sql<Row>`${query} and ${from} order by ${sql.join(names)} limit ${sql.lit(asked)}`.execute(
      db,
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < asked) return
    asked = nextRows(asked, rows, mostAtOnce)
    from = behind(
      names,
      identity.map((_, i) => last[`id${i}`] ?? null),
    )
  }
}

/** Rows behind a key. One column is compared plainly: not every database uses its index for a list of one. */
export function behind(names: RawBuilder<unknown>[], values: Row[string][]): RawBuilder<unknown> {
  const [name, ...more] = names
  if (name && more.length === 0) return sql`${name} > ${values[0] ?? null}`
  return sql`(${sql.join(names)}) > (${sql.join(values)})`
}
