// The paths from a mapped table to the data subject against the live schema: tables and columns are there, what is
// compared is of one kind, and an index serves each step.

import type { DataMap, OwnerPath } from './data-map.ts'
import { type MapProblem, mapError, mapWarning } from './map-problem.ts'
import { ownerPaths } from './owned.ts'
import type { LiveSchema } from './platform.ts'
import { typeFamily } from './type-family.ts'

/** One comparison on the way: columns here, and there. */
interface Step {
  from: string
  columns: string[]
  to: string
  matches: string[]
}

export function checkOwner(map: DataMap, name: string, schema: LiveSchema): MapProblem[] {
  const problems = ownerPaths(map, name).flatMap((path) =>
    steps(map, name, path).flatMap((step) => [
      ...missing(map, name, step, schema),
      ...kinds(step, schema),
      ...index(step, schema),
    ]),
  )
  // two paths may go through the same step
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()]
}

function steps(map: DataMap, name: string, path: OwnerPath): Step[] {
  const { table, key } = map.subject
  if (typeof path === 'string') return [{ from: name, columns: [path], to: table, matches: [key] }]
  return path.map((step, i) => ({
    from: path[i - 1]?.table ?? name,
    columns: step.columns,
    to: step.table,
    matches: step.matches,
  }))
}

/** The tables and columns of the joins may be unmapped, but they must be there; mapped ones are looked at elsewhere. */
function missing(map: DataMap, name: string, { from, columns, to, matches }: Step, schema: LiveSchema): MapProblem[] {
  const problems: MapProblem[] = []
  if (!schema.has(to) && !(to in map.tables)) {
    const message = `the database has no table ${to}, which the owner of ${name} goes through; correct the data map`
    problems.push(mapError('table_missing', to, null, message))
  }
  for (const [table, names] of [
    [from, columns],
    [to, matches],
  ] as const) {
    const there = schema.get(table)?.columns.map((column) => column.name)
    for (const column of names) {
      if (!there || there.includes(column) || column in (map.tables[table]?.columns ?? {})) continue
      const message = `table ${table} has no column ${column}, which the owner of ${name} goes through; correct the data map`
      problems.push(mapError('column_missing', table, column, message))
    }
  }
  return problems
}

/** A database that turns one kind into the other for a comparison finds other people's rows: '12abc' as 12. */
function kinds({ from, columns, to, matches }: Step, schema: LiveSchema): MapProblem[] {
  const told = ['integer', 'uuid', 'text', 'bytes']
  const kind = (table: string, column: string | undefined) =>
    typeFamily(schema.get(table)?.columns.find(({ name }) => name === column)?.type ?? '')
  return columns.flatMap((column, i) => {
    const [here, there] = [kind(from, column), kind(to, matches[i])]
    if (here === there || !told.includes(here) || !told.includes(there)) return []
    const message = `column ${from}.${column} (${here}) is compared with ${to}.${matches[i]} (${there}); give both one type or correct the owner in the data map`
    return [mapError('column_type', from, column, message)]
  })
}

function index({ from, columns }: Step, schema: LiveSchema): MapProblem[] {
  const live = schema.get(from)
  if (!live || live.indexes.some((each) => columns.includes(each[0] ?? ''))) return []
  const names = columns.join(', ')
  const message = `no index begins with ${from}.${names}: every request reads the whole table; create one`
  return [mapWarning('owner_index_missing', from, names, message)]
}
