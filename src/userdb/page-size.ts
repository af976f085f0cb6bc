// How many rows are read at once: as many as make a page of some size, so that rows with pictures or long texts in them take no
// more memory than small ones.

import type { Row } from './platform.ts'

export const mostRows = 500
export const pageBytes = 2_000_000

/** About as much memory as its cells take. */
export function rowBytes(row: Row): number {
  let bytes = 0
  for (const name in row) {
    const cell = row[name]
    if (typeof cell === 'string') bytes += cell.length
    else if (cell instanceof Uint8Array) bytes += cell.byteLength
  }
  return bytes
}

/** How many rows to ask for, where that must be said before they are seen: few at first, then by what came. */
export function nextRows(asked: number, page: Row[], most = mostRows): number {
  const bytes = page.reduce((sum, row) => sum + rowBytes(row), 0)
  const fitting = Math.floor((pageBytes * page.length) / Math.max(1, bytes))
  return Math.max(1, Math.min(most, asked * 4, fitting))
}

export const firstRows = 16
