// Names of tables and columns as SQL. A name with a dot is `schema.table`; a table whose own name has a dot is written
// with its schema before it (`public.a.b`, `main.a.b`). Every part is quoted by the dialect.

import { type RawBuilder, sql } from 'kysely'

export function tableId(table: string): RawBuilder<unknown> {
  return sql.id(...tableParts(table))
}

export function columnId(table: string, column: string): RawBuilder<unknown> {
  return sql.id(...tableParts(table), column)
}

/** How the data map names a table: without its schema where that is the one used by default. */
export function mapName(schema: string, table: string, isDefault: boolean): string {
  return isDefault && !table.includes('.') ? table : `${schema}.${table}`
}

/** The schemas that a data map names. */
export function namedSchemas(tables: string[]): string[] {
  return [...new Set(tables.filter((table) => table.includes('.')).map((table) => tableParts(table)[0] ?? ''))]
}

function tableParts(table: string): string[] {
  const dot = table.indexOf('.')
  return dot < 0 ? [table] : [table.slice(0, dot), table.slice(dot + 1)]
}
