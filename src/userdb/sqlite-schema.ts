// Reads what is really in a SQLite database: tables, columns, primary keys, foreign keys and indexes, from its pragmas
// (https://www.sqlite.org/pragma.html). kysely's own introspection knows no foreign keys and no indexes.

import { sql } from 'kysely'
import { mapName } from './names.ts'
import type { Database, LiveForeignKey, LiveSchema, LiveTable } from './platform.ts'

export async function readSqliteSchema(db: Database): Promise<LiveSchema> {
  const { rows } = await sql<{
    name: string
  }>`select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual') and name not like 'sqlite\\_%' escape '\\'`.execute(
    db,
  )
  const schema: LiveSchema = new Map()
  for (const { name } of rows) schema.set(mapName('main', name, true), await readTable(db, name))
  for (const table of schema.values()) {
    // a foreign key that names no columns means the parent's primary key
    for (const key of table.foreignKeys)
      if (key.matches.length === 0) key.matches = schema.get(key.table)?.primaryKey ?? []
  }
  return schema
}

async function readTable(db: Database, name: string): Promise<LiveTable> {
  const columns = await sql<{
    name: string
    type: string
    notnull: number
    pk: number
    hidden: number
  }>`select name, type, "notnull", pk, hidden from pragma_table_xinfo(${name}) where hidden <> 1 order by cid`.execute(
    db,
  )
  const keys = await sql<{
    id: number
    table: string
    from: string
    to: string | null
    on_delete: string
  }>`select id, "table", "from", "to", on_delete from pragma_foreign_key_list(${name}) order by id, seq`.execute(db)
  const indexes = await sql<{
    index: string
    name: string | null
    text: string | null
    is_unique: number
  }>`select l.name as "index", i.name as name, s.sql as text, l."unique" as is_unique from pragma_index_list(${name}) as l
    join pragma_index_info(l.name) as i left join sqlite_schema s on s.type = 'index' and s.name = l.name
    where l.partial = 0 order by l.seq, i.seqno`.execute(db)
  const primaryKey = columns.rows
    .filter((column) => column.pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => column.name)
  const indexed = grouped(indexes.rows, (row) => row.index)
  const filled = new Set(columns.rows.filter((column) => column.notnull === 1).map((column) => column.name))
  return {
    columns: columns.rows.map((column) => ({
      name: column.name,
      type: column.type,
      notNull: column.notnull === 1 || column.pk > 0,
      generated: column.hidden > 1,
    })),
    primaryKey,
    foreignKeys: foreignKeys(keys.rows),
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

function foreignKeys(
  rows: { id: number; table: string; from: string; to: string | null; on_delete: string }[],
): LiveForeignKey[] {
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
