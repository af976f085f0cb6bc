// Holds the data map against the live schema. An error means that a request could show too much, leave something
// behind or fail half way: no request is carried out until it is gone. A warning can wait. Pure.

import { changesOf } from './change-rows.ts'
import { checkColumns } from './check-columns.ts'
import { checkForeignKeys } from './check-foreign-keys.ts'
import { checkOwner } from './check-owner.ts'
import { looksPersonal } from './column-words.ts'
import type { DataMap, MappedTable } from './data-map.ts'
import { columnType, endsByRow, keepRule } from './ended-rows.ts'
import { type MapProblem, mapError, mapWarning } from './map-problem.ts'
import type { LiveSchema, LiveTable } from './platform.ts'
import { typeFamily } from './type-family.ts'

export type { MapProblem } from './map-problem.ts'

export function checkMap(map: DataMap, schema: LiveSchema): MapProblem[] {
  const problems: MapProblem[] = []
  for (const [name, table] of Object.entries(map.tables)) {
    const live = schema.get(name)
    if (!live) problems.push(missingTable(name))
    else
      problems.push(
        ...checkColumns(name, table, live),
        ...checkOwner(map, name, schema),
        ...grants(map, name, table, live),
        ...keptDate(map, name, schema),
        ...fileIndexes(name, table, live),
      )
  }
  problems.push(...emailIndex(map, schema), ...checkForeignKeys(map, schema))
  return [...problems, ...unmapped(map, schema, new Set(problems.map(({ table }) => table)))]
}

function missingTable(name: string): MapProblem {
  return mapError(
    'table_missing',
    name,
    null,
    `the database has no table ${name}; correct its name in the data map or take it out`,
  )
}

/** Rows go by the date in this column. */
function keptDate(map: DataMap, name: string, schema: LiveSchema): MapProblem[] {
  const until = keepRule(map, name)?.until
  if (until === undefined || !endsByRow(map, name)) return []
  const type = columnType(schema, until.table ?? name, until.from)
  // a column that is not there is told elsewhere
  if (type === '' || ['time', 'date', 'text', 'integer', 'number', 'other'].includes(typeFamily(type))) return []
  const message = `column ${until.table ?? name}.${until.from} is no date or time (${type}), so nobody can tell which rows of ${name} have had their time; name another column in \`until\`, or leave \`ended\` out`
  return [mapError('column_type', name, until.from, message)]
}

/** A deletion looks whether another row names the same file. */
function fileIndexes(name: string, table: MappedTable, live: LiveTable): MapProblem[] {
  const named = Object.entries(table.columns).flatMap(([column, { file }]) => (file === undefined ? [] : [column]))
  return named
    .filter((column) => !live.indexes.some((index) => index[0] === column))
    .map((column) => {
      const message = `no index begins with ${name}.${column}, which names files: a deletion reads the whole table to see that nobody else has the same file; create one`
      return mapWarning('file_index_missing', name, column, message)
    })
}

function grants(map: DataMap, name: string, table: MappedTable, live: LiveTable): MapProblem[] {
  if (!live.grants) return []
  const wanted = new Set(['select'])
  if (table.deletion === 'delete' || endsByRow(map, name)) wanted.add('delete')
  if (Object.keys(changesOf(table)).length > 0) wanted.add('update')
  const corrected = Object.values(map.correction).flatMap((field) => [field, ...field.copies])
  const switched = Object.values(map.refusal.purposes).flatMap((purpose) => purpose?.switches ?? [])
  if ([...corrected, ...switched].some((use) => use.table === name)) wanted.add('update')
  if (switched.some((use) => use.table === name && use.where !== undefined)) wanted.add('insert')
  const missing = [...wanted].filter((right) => !live.grants?.has(right as 'select'))
  if (missing.length === 0) return []
  const rights = missing.join(', ').toUpperCase()
  return [
    mapError(
      'grant_missing',
      name,
      null,
      `the desk's login lacks ${rights} on table ${name}; grant it at the database`,
    ),
  ]
}

/** Every mail looks its sender up. */
function emailIndex(map: DataMap, schema: LiveSchema): MapProblem[] {
  const { table, email } = map.subject
  const live = schema.get(table)
  const column = live?.columns.find(({ name }) => name === email)
  if (!live || !column) return []
  const wanted = column.ignoresCase ? [email] : [`lower(${email})`]
  if (live.indexes.some((index) => wanted.includes(index[0] ?? ''))) return []
  return [
    mapWarning(
      'email_index_missing',
      table,
      email,
      `no index begins with ${wanted.join(' or ')} of ${table}: every mail reads the whole table; create one`,
    ),
  ]
}

/** Tables that nobody mapped or set aside, and that look as if they held people's data. */
function unmapped(map: DataMap, schema: LiveSchema, told: Set<string>): MapProblem[] {
  const problems: MapProblem[] = []
  const used = new Set(Object.keys(map.tables).map(schemaPart))
  for (const [name, live] of schema) {
    if (name in map.tables || map.ignored.includes(name) || told.has(name)) continue
    const parent = live.foreignKeys.find((key) => key.table in map.tables && key.table !== name)?.table
    // a server may hold other people's databases beside this one
    const isNear = used.has(schemaPart(name))
    const personal = isNear ? live.columns.map((column) => column.name).filter(looksPersonal) : []
    if (parent === undefined && personal.length === 0) continue
    const why = parent === undefined ? `has columns like ${personal.slice(0, 3).join(', ')}` : `refers to ${parent}`
    problems.push(
      mapWarning(
        'table_unmapped',
        name,
        null,
        `table ${name} ${why} and is not in the data map; map it, or name it under \`ignored\` if it holds nothing about people`,
      ),
    )
  }
  return problems
}

function schemaPart(table: string): string {
  return table.includes('.') ? (table.split('.', 1)[0] ?? '') : ''
}
