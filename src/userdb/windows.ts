// Cuts the rows that one path leads to into parts, where one statement over all of them would hold up everything else
// in this process (SQLite runs within it).

import { type RawBuilder, sql } from 'kysely'
import type { OwnedRows } from './change-owned.ts'
import { columnId, tableId } from './names.ts'
import { ownedThrough } from './owned.ts'
import { behind } from './owned-pages.ts'
import type { Row } from './platform.ts'

/** Conditions beside the owner's, one for each part; between two of them others may run. One that is always true where the dialect needs no parts. */
export async function* windows({
  db,
  words,
  map,
  table,
  path,
  key,
  identity,
}: OwnedRows): AsyncGenerator<RawBuilder<unknown>> {
  let from: RawBuilder<unknown> = sql`1 = 1`
  const size = words.rowsAtOnce
  if (size === null || identity.length === 0) return yield from
  const columns = identity.map((column) => columnId(table, column))
  const names = sql.join(columns)
  const selected = sql.join(identity.map((column, i) => sql`${columnId(table, column)} as ${sql.id(`id${i}`)}`))
  for (;;) {
    const { rows } =
      await sql<Row>`select ${selected} from ${tableId(table)} where ${ownedThrough(map, table, path, key)} and ${from} order by ${names} limit 1 offset ${size - 1}`.execute(
        db,
      )
    const last = rows[0]
    if (!last) return yield from
    const end = identity.map((_, i) => last[`id${i}`] ?? null)
    yield sql`${from} and (${names}) <= (${sql.join(end)})`
    from = behind(columns, end)
    await new Promise((resume) => setImmediate(resume))
  }
}
