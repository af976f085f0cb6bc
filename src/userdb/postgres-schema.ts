// Reads what is really in a PostgreSQL database from its catalogue: tables that hold rows themselves (no views), columns,
// keys, indexes and what this login may do. Tables that are found without their schema go by their name alone.

import { type RawBuilder, sql } from 'kysely'
import { mapName } from './names.ts'
import type { Database, LiveColumn, LiveForeignKey, LiveSchema, LiveTable, Row } from './platform.ts'

/** pg_class rows of tables, and of partitioned tables instead of their partitions. */
const ours = sql`c.relkind in ('r', 'p') and not c.relispartition and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'`

export async function readPostgresSchema(db: Database): Promise<LiveSchema> {
  const read = async (query: RawBuilder<Row>) => (await query.execute(db)).rows
  const [tables, columns, keys, indexes] = [
    await read(sql<Row>`select c.oid, n.nspname as schema, c.relname as name, pg_catalog.pg_table_is_visible(c.oid) as visible,
      pg_catalog.has_table_privilege(c.oid, 'select') as may_select, pg_catalog.has_table_privilege(c.oid, 'update') as may_update,
      pg_catalog.has_table_privilege(c.oid, 'delete') as may_delete, pg_catalog.has_table_privilege(c.oid, 'insert') as may_insert
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${ours} order by 2, 3`),
    await read(sql<Row>`select a.attrelid as oid, a.attnum as number, a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as not_null, a.attgenerated <> '' as generated, t.typname = 'citext' as ignores_case
      from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_type t on t.oid = a.atttypid
      where ${ours} and a.attnum > 0 and not a.attisdropped order by 1, 2`),
    await read(sql<Row>`select k.conrelid as oid, k.confrelid as parent, array_to_string(k.conkey, ',') as columns,
      array_to_string(k.confkey, ',') as matches, k.confdeltype as on_delete
      from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where ${ours} and k.contype = 'f' and k.conparentid = 0 order by k.oid`),
    await read(sql<Row>`select i.indrelid as oid, i.indexrelid as index, i.indisprimary as is_primary, i.indisunique as is_unique,
      pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, true) as column, i.indkey[k.position - 1] as number
      from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
      pg_catalog.generate_series(1, i.indnkeyatts) as k (position)
      where ${ours} and i.indpred is null and i.indisvalid order by i.indexrelid, k.position`),
  ]
  return assemble(tables, columns, keys, indexes)
}

function assemble(tables: Row[], columns: Row[], keys: Row[], indexes: Row[]): LiveSchema {
  const named = new Map(
    tables.map((row) => [row.oid, mapName(String(row.schema), String(row.name), row.visible === 1)]),
  )
  const numbered = new Map(columns.map((row) => [`${row.oid}.${row.number}`, String(row.name)]))
  const names = (oid: Row[string] | undefined, numbers: Row[string] | undefined) =>
    String(numbers)
      .split(',')
      .map((number) => numbered.get(`${oid}.${number}`) ?? '')
  const by = (rows: Row[]) => Map.groupBy(rows, (row) => row.oid)
  const [columnsOf, keysOf, indexesOf] = [by(columns), by(keys), by(indexes)]
  return new Map(
    tables.map((row) => {
      const live = (columnsOf.get(row.oid ?? null) ?? []).map((column) => ({
        name: String(column.name),
        type: String(column.type),
        notNull: column.not_null === 1,
        ignoresCase: column.ignores_case === 1,
        generated: column.generated === 1,
      }))
      const table: LiveTable = {
        columns: live,
        foreignKeys: (keysOf.get(row.oid ?? null) ?? []).map((key) => ({
          columns: names(key.oid, key.columns),
          table: named.get(key.parent ?? null) ?? '',
          matches: names(key.parent, key.matches),
          onDelete: onDelete[String(key.on_delete)] ?? 'no action',
        })),
        ...keyed(indexesOf.get(row.oid ?? null) ?? [], numbered, live),
        grants: new Set(
          (['select', 'insert', 'update', 'delete'] as const).filter((right) => row[`may_${right}`] === 1),
        ),
      }
      return [named.get(row.oid ?? null) ?? '', table]
    }),
  )
}

function keyed(rows: Row[], numbered: Map<string, string>, live: LiveColumn[]) {
  const indexes = [...Map.groupBy(rows, (row) => row.index).values()].map((parts) => ({
    isPrimary: parts[0]?.is_primary === 1,
    isUnique: parts[0]?.is_unique === 1,
    columns: parts.map((part) => numbered.get(`${part.oid}.${part.number}`) ?? lowered(String(part.column))),
  }))
  const isFilled = (name: string) => live.some((column) => column.name === name && column.notNull)
  return {
    primaryKey: indexes.find((index) => index.isPrimary)?.columns ?? [],
    indexes: indexes.map((index) => index.columns),
    uniqueKeys: indexes
      .filter((index) => index.isUnique && !index.isPrimary && index.columns.every(isFilled))
      .map((index) => index.columns),
  }
}

/** `lower((email)::text)` reads lower(email). */
function lowered(expression: string): string {
  const column = /^lower\(\(?"?(.+?)"?\)?(?:::[a-z ]+)?\)$/i.exec(expression)?.[1]
  return column === undefined ? expression : `lower(${column})`
}

const onDelete: Record<string, LiveForeignKey['onDelete']> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}
