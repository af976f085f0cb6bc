// Reads what is really in a MySQL or MariaDB database: its tables (no views), columns, keys and indexes, from
// information_schema. A server may hold many databases: others are read only where they are named or point here.

import { type RawBuilder, sql } from 'kysely'
import { mapName } from './names.ts'
import type { Database, LiveColumn, LiveForeignKey, LiveSchema, LiveTable, Row } from './platform.ts'

/** The connection's own database, those in `also`, and those whose foreign keys point into it. */
export async function readMysqlSchema(db: Database, also: string[]): Promise<LiveSchema> {
  const { rows: pointing } =
    await sql<Row>`select distinct constraint_schema as ${sql.id('schema')} from information_schema.referential_constraints where unique_constraint_schema = database()`.execute(
      db,
    )
  const named = [...new Set([...also, ...pointing.map((row) => String(row.schema))])]
  const ours = sql`table_schema in (${sql.join([sql`database()`, ...named])})`
  const read = async (query: RawBuilder<Row>) => (await query.execute(db)).rows
  const tables =
    await read(sql<Row>`select table_schema as ${sql.id('schema')}, table_name as ${sql.id('name')}, table_schema = database() as ${sql.id('visible')}
    from information_schema.tables where ${ours} and table_type = 'BASE TABLE' order by 1, 2`)
  const columns =
    await read(sql<Row>`select table_schema as ${sql.id('schema')}, table_name as ${sql.id('table')}, column_name as ${sql.id('name')},
    column_type as ${sql.id('type')}, is_nullable as ${sql.id('nullable')}, collation_name as ${sql.id('collation')}, extra as ${sql.id('extra')}
    from information_schema.columns where ${ours} order by 1, 2, ordinal_position`)
  const keys =
    await read(sql<Row>`select k.constraint_schema as ${sql.id('schema')}, k.table_name as ${sql.id('table')}, k.constraint_name as ${sql.id('key')}, k.column_name as ${sql.id('name')},
    k.referenced_table_schema as ${sql.id('parent_schema')}, k.referenced_table_name as ${sql.id('parent')}, k.referenced_column_name as ${sql.id('matches')}, r.delete_rule as ${sql.id('on_delete')}
    from information_schema.key_column_usage k join information_schema.referential_constraints r
    on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
    where k.${ours} and k.referenced_table_name is not null order by 1, 2, 3, k.ordinal_position`)
  const indexes =
    await read(sql<Row>`select table_schema as ${sql.id('schema')}, table_name as ${sql.id('table')}, index_name as ${sql.id('index')}, column_name as ${sql.id('name')},
    non_unique as ${sql.id('not_unique')} from information_schema.statistics where ${ours} order by 1, 2, 3, seq_in_index`)
  return assemble(tables, columns, keys, indexes, await readGrants(read))
}

function assemble(tables: Row[], columns: Row[], keys: Row[], indexes: Row[], grants: Grants): LiveSchema {
  const path = (schema: Row[string] | undefined, table: Row[string] | undefined) => JSON.stringify([schema, table])
  const by = (rows: Row[]) => Map.groupBy(rows, (row) => path(row.schema, row.table))
  const [columnsOf, keysOf, indexesOf] = [by(columns), by(keys), by(indexes)]
  const named = new Map(
    tables.map((row) => [path(row.schema, row.name), mapName(String(row.schema), String(row.name), row.visible === 1)]),
  )
  return new Map(
    tables.map((row) => {
      const here = path(row.schema, row.name)
      const live = (columnsOf.get(here) ?? []).map(liveColumn)
      const table: LiveTable = {
        columns: live,
        foreignKeys: [...Map.groupBy(keysOf.get(here) ?? [], (key) => key.key).values()].map((parts) => ({
          columns: parts.map((part) => String(part.name)),
          table: named.get(path(parts[0]?.parent_schema, parts[0]?.parent)) ?? String(parts[0]?.parent),
          matches: parts.map((part) => String(part.matches)),
          onDelete: String(parts[0]?.on_delete).toLowerCase() as LiveForeignKey['onDelete'],
        })),
        ...keyed(indexesOf.get(here) ?? [], live),
        ...grants(String(row.schema), String(row.name)),
      }
      return [named.get(here) ?? '', table]
    }),
  )
}

type Grants = (schema: string, table: string) => Pick<LiveTable, 'grants'>

/** What this login may do, as far as the server tells it: roles and rights on single columns are not looked into. */
async function readGrants(read: (query: RawBuilder<Row>) => Promise<Row[]>): Promise<Grants> {
  const me = sql`concat('''', substring_index(current_user(), '@', 1), '''@''', substring_index(current_user(), '@', -1), '''')`
  const right = sql`lower(privilege_type) as ${sql.id('right')}`
  const rows =
    await read(sql<Row>`select ${right}, '%' as ${sql.id('schema')}, null as ${sql.id('table')} from information_schema.user_privileges where grantee = ${me}
    union all select ${right}, table_schema, null from information_schema.schema_privileges where grantee = ${me}
    union all select ${right}, table_schema, table_name from information_schema.table_privileges where grantee = ${me}
    union all select 'unsure', table_schema, table_name from information_schema.column_privileges where grantee = ${me}
    union all select 'unsure', '%', null from information_schema.applicable_roles limit 100000`)
  return (schema, table) => {
    const rights = new Set(
      rows
        .filter((row) => like(String(row.schema), schema) && (row.table === null || row.table === table))
        .map((row) => String(row.right)),
    )
    if (rights.has('unsure')) return {}
    return { grants: new Set((['select', 'insert', 'update', 'delete'] as const).filter((each) => rights.has(each))) }
  }
}

/** Grants name schemas by a pattern with % and _. */
function like(pattern: string, name: string): boolean {
  const literally = pattern.replace(/\\([%_])|[%_]|[^\p{L}\p{N}]/gu, (sign, escaped?: string) => {
    if (escaped !== undefined) return escaped
    return sign === '%' ? '.*' : sign === '_' ? '.' : `\\${sign}`
  })
  return new RegExp(`^${literally}$`, 'is').test(name)
}

function liveColumn(row: Row): LiveColumn {
  return {
    name: String(row.name),
    type: String(row.type),
    notNull: row.nullable === 'NO',
    ignoresCase: typeof row.collation === 'string' && row.collation.endsWith('_ci'),
    generated: /(virtual|stored|persistent) generated/i.test(String(row.extra)),
  }
}

function keyed(rows: Row[], live: LiveColumn[]) {
  const indexes = [...Map.groupBy(rows, (row) => row.index).entries()].map(([name, parts]) => ({
    name,
    isUnique: parts[0]?.not_unique === 0,
    columns: parts.map((part) => String(part.name)),
  }))
  const isFilled = (name: string) => live.some((column) => column.name === name && column.notNull)
  return {
    primaryKey: indexes.find(({ name }) => name === 'PRIMARY')?.columns ?? [],
    indexes: indexes.map(({ columns }) => columns),
    uniqueKeys: indexes
      .filter(({ name, isUnique, columns }) => name !== 'PRIMARY' && isUnique && columns.every(isFilled))
      .map(({ columns }) => columns),
  }
}
