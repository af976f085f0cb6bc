// Which rows of a table are the data subject's: one SQL condition per table, made from the data map's owner. A column
// that holds the subject's key is compared directly; joins become nested IN, so that an index on each join is enough.

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DataMap, OwnerStep } from './data-map-schema.ts'

/** The condition under which a row of `table` belongs to the subject with `key`; the key is bound, names are quoted. */
export function owned(map: DataMap, table: string, key: string): RawBuilder<SqlBool> {
  const { owner } = tableOf(map, table)
  if (owner === undefined) return sql<SqlBool>`${sql.id(table, map.subject.key)} = ${key}`
  if (typeof owner === 'string') return sql<SqlBool>`${sql.id(table, owner)} = ${key}`
  return joined(map, table, owner, key, 1)
}

function joined(map: DataMap, from: string, steps: OwnerStep[], key: string, depth: number): RawBuilder<SqlBool> {
  const [step, ...rest] = steps
  if (!step) return sql<SqlBool>`${sql.id(from, map.subject.key)} = ${key}`
  if (rest.length === 0 && step.matches.length === 1 && step.matches[0] === map.subject.key) {
    return sql<SqlBool>`${sql.id(from, step.columns[0] ?? '')} = ${key}`
  }
  const alias = `s${depth}`
  const here = sql.join(step.columns.map((column) => sql.id(from, column)))
  const there = sql.join(step.matches.map((column) => sql.id(alias, column)))
  const within = sql`select ${there} from ${sql.id(step.table)} as ${sql.id(alias)} where ${joined(map, alias, rest, key, depth + 1)}`
  return step.columns.length === 1 ? sql<SqlBool>`${here} in (${within})` : sql<SqlBool>`(${here}) in (${within})`
}

/** The columns of `table` on which its rows are found: those that want an index, and that are cleared last. */
export function ownerColumns(map: DataMap, table: string): string[] {
  const { owner } = tableOf(map, table)
  if (owner === undefined) return [map.subject.key]
  return typeof owner === 'string' ? [owner] : (owner[0]?.columns ?? [])
}

/** The tables through which rows of `table` are found; they must still stand when it is worked on. */
export function ownerTables(map: DataMap, table: string): string[] {
  const { owner } = tableOf(map, table)
  if (owner === undefined) return []
  return typeof owner === 'string' ? [map.subject.table] : owner.map((step) => step.table)
}

/** The map's word on a table; asserted, for every caller takes its names from the map. */
export function tableOf(map: DataMap, table: string) {
  const mapped = map.tables[table]
  if (!mapped) throw new Error(`table ${table} is not in the data map`)
  return mapped
}
