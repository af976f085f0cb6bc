// In which order deletion works through the tables: a table before every table that its rows refer to or are found
// through. Pure. Where tables refer to each other in a circle, being findable counts more than foreign keys, which the
// transaction checks at its end where the dialect allows it.

import type { DataMap } from './data-map-schema.ts'
import { ownerColumns, ownerTables } from './owned.ts'
import type { LiveSchema } from './platform.ts'

export function workingOrder(map: DataMap, schema: LiveSchema): string[] {
  const names = Object.keys(map.tables)
  const findable = new Map(names.map((name) => [name, new Set(ownerTables(map, name))]))
  const references = new Map(
    names.map((name) => [name, new Set(schema.get(name)?.foreignKeys.map((key) => key.table))]),
  )
  const order: string[] = []
  const left = new Set(names)
  while (left.size > 0) {
    const others = [...left]
    const needed = (name: string, by: Map<string, Set<string>>) =>
      others.some((other) => other !== name && by.get(other)?.has(name))
    const next =
      others.find((name) => !needed(name, findable) && !needed(name, references)) ??
      others.find((name) => !needed(name, findable)) ??
      others[0]
    if (next === undefined) break
    order.push(next)
    left.delete(next)
  }
  return order
}

/**
 * Columns of `table` whose foreign keys point at rows that go in the same statement or earlier, and that can be emptied
 * first; only where the dialect looks at foreign keys at once.
 */
export function blockingColumns(map: DataMap, schema: LiveSchema, table: string, order: string[]): string[][] {
  const live = schema.get(table)
  const goes = (name: string) => map.tables[name]?.deletion === 'delete' && order.indexOf(name) <= order.indexOf(table)
  const finding = ownerColumns(map, table)
  return (live?.foreignKeys ?? [])
    .filter((key) => order.includes(key.table) && goes(key.table))
    .map((key) =>
      key.columns.filter(
        (name) => !finding.includes(name) && live?.columns.some((column) => column.name === name && !column.notNull),
      ),
    )
    .filter((columns) => columns.length > 0)
}
