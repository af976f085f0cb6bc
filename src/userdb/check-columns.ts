// The columns of one mapped table against the live ones: each is there, each is declared, and each can hold what
// deletion puts into it.

import { changesOf } from './change-rows.ts'
import type { MappedTable } from './data-map.ts'
import type { Anonymisation } from './data-map-schema.ts'
import { type MapProblem, mapError } from './map-problem.ts'
import type { LiveColumn, LiveTable } from './platform.ts'
import { typeFamily } from './type-family.ts'

export function checkColumns(name: string, table: MappedTable, live: LiveTable): MapProblem[] {
  const there = new Map(live.columns.map((column) => [column.name, column]))
  const missing = Object.keys(table.columns).filter((column) => !there.has(column))
  const undeclared = [...there.keys()].filter((column) => !(column in table.columns))
  return [
    ...missing.map((column) =>
      mapError(
        'column_missing',
        name,
        column,
        `table ${name} has no column ${column}; correct its name in the data map or take it out`,
      ),
    ),
    ...undeclared.map((column) =>
      mapError(
        'column_undeclared',
        name,
        column,
        `column ${name}.${column} is not in the data map; declare it as shown, masked, hidden or secret`,
      ),
    ),
    ...Object.entries(changesOf(table)).flatMap(([column, way]) => {
      const found = there.get(column)
      return found ? change(name, live, found, way) : []
    }),
  ]
}

function change(table: string, live: LiveTable, column: LiveColumn, way: Anonymisation): MapProblem[] {
  const name = `${table}.${column.name}`
  if (way === 'empty' && column.notNull) {
    const message = `column ${name} may not be NULL; anonymise it with a constant or a placeholder`
    return [mapError('column_not_null', table, column.name, message)]
  }
  if (column.generated) {
    const message = `column ${name} is computed by the database; take it out of the deletion's changes`
    return [mapError('column_type', table, column.name, message)]
  }
  const isUnique = [live.primaryKey, ...live.uniqueKeys].some((key) => key.length === 1 && key[0] === column.name)
  if (isUnique && typeof way === 'object' && 'constant' in way) {
    const message = `column ${name} is unique, so two people cannot both get the constant; use a placeholder`
    return [mapError('column_unique', table, column.name, message)]
  }
  const isForeign = live.foreignKeys.some((key) => key.columns.includes(column.name))
  if (isForeign && (typeof way === 'object' ? !('constant' in way) : way !== 'empty')) {
    const message = `column ${name} is a foreign key, so what deletion makes of it would point nowhere; anonymise it with empty, or a constant that exists`
    return [mapError('column_type', table, column.name, message)]
  }
  const why = unfit(column, way)
  return why === null ? [] : [mapError('column_type', table, column.name, `column ${name} ${why}`)]
}

/** Why the column cannot hold what this way makes. */
function unfit({ type }: LiveColumn, way: Anonymisation): string | null {
  const family = typeFamily(type)
  const isText = ['text', 'json', 'other'].includes(family)
  const needsText = way === 'redact' || way === 'keyed_hash' || (typeof way === 'object' && 'placeholder' in way)
  if (needsText && !isText) return `is no text (${type}); anonymise it with empty or a constant`
  if (way === 'truncate_ip' && !isText && family !== 'network')
    return `cannot hold a written IP address (${type}); anonymise it with empty or a constant`
  if (typeof way === 'object' && 'generalise' in way && !['time', 'date', 'text', 'other'].includes(family))
    return `is no date or time (${type}); anonymise it with empty or a constant`
  if (typeof way === 'object' && 'band' in way && !['integer', 'text', 'other'].includes(family))
    return `is no whole number (${type}); anonymise it with empty or a constant`
  const room = family === 'text' ? Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY) : Infinity
  const length = longest(way)
  return length > room
    ? `has room for ${room} signs and would get ${length}; anonymise it with something shorter`
    : null
}

function longest(way: Anonymisation): number {
  if (way === 'keyed_hash') return 39
  if (typeof way !== 'object') return 0
  if ('constant' in way) return String(way.constant).length
  return 'placeholder' in way ? way.placeholder.length + 6 : 0
}
