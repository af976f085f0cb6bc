// Foreign keys of any table, mapped or not, that point at rows which deletion removes: those that would block it, those
// that take rows along that no letter lists, and those that make it slow.

import { changesOf } from './change-rows.ts'
import type { DataMap } from './data-map.ts'
import { endsByRow, keepRule } from './ended-rows.ts'
import { type MapProblem, mapError, mapWarning } from './map-problem.ts'
import { pathsOf } from './owned.ts'
import type { LiveForeignKey, LiveSchema, LiveTable } from './platform.ts'

export function checkForeignKeys(map: DataMap, schema: LiveSchema): MapProblem[] {
  const problems: MapProblem[] = []
  for (const [child, live] of schema) {
    for (const key of live.foreignKeys) {
      if (map.tables[key.table]?.deletion === 'delete' || (key.table in map.tables && endsByRow(map, key.table)))
        problems.push(...foreignKey(map, child, key), ...index(map, child, live, key))
    }
  }
  return problems
}

function foreignKey(map: DataMap, child: string, key: LiveForeignKey): MapProblem[] {
  if (key.onDelete === 'set null' || key.onDelete === 'set default') return []
  const mapped = map.tables[child]
  const column = key.columns.join(', ')
  const follows = mapped !== undefined && isOwnerPath(map, child, key)
  if (follows && (mapped.deletion === 'delete' || endsTogether(map, child, key.table))) return []
  if (follows && key.columns.some((name) => name in changesOf(mapped))) return []
  if (key.onDelete === 'cascade') {
    const message = `deleting from ${key.table} also deletes rows of ${child} that no letter lists; map the table, or see that this is meant`
    return [mapWarning('foreign_key_cascades', child, column, message)]
  }
  if (mapped === undefined || follows) {
    const message = `rows of ${child} point at ${key.table} through ${column} and would block deletion; map the table, let its rows go with those, or empty the column when deleting`
    return [mapError('foreign_key_blocks', child, column, message)]
  }
  const message = `rows of ${child} that belong to others may point at ${key.table} through ${column} and would block deletion; consider ON DELETE SET NULL`
  return [mapWarning('foreign_key_blocks', child, column, message)]
}

/** Rows that hang on a row with a period of its own go with it: counted from the same date for as long. */
function endsTogether(map: DataMap, child: string, table: string): boolean {
  const [rule, other] = [keepRule(map, child), keepRule(map, table)]
  const [here, there] = [rule?.until, other?.until]
  if (rule?.ended !== 'delete' || !here || !there || map.tables[table]?.deletion === 'delete') return false
  const sameDate = here.from === there.from && (here.table ?? child) === (there.table ?? table)
  return sameDate && here.years === there.years && here.end_of_year === there.end_of_year
}

function isOwnerPath(map: DataMap, child: string, key: LiveForeignKey): boolean {
  const mapped = map.tables[child]
  const paths = mapped ? (pathsOf(mapped) ?? []) : []
  return paths.some((path) => {
    if (typeof path === 'string') return key.table === map.subject.table && key.columns.includes(path)
    const [first] = path
    return (
      first !== undefined && first.table === key.table && first.columns.every((column) => key.columns.includes(column))
    )
  })
}

/** The database looks for children of every row that goes. An owner without an index is told already. */
function index(map: DataMap, child: string, live: LiveTable, key: LiveForeignKey): MapProblem[] {
  const { columns, table } = key
  if (isOwnerPath(map, child, key) || live.indexes.some((each) => columns.includes(each[0] ?? ''))) return []
  const names = columns.join(', ')
  const message = `no index begins with ${child}.${names}: deleting from ${table} reads all of ${child} for every row; create one`
  return [mapWarning('foreign_key_index_missing', child, names, message)]
}
