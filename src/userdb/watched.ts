// Stands between kysely and a driver's connection: tells the tests of every statement before it runs, and hands the
// driver only values that it binds exactly.

import type { PlatformOptions } from './platform.ts'

interface Connection {
  query: (...args: never[]) => unknown
}

const watched = new WeakSet<object>()

/** Changes `connection` in place, once. */
export function watch(connection: Connection, { beforeStatement }: PlatformOptions): void {
  if (watched.has(connection)) return
  watched.add(connection)
  const query = connection.query.bind(connection) as (...args: unknown[]) => unknown
  connection.query = (statement: unknown, values: unknown, ...rest: unknown[]) => {
    beforeStatement?.(textOf(statement))
    return query(statement, Array.isArray(values) ? values.map(bindable) : values, ...rest)
  }
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? '')
}

/** Booleans are numbers in every dialect; both drivers know bytes as a Buffer. */
function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value)
  return value instanceof Uint8Array ? Buffer.from(value) : value
}
