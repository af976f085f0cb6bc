// Looks, before rows are let go of, whether they still carry the subject's e-mail address in some text column that the map
// leaves as it is. Rows that the law keeps are left out: what the law keeps may name a person.

import { type RawBuilder, sql } from 'kysely'
import { DeskError } from '../errors.ts'
import type { ChangedRows } from './change-rows.ts'
import { likePattern } from './like-pattern.ts'
import { columnId, tableId } from './names.ts'
import { ownedThrough, pathColumns, tableOf } from './owned.ts'
import type { Row } from './platform.ts'
import { asciiLower } from './subjects.ts'
import { windows } from './windows.ts'

/** Throws DeskError('platform_refused') naming the columns; the caller's transaction is rolled back. */
export async function refuseRemains(rows: ChangedRows): Promise<void> {
  const { map, table, path, texts, identifiers } = rows
  const { address } = identifiers
  const { deletion, columns } = tableOf(map, table)
  if (!address || deletion === 'delete' || 'keep' in deletion) return
  const finding = pathColumns(path).filter((column) => column in deletion.anonymise)
  // what another party wrote may name the subject; it is not the subject's to change
  const theirs = (column: string) => columns[column]?.of !== undefined && columns[column].of !== path
  const looked = texts.filter((column) => column in columns && !finding.includes(column) && !theirs(column))
  const like = `%${likePattern(asciiLower(address))}%`
  const found: string[] = []
  // one look at all the columns, and one at each only where there is something to name
  if (looked.length === 0 || !(await holds(rows, looked, like))) return
  for (const column of looked) if (await holds(rows, [column], like)) found.push(column)
  throw new DeskError('platform_refused', {
    retry: false,
    message: `rows of ${table} would have stayed with the data subject's address in ${found.join(', ')}, so nothing was deleted; declare \`redact\` for these columns under its deletion`,
  })
}

async function holds(rows: ChangedRows, columns: string[], like: string): Promise<boolean> {
  const { db, words, map, table, path, key } = rows
  const carries: RawBuilder<unknown>[] = columns.map(
    (column) => sql`lower(${words.asText(columnId(table, column))}) like ${like} escape '!'`,
  )
  const where = sql`${ownedThrough(map, table, path, key)} and (${sql.join(carries, sql` or `)})`
  for await (const window of windows(rows)) {
    const found =
      await sql<Row>`select 1 as ${sql.id('found')} from ${tableId(table)} where ${where} and ${window} limit 1`.execute(
        db,
      )
    if (found.rows.length > 0) return true
  }
  return false
}
