// Reads the moments that databases hold: ISO 8601, `YYYY-MM-DD HH:MM:SS` (UTC, as SQLite's own functions write it),
// dates, and seconds or milliseconds since 1970. What is none of them, 0000-00-00 among them, is null.

import type { Cell } from './platform.ts'

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/** A moment in UTC to the second, of a day that every month has: its ISO form is known by its letters alone. */
const plainSecond =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00(?::?00)?)?$/

/** ISO 8601 in UTC with milliseconds; null where the cell holds no moment. Exports ask by the million. */
export function isoText(cell: Cell): string | null {
  if (typeof cell === 'string' && plainSecond.test(cell)) return `${cell.slice(0, 10)}T${cell.slice(11, 19)}.000Z`
  return instantOf(cell)?.toISOString() ?? null
}

/** A common form, told apart because it is read fast. */
const plainUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/

export function instantOf(cell: Cell): Date | null {
  if (typeof cell === 'number' || typeof cell === 'bigint') return ofNumber(Number(cell))
  if (typeof cell !== 'string') return null
  if (plainUtc.test(cell)) return valid(new Date(cell))
  const text = cell.trim()
  if (/^\d{9,14}$/.test(text)) return ofNumber(Number(text))
  const parts = written.exec(text)
  if (!parts) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = parts
  const instant = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)}`,
  )
  return valid(instant)
}

/** Below 100,000,000,000 a number counts seconds (until the year 5138), above it milliseconds. */
function ofNumber(value: number): Date | null {
  const instant = new Date(Math.abs(value) < 1e11 ? value * 1000 : value)
  return valid(instant)
}

function valid(instant: Date): Date | null {
  return Number.isNaN(instant.getTime()) ? null : instant
}
