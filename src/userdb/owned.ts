// Which rows of a table are the data subject's: SQL conditions made from the data map's owner. A column that holds the
// subject's key is compared directly; joins become nested IN, so that an index on each join is enough. Rows that several
// people share have several paths, each of which is enough.

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DataMap, MappedTable, OwnerPath, OwnerStep } from './data-map-schema.ts'
import { columnId, tableId } from './names.ts'
import type { SubjectKey } from './subject-key.ts'

/** The condition under which a row of `table` belongs to the subject with `key`; the key is bound, names are quoted. */
export function owned(map: DataMap, table: string, key: SubjectKey): RawBuilder<SqlBool> {
  const conditions = ownerPaths(map, table).map((path) => ownedThrough(map, table, path, key))
  return conditions.length === 1 && conditions[0] ? conditions[0] : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}

/** The same by one of the table's paths. */
export function ownedThrough(map: DataMap, table: string, path: OwnerPath, key: SubjectKey): RawBuilder<SqlBool> {
  if (typeof path === 'string') return sql<SqlBool>`${columnId(table, path)} = ${key}`
  return joined(map, table, path, key, 1)
}

/** The first join of a path: columns here, and a query for what they must match. */
export function firstJoin(map: DataMap, path: OwnerStep[], key: SubjectKey) {
  const [step, ...rest] = path
  if (!step) return null
  const there = step.matches.map((column) => sql`${sql.id('s1', column)} as ${sql.id(column)}`)
  const keys = sql`select distinct ${sql.join(there)} from ${tableId(step.table)} as ${sql.id('s1')} where ${joined(map, 's1', rest, key, 2)}`
  return { columns: step.columns, matches: step.matches, keys }
}

function joined(map: DataMap, from: string, steps: OwnerStep[], key: SubjectKey, depth: number): RawBuilder<SqlBool> {
  const [step, ...rest] = steps
  if (!step) return sql<SqlBool>`${columnId(from, map.subject.key)} = ${key}`
  if (rest.length === 0 && step.matches.length === 1 && step.matches[0] === map.subject.key) {
    return sql<SqlBool>`${columnId(from, step.columns[0] ?? '')} = ${key}`
  }
  const alias = `s${depth}`
  const here = sql.join(step.columns.map((column) => columnId(from, column)))
  const there = sql.join(step.matches.map((column) => sql.id(alias, column)))
  const within = sql`select ${there} from ${tableId(step.table)} as ${sql.id(alias)} where ${joined(map, alias, rest, key, depth + 1)}`
  return step.columns.length === 1 ? sql<SqlBool>`${here} in (${within})` : sql<SqlBool>`(${here}) in (${within})`
}

/** The ways that lead from a row of the table to the subject. The subject's own table has one: its key. */
export function ownerPaths(map: DataMap, table: string): OwnerPath[] {
  return pathsOf(tableOf(map, table)) ?? [map.subject.key]
}

/** As the map says them; null for the subject's own table. */
export function pathsOf({ owner }: MappedTable): OwnerPath[] | null {
  if (owner === undefined) return null
  return typeof owner === 'object' && 'any' in owner ? owner.any : [owner]
}

/** The columns of `table` on which its rows are found by one path: those that want an index, and that are cleared last. */
export function pathColumns(path: OwnerPath): string[] {
  return typeof path === 'string' ? [path] : (path[0]?.columns ?? [])
}

/** The columns of all paths. */
export function ownerColumns(map: DataMap, table: string): string[] {
  return [...new Set(ownerPaths(map, table).flatMap(pathColumns))]
}

/** The tables through which rows of `table` are found; they must still stand when it is worked on. */
export function ownerTables(map: DataMap, table: string): string[] {
  const paths = pathsOf(tableOf(map, table)) ?? []
  return paths.flatMap((path) => (typeof path === 'string' ? [map.subject.table] : path.map((step) => step.table)))
}

/** The map's word on a table; asserted, for every caller takes its names from the map. */
export function tableOf(map: DataMap, table: string) {
  const mapped = map.tables[table]
  if (!mapped) throw new Error(`table ${table} is not in the data map`)
  return mapped
}
