// Reads what is really in a SQLite database: tables, columns, primary keys, foreign keys and indexes, from its pragmas
// (https://www.sqlite.org/pragma.html). kysely's own introspection knows no foreign keys and no indexes.

import { sql } from 'kysely'
import { mapName } from './names.ts'
import type { Database, LiveForeignKey, LiveSchema, LiveTable } from './platform.ts'

export async function readSqliteSchema(db: Database): Promise<LiveSchema> {
  // one statement for all tables: the schema is read before every act, and a platform may have hundreds
  const tables = sql`(select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual') and name not like 'sqlite\\_%' escape '\\') as t`
  const columns = await sql<ColumnRow>`select t.name as "in", c.name, c.type, c."notnull", c.pk, c.hidden
    from ${tables} join pragma_table_xinfo(t.name) as c where c.hidden <> 1 order by t.name, c.cid`.execute(db)
  const keys = await sql<KeyRow>`select t.name as "in", k.id, k."table", k."from", k."to", k.on_delete
    from ${tables} join pragma_foreign_key_list(t.name) as k order by t.name, k.id, k.seq`.execute(db)
  const indexes =
    await sql<IndexRow>`select t.name as "in", l.name as "index", i.name as name, s.sql as text, l."unique" as is_unique
    from ${tables} join pragma_index_list(t.name) as l join pragma_index_info(l.name) as i
    left join sqlite_schema s on s.type = 'index' and s.name = l.name
    where l.partial = 0 order by t.name, l.seq, i.seqno`.execute(db)
  const keysOf = Map.groupBy(keys.rows, (row) => row.in)
  const indexesOf = Map.groupBy(indexes.rows, (row) => row.in)
  const schema: LiveSchema = new Map()
  for (const [name, rows] of Map.groupBy(columns.rows, (row) => row.in)) {
    schema.set(mapName('main', name, true), asTable(rows, keysOf.get(name) ?? [], indexesOf.get(name) ?? []))
  }
  for (const table of schema.values()) {
    // a foreign key that names no columns means the parent's primary key
    for (const key of table.foreignKeys)
      if (key.matches.length === 0) key.matches = schema.get(key.table)?.primaryKey ?? []
  }
  return schema
}

interface ColumnRow {
  in: string
  name: string
  type: string
  notnull: number
  pk: number
  hidden: number
}

interface KeyRow {
  in: string
  id: number
  table: string
  from: string
  to: string | null
  on_delete: string
}

interface IndexRow {
  in: string
  index: string
  name: string | null
  text: string | null
  is_unique: number
}

function asTable(columns: ColumnRow[], keys: KeyRow[], indexes: IndexRow[]): LiveTable {
  const primaryKey = columns
    .filter((column) => column.pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => column.name)
  const indexed = grouped(indexes, (row) => row.index)
  const filled = new Set(columns.filter((column) => column.notnull === 1).map((column) => column.name))
  return {
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      notNull: column.notnull === 1 || column.pk > 0,
      generated: column.hidden > 1,
    })),
    primaryKey,
    foreignKeys: foreignKeys(keys),
    indexes: [primaryKey, ...indexed.map((index) => index.map((row) => row.name ?? lowered(row.text)))].filter(
      (index) => index.length > 0,
    ),
    uniqueKeys: indexed
      .filter((index) => index.every((row) => row.is_unique === 1 && row.name !== null && filled.has(row.name)))
      .map((index) => index.map((row) => row.name ?? '')),
  }
}

/** The index's text tells which column it holds in lower case; an index on another expression helps nobody here. */
function lowered(text: string | null): string {
  const column = /\(\s*lower\s*\(\s*["[`]?(.+?)["\]`]?\s*\)/i.exec(text ?? '')?.[1]
  return column === undefined ? '' : `lower(${column})`
}

function foreignKeys(rows: KeyRow[]): LiveForeignKey[] {
  return grouped(rows, (row) => String(row.id)).map((parts) => ({
    columns: parts.map((part) => part.from),
    table: mapName('main', parts[0]?.table ?? '', true),
    matches: parts.flatMap((part) => part.to ?? []),
    onDelete: (parts[0]?.on_delete.toLowerCase() ?? 'no action') as LiveForeignKey['onDelete'],
  }))
}

function grouped<T>(rows: T[], by: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, by).values()]
}
