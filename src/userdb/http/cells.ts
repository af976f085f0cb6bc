// Cells of the platform's rows in JSON and back: whole numbers beyond 2^53 and bytes, which JSON has no way to say, stand in a
// small object of their own.

import { DeskError } from '../../errors.ts'
import type { Cell, Row } from '../platform.ts'

export function cellToJson(cell: Cell): unknown {
  if (typeof cell === 'bigint') return { integer: cell.toString() }
  if (cell instanceof Uint8Array) return { bytes: Buffer.from(cell).toString('base64') }
  return cell
}

/** Rows as the map shows them: every shown column, nothing else. Throws DeskError('platform_schema_mismatch'). */
export function rowsFromJson(rows: Record<string, unknown>[], table: string, shown: string[]): Row[] {
  const known = new Set(shown)
  return rows.map((row) => {
    const stranger = Object.keys(row).find((name) => !known.has(name))
    if (stranger !== undefined) throw undeclared(table, stranger)
    return Object.fromEntries(shown.map((name) => [name, cellFromJson(row[name], table, name)]))
  })
}

function cellFromJson(value: unknown, table: string, column: string): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  const { integer, bytes } = value as { integer?: unknown; bytes?: unknown }
  if (typeof integer === 'string' && /^-?\d{1,40}$/.test(integer)) return BigInt(integer)
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'))
  throw new DeskError('platform_schema_mismatch', {
    retry: false,
    message: `the endpoint sends in ${table}.${column} what is no text, number, true, false, null, { integer } or { bytes }; see docs/http-endpoint.md`,
  })
}

function undeclared(table: string, column: string): DeskError {
  return new DeskError('platform_schema_mismatch', {
    retry: false,
    message: `the endpoint sends a column ${table}.${column} that its description does not show to people; declare it there, or leave it out of the rows`,
  })
}
