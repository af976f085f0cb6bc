// Reads a data subject's rows as they stand at one moment: a connection of its own in one read transaction, rows
// streamed one by one. Only what the map shows is asked of the database; hidden and secret columns never leave it.

import { sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { owned, tableOf } from './owned.ts'
import type { Database, LiveSchema, Platform, Row } from './platform.ts'
import { readSubject, type Subject } from './subjects.ts'

export interface SubjectSnapshot {
  readonly subject: Subject
  /** Rows of the subject in a mapped table. */
  count(table: string): Promise<number>
  /** These rows in the order of their primary key, shown columns alone; may be asked for several times. */
  rows(table: string): AsyncIterable<Row>
}

export async function withSnapshot<T>(
  platform: Platform,
  map: DataMap,
  key: string,
  use: (snapshot: SubjectSnapshot) => Promise<T>,
): Promise<T | null> {
  const schema = await platform.schema()
  const snapshot = await platform.openSnapshot()
  try {
    const subject = await readSubject(snapshot.db, map, key)
    if (!subject) return null
    return await use({
      subject,
      count: (table) => countRows(snapshot.db, map, table, key),
      rows: (table) => rows(snapshot.db, platform, schema, map, table, key),
    })
  } finally {
    await snapshot.close()
  }
}

export async function countRows(db: Database, map: DataMap, table: string, key: string): Promise<number> {
  const { rows } =
    await sql<Row>`select count(*) as ${sql.id('rows')} from ${sql.id(table)} where ${owned(map, table, key)}`.execute(
      db,
    )
  return Number(rows[0]?.rows ?? 0)
}

/** Names of the columns that are read for people, in the map's order. */
export function shownColumns(map: DataMap, table: string): string[] {
  return Object.entries(tableOf(map, table).columns).flatMap(([name, { treatment = 'shown' }]) =>
    treatment === 'shown' ? [name] : [],
  )
}

async function* rows(
  db: Database,
  platform: Platform,
  schema: LiveSchema,
  map: DataMap,
  table: string,
  key: string,
): AsyncIterable<Row> {
  const columns = shownColumns(map, table)
  if (columns.length === 0) return
  let query = db
    .selectFrom(sql<Row>`${sql.id(table)}`.as(table))
    .select(columns.map((column) => sql<Row[string]>`${sql.id(table, column)}`.as(column)))
    .where(owned(map, table, key))
  for (const column of platform.rowIdentity(table, schema)) query = query.orderBy(sql`${sql.id(table, column)}`)
  for await (const row of query.stream(500)) yield row as Row
}
