// Reads a data subject's rows as they stand at one moment: a connection of its own in one read transaction, rows
// streamed one by one. Only what the map shows is asked of the database; hidden and secret columns never leave it.

import { sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { owned, tableOf } from './owned.ts'
import type { Database, Platform, Row, Snapshot } from './platform.ts'
import { readSubject, type Subject } from './subjects.ts'

export interface SubjectSnapshot {
  readonly subject: Subject
  /** Rows of the subject in a mapped table. */
  count(table: string): Promise<number>
  /** These rows in the order of their primary key, a page at a time, shown columns alone; may be asked for several times. */
  rows(table: string): AsyncIterable<Row[]>
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
      rows: (table) => rows(snapshot, platform.rowIdentity(table, schema), map, table, key),
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
function shownColumns(map: DataMap, table: string): string[] {
  return Object.entries(tableOf(map, table).columns).flatMap(([name, { treatment = 'shown' }]) =>
    treatment === 'shown' ? [name] : [],
  )
}

async function* rows(
  snapshot: Snapshot,
  identity: string[],
  map: DataMap,
  table: string,
  key: string,
): AsyncIterable<Row[]> {
  const columns = shownColumns(map, table)
  // rows of which nothing may be shown are counted all the same
  const names = columns.length > 0 ? sql.join(columns.map((column) => sql.id(table, column))) : sql`null`
  const order = sql.join(identity.map((column) => sql.id(table, column)))
  yield* snapshot.stream(
    sql<Row>`select ${names} from ${sql.id(table)} where ${owned(map, table, key)} order by ${order}`.compile(
      snapshot.db,
    ),
  )
}
