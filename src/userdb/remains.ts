// Looks, before rows are let go of, whether they still carry the subject's e-mail address in some column that the map
// leaves as it is. Rows that the law keeps are left out: what the law keeps may name a person.

import { sql } from 'kysely'
import { DeskError } from '../errors.ts'
import type { DataMap } from './data-map.ts'
import { owned, ownerColumns, tableOf } from './owned.ts'
import type { Database, Row } from './platform.ts'
import { asciiLower } from './subjects.ts'

/** Throws DeskError('platform_refused') naming the columns; the caller's transaction is rolled back. */
export async function refuseRemains(
  db: Database,
  map: DataMap,
  table: string,
  key: string,
  address: string | null,
): Promise<void> {
  const { deletion, columns } = tableOf(map, table)
  if (address === null || address === '' || deletion === 'delete' || 'keep' in deletion) return
  const finding = ownerColumns(map, table).filter((column) => column in deletion.anonymise)
  const looked = Object.keys(columns).filter((column) => !finding.includes(column))
  const like = `%${asciiLower(address).replace(/[\\%_]/g, '\\$&')}%`
  const found: string[] = []
  for (const column of looked) {
    const { rows } = await sql<Row>`select 1 as ${sql.id('found')} from ${sql.id(table)}
      where ${owned(map, table, key)} and lower(cast(${sql.id(table, column)} as text)) like ${like} escape ${'\\'} limit 1`.execute(
      db,
    )
    if (rows.length > 0) found.push(column)
  }
  if (found.length === 0) return
  throw new DeskError('platform_refused', {
    retry: false,
    message: `rows of ${table} would have stayed with the data subject's address in ${found.join(', ')}, so nothing was deleted; declare \`redact\` for these columns under its deletion`,
  })
}
