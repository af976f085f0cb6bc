// Which columns tell one row of a table from another.

import type { DialectWords, LiveSchema } from './platform.ts'

/** The primary key, else another key without NULLs, else what the dialect itself calls a row; else nothing does. */
export function rowIdentity(table: string, schema: LiveSchema, { rowName }: DialectWords): string[] {
  const live = schema.get(table)
  if (live && live.primaryKey.length > 0) return live.primaryKey
  return live?.uniqueKeys[0] ?? (rowName === null ? [] : [rowName])
}
