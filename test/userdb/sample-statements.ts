// The sample platform as statements for every engine (engines.ts): its own SQLite schema and rows, said in common words.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSamplePlatform } from '../../src/sample/platform.ts'
import { type LiveTable, openPlatform } from '../../src/userdb/platform.ts'

/** Tables before those that refer to them, with all rows of the small sample. */
export async function sampleStatements(): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'habeas-sample-')), 'sample.db')
  createSamplePlatform(file, { small: true })
  const platform = await openPlatform(`file:${file}`)
  const schema = await platform.schema()
  await platform.close()
  const database = new DatabaseSync(file, { readOnly: true })
  const left = new Map(schema)
  const statements: string[] = []
  while (left.size > 0) {
    for (const [name, table] of left) {
      if (table.foreignKeys.some((key) => left.has(key.table) && key.table !== name)) continue
      left.delete(name)
      statements.push(created(name, table), ...indexes(name, table), ...inserted(name, database))
    }
  }
  database.close()
  return statements.join(';\n')
}

function created(name: string, { columns, primaryKey, foreignKeys }: LiveTable): string {
  const parts = columns.map((column) => {
    const type = column.type.toLowerCase() === 'integer' ? '{big}' : '{text}'
    return `${column.name} ${type}${column.notNull ? ' not null' : ''}`
  })
  const keys = foreignKeys.map(
    (key) =>
      `foreign key (${key.columns.join()}) references ${key.table} (${key.matches.join()}) on delete ${key.onDelete}`,
  )
  return `create table ${name} (${[...parts, `primary key (${primaryKey.join()})`, ...keys].join(', ')})`
}

function indexes(name: string, { indexes: all }: LiveTable): string[] {
  return all.slice(1).map((columns, i) => {
    const lowered = columns.map((column) => column.replace(/^lower\((.*)\)$/, '{lower $1}'))
    return `create index ${name}_index_${i} on ${name} (${lowered.join()})`
  })
}

function inserted(name: string, database: DatabaseSync): string[] {
  const rows = database.prepare(`select * from ${name}`).all()
  const literal = (value: unknown) =>
    value === null
      ? 'null'
      : typeof value === 'number'
        ? String(value)
        : `'${String(value as string).replaceAll("'", "''")}'`
  const values = rows.map((row) => `(${Object.values(row).map(literal).join()})`)
  const batches: string[] = []
  for (let i = 0; i < values.length; i += 1000)
    batches.push(`insert into ${name} values ${values.slice(i, i + 1000).join()}`)
  return batches
}
