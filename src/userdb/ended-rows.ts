// Which rows a law no longer keeps: each row's period is counted from its own date, or from the date of the row that it
// hangs on (an order's lines from the order's). A row without a date that can be believed is kept, and so is one whose
// period ended only yesterday: better a day too long than a day too short. Pure.

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DataMap, OwnerStep } from './data-map-schema.ts'
import { columnId, tableId } from './names.ts'
import { pathsOf, tableOf } from './owned.ts'
import type { DialectWords, LiveSchema } from './platform.ts'
import { typeFamily } from './type-family.ts'

/** When an act is done, and what must be known to tell which rows have had their time. */
export interface Keeping {
  words: DialectWords
  schema: LiveSchema
  now: Date
}

export type KeepRule = Extract<DataMap['tables'][string]['deletion'], { keep: unknown }>['keep']

/** The rule of a table that a law keeps; null for any other. */
export function keepRule(map: DataMap, table: string): KeepRule | null {
  const { deletion } = tableOf(map, table)
  return deletion !== 'delete' && 'keep' in deletion ? deletion.keep : null
}

/** Whether rows of the table go one by one, each when its own period is over. */
export function endsByRow(map: DataMap, table: string): boolean {
  return keepRule(map, table)?.ended === 'delete'
}

/** The date from which a row's period is counted, as SQL within a statement on `table`; null where the map names none. */
export function keptFrom(map: DataMap, table: string): RawBuilder<unknown> | null {
  const until = keepRule(map, table)?.until
  if (until === undefined) return null
  if (until.table === undefined || until.table === table) return columnId(table, until.from)
  const steps = stepsTo(map, table, until.table)
  const [first, ...rest] = steps
  if (!first) return null
  const alias = (i: number) => `k${i + 1}`
  const joins = rest.map((step, i) => {
    const on = step.columns.map(
      (column, n) => sql`${sql.id(alias(i), column)} = ${sql.id(alias(i + 1), step.matches[n] ?? '')}`,
    )
    return sql`join ${tableId(step.table)} as ${sql.id(alias(i + 1))} on ${sql.join(on, sql` and `)}`
  })
  const here = first.columns.map(
    (column, n) => sql`${sql.id(alias(0), first.matches[n] ?? '')} = ${columnId(table, column)}`,
  )
  return sql`(select max(${sql.id(alias(rest.length), until.from)}) from ${tableId(first.table)} as ${sql.id(alias(0))} ${sql.join(joins, sql` `)} where ${sql.join(here, sql` and `)})`
}

/** The joins of the table's owner as far as `target`; none where it does not come by there. */
export function stepsTo(map: DataMap, table: string, target: string): OwnerStep[] {
  const [path] = pathsOf(tableOf(map, table)) ?? []
  if (path === undefined || typeof path === 'string') return []
  const end = path.findIndex((step) => step.table === target)
  return end < 0 ? [] : path.slice(0, end + 1)
}

/** The condition under which a row's period is over; null where rows do not go one by one. */
export function ended(map: DataMap, table: string, { words, schema, now }: Keeping): RawBuilder<SqlBool> | null {
  const rule = keepRule(map, table)
  const date = keptFrom(map, table)
  if (rule?.ended !== 'delete' || rule.until === undefined || date === null) return null
  const day = firstKeptDay(rule.until, now)
  const type = columnType(schema, rule.until.table ?? table, rule.until.from)
  if (['integer', 'number'].includes(typeFamily(type))) return endedNumber(date, day)
  const isText = ['text', 'other'].includes(typeFamily(type))
  const isDay = isText ? sql`and ${words.asText(date)} like '____-__-__%'` : sql``
  // 0000-00-00 and what else lies before every platform is no date
  return sql<SqlBool>`(${date} >= '1900-01-01' and ${date} < ${day} ${isDay})`
}

/** Seconds since 1970, or milliseconds; 0 is no date. */
function endedNumber(date: RawBuilder<unknown>, day: string): RawBuilder<SqlBool> {
  const ms = Date.parse(day)
  const border = sql.lit(100_000_000_000)
  return sql<SqlBool>`(${date} > 0 and ((${date} < ${border} and ${date} < ${sql.lit(ms / 1000)}) or (${date} >= ${border} and ${date} < ${sql.lit(ms)})))`
}

/** The first day (YYYY-MM-DD) whose rows the law still keeps. */
export function firstKeptDay({ years, end_of_year }: { years: number; end_of_year: boolean }, now: Date): string {
  const yesterday = new Date(now.getTime() - 86_400_000)
  const year = yesterday.getUTCFullYear() - years
  const day = end_of_year
    ? new Date(Date.UTC(year, 0, 1))
    : new Date(Date.UTC(year, yesterday.getUTCMonth(), yesterday.getUTCDate()))
  return day.toISOString().slice(0, 10)
}

/** The last day of a period that begins on `from`. */
export function lastKeptDay({ years, end_of_year }: { years: number; end_of_year: boolean }, from: Date): string {
  const end = end_of_year ? new Date(Date.UTC(from.getUTCFullYear(), 11, 31)) : new Date(from)
  end.setUTCFullYear(end.getUTCFullYear() + years)
  return end.toISOString().slice(0, 10)
}

export function columnType(schema: LiveSchema, table: string, column: string): string {
  return schema.get(table)?.columns.find(({ name }) => name === column)?.type ?? ''
}
