// Holds the data map against the live schema. An error means that a request could show too much, leave something
// behind or fail half way: no request is carried out until it is gone. A warning can wait. Pure.

import { changesOf } from './change-rows.ts'
import type { DataMap, MappedTable } from './data-map.ts'
import { ownerColumns } from './owned.ts'
import type { LiveForeignKey, LiveSchema, LiveTable } from './platform.ts'

export interface MapProblem {
  level: 'error' | 'warning'
  code:
    | 'table_missing'
    | 'column_missing'
    | 'column_undeclared'
    | 'column_not_null'
    | 'owner_index_missing'
    | 'foreign_key_blocks'
    | 'foreign_key_cascades'
  table: string
  column: string | null
  /** for the operator; ends with what to do */
  message: string
}

export function checkMap(map: DataMap, schema: LiveSchema): MapProblem[] {
  const problems: MapProblem[] = []
  for (const [name, table] of Object.entries(map.tables)) {
    const live = schema.get(name)
    if (!live) problems.push(missingTable(name))
    else
      problems.push(...columns(name, table, live), ...joins(map, name, table, schema), ...ownerIndex(map, name, live))
  }
  return [...problems, ...foreignKeys(map, schema)]
}

function missingTable(name: string): MapProblem {
  return {
    level: 'error',
    code: 'table_missing',
    table: name,
    column: null,
    message: `the database has no table ${name}; correct its name in the data map or take it out`,
  }
}

function columns(name: string, table: MappedTable, live: LiveTable): MapProblem[] {
  const there = new Map(live.columns.map((column) => [column.name, column]))
  const problems: MapProblem[] = []
  for (const column of Object.keys(table.columns)) {
    if (!there.has(column))
      problems.push({
        level: 'error',
        code: 'column_missing',
        table: name,
        column,
        message: `table ${name} has no column ${column}; correct its name in the data map or take it out`,
      })
  }
  for (const column of there.keys()) {
    if (!(column in table.columns)) {
      problems.push({
        level: 'error',
        code: 'column_undeclared',
        table: name,
        column,
        message: `column ${name}.${column} is not in the data map; declare it as shown, masked, hidden or secret`,
      })
    }
  }
  for (const [column, way] of Object.entries(changesOf(table))) {
    if (way === 'empty' && there.get(column)?.notNull) {
      problems.push({
        level: 'error',
        code: 'column_not_null',
        table: name,
        column,
        message: `column ${name}.${column} may not be NULL; anonymise it with a constant or a placeholder`,
      })
    }
  }
  return problems
}

/** The tables and columns of the joins may be unmapped, but they must be there. */
function joins(map: DataMap, name: string, { owner }: MappedTable, schema: LiveSchema): MapProblem[] {
  if (!Array.isArray(owner)) return []
  const problems: MapProblem[] = []
  let from = name
  for (const step of owner) {
    if (!schema.has(step.table)) problems.push(missingTable(step.table))
    for (const [table, names] of [
      [from, step.columns],
      [step.table, step.matches],
    ] as const) {
      const there = schema.get(table)?.columns.map((column) => column.name)
      for (const column of names) {
        if (there && !there.includes(column) && !(column in (map.tables[table]?.columns ?? {}))) {
          problems.push({
            level: 'error',
            code: 'column_missing',
            table,
            column,
            message: `table ${table} has no column ${column}, which the owner of ${name} goes through; correct the data map`,
          })
        }
      }
    }
    from = step.table
  }
  return problems
}

function ownerIndex(map: DataMap, name: string, live: LiveTable): MapProblem[] {
  const wanted = ownerColumns(map, name)
  if (live.indexes.some((index) => wanted.includes(index[0] ?? ''))) return []
  return [
    {
      level: 'warning',
      code: 'owner_index_missing',
      table: name,
      column: wanted.join(', '),
      message: `no index begins with ${name}.${wanted.join(', ')}: every request reads the whole table; create one`,
    },
  ]
}

/** Foreign keys of any table, mapped or not, that point at rows which deletion removes. */
function foreignKeys(map: DataMap, schema: LiveSchema): MapProblem[] {
  const problems: MapProblem[] = []
  for (const [child, live] of schema) {
    for (const key of live.foreignKeys) {
      if (map.tables[key.table]?.deletion === 'delete') problems.push(...foreignKey(map, child, key))
    }
  }
  return problems
}

function foreignKey(map: DataMap, child: string, key: LiveForeignKey): MapProblem[] {
  if (key.onDelete === 'set null' || key.onDelete === 'set default') return []
  const mapped = map.tables[child]
  const column = key.columns.join(', ')
  const follows = mapped !== undefined && isOwnerPath(map, child, key)
  if (follows && mapped.deletion === 'delete') return []
  if (follows && key.columns.some((name) => name in changesOf(mapped))) return []
  if (key.onDelete === 'cascade') {
    return [
      {
        level: 'warning',
        code: 'foreign_key_cascades',
        table: child,
        column,
        message: `deleting from ${key.table} also deletes rows of ${child} that no letter lists; map the table, or see that this is meant`,
      },
    ]
  }
  const blocks = mapped === undefined || follows
  return [
    {
      level: blocks ? 'error' : 'warning',
      code: 'foreign_key_blocks',
      table: child,
      column,
      message: blocks
        ? `rows of ${child} point at ${key.table} through ${column} and would block deletion; map the table, or empty the column when deleting`
        : `rows of ${child} that belong to others may point at ${key.table} through ${column} and would block deletion; consider ON DELETE SET NULL`,
    },
  ]
}

function isOwnerPath(map: DataMap, child: string, key: LiveForeignKey): boolean {
  const owner = map.tables[child]?.owner
  if (owner === undefined) return false
  if (typeof owner === 'string') return key.table === map.subject.table && key.columns.includes(owner)
  const [first] = owner
  return (
    first !== undefined && first.table === key.table && first.columns.every((column) => key.columns.includes(column))
  )
}
