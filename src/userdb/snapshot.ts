// Reads a data subject's rows as they stand at one moment: a connection of its own in one read transaction, rows
// streamed one by one. Only what the map shows is asked of the database; hidden and secret columns never leave it.

import { type RawBuilder, sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { withZone } from './local-time.ts'
import { columnId, tableId } from './names.ts'
import { owned, tableOf } from './owned.ts'
import type { Database, Platform, Row, Snapshot } from './platform.ts'
import { readSchema } from './read-schema.ts'
import { rowIdentity } from './row-identity.ts'
import type { SubjectKey } from './subject-key.ts'
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
  key: SubjectKey,
  use: (snapshot: SubjectSnapshot) => Promise<T>,
): Promise<T | null> {
  const schema = await readSchema(platform, map)
  const snapshot = await platform.openSnapshot()
  try {
    const subject = await readSubject(snapshot.db, map, key)
    if (!subject) return null
    return await use({
      subject,
      count: (table) => countRows(snapshot.db, map, table, key),
      rows: (table) => rows({ snapshot, identity: rowIdentity(table, schema, platform.words), map, table, key }),
    })
  } finally {
    await snapshot.close()
  }
}

/** `and` narrows the rows further. */
export async function countRows(
  db: Database,
  map: DataMap,
  table: string,
  key: SubjectKey,
  and: RawBuilder<unknown> = sql`1 = 1`,
): Promise<number> {
  const { rows } =
    await sql<Row>`select count(*) as ${sql.id('rows')} from ${tableId(table)} where ${owned(map, table, key)} and ${and}`.execute(
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

interface Read {
  snapshot: Snapshot
  identity: string[]
  map: DataMap
  table: string
  key: SubjectKey
}

async function* rows({ snapshot, identity, map, table, key }: Read): AsyncIterable<Row[]> {
  const { columns } = tableOf(map, table)
  const shown = shownColumns(map, table)
  const parties = [...new Set(shown.flatMap((column) => columns[column]?.of ?? []))]
  const selected: RawBuilder<unknown>[] = shown.map((column) => {
    const party = columns[column]?.of
    const name = columnId(table, column)
    if (party === undefined) return name
    // what another party wrote stays in the database
    return sql`case when ${columnId(table, party)} = ${key} then ${name} end as ${sql.id(column)}`
  })
  const mine = parties.map((party) => sql`${columnId(table, party)} = ${key} as ${sql.id(`mine ${party}`)}`)
  // rows of which nothing may be shown are counted all the same
  const names = selected.length > 0 ? sql.join([...selected, ...mine]) : sql`null`
  const order =
    identity.length === 0 ? sql`` : sql`order by ${sql.join(identity.map((column) => columnId(table, column)))}`
  const query = sql<Row>`select ${names} from ${tableId(table)} where ${owned(map, table, key)} ${order}`
  const finish = rowFinisher(map, table, shown)
  for await (const page of snapshot.stream(query.compile(snapshot.db))) {
    if (finish) for (const row of page) finish(row)
    yield page
  }
}

/** What stands instead of somebody else's data. */
export const anotherPerson = '［他人信息 / another person］'

/** Says the zone of times and whose data is left out, in place; null where there is nothing of either. */
function rowFinisher(map: DataMap, table: string, shown: string[]): ((row: Row) => void) | null {
  const { columns } = tableOf(map, table)
  const zone = map.time_zone
  const times = zone === undefined ? [] : shown.filter((column) => columns[column]?.format === 'time')
  const theirs = shown.flatMap((column) => {
    const party = columns[column]?.of
    return party === undefined ? [] : [{ column, flag: `mine ${party}` }]
  })
  const flags = [...new Set(theirs.map(({ flag }) => flag))]
  if (times.length === 0 && theirs.length === 0) return null
  return (row) => {
    for (const column of times) {
      const value = row[column]
      if (typeof value === 'string' && zone !== undefined) row[column] = withZone(value, zone)
    }
    for (const { column, flag } of theirs) if (row[flag] !== 1) row[column] = anotherPerson
    for (const flag of flags) delete row[flag]
  }
}
