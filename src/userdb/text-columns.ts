// Which columns of a table may hold text that names a person.

import type { LiveSchema } from './platform.ts'
import { typeFamily } from './type-family.ts'

const searched = ['text', 'json', 'array', 'other']

export function textColumns(schema: LiveSchema, table: string): string[] {
  const columns = schema.get(table)?.columns ?? []
  return columns.filter(({ type }) => searched.includes(typeFamily(type))).map(({ name }) => name)
}
