// In which order deletion works through the tables: a table before every table that its rows refer to or are found
// through. Pure. Where tables refer to each other in a circle, being findable counts more than foreign keys, which the
// transaction checks at its end where the dialect allows it.

import type { DataMap } from './data-map-schema.ts'
import { ownerTables } from './owned.ts'
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
