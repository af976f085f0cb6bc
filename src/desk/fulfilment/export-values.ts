// How a stored value reads: to people in both languages, to programs in JSON. Pure.

import type { MappedColumn } from '../../userdb/data-map.ts'
import { isoText } from '../../userdb/instant.ts'
import { anotherPerson } from '../../userdb/snapshot.ts'
import { cellText } from '../../userdb/subjects.ts'
import type { Cell } from '../../userdb/userdb.ts'

type Shown = MappedColumn & { masked: boolean }

/** Whether a cell concerns another person: its whole column does, or it does in this row. */
export function isMasked(column: Shown, cell: Cell): boolean {
  return column.masked || (column.of !== undefined && cell === anotherPerson)
}

/** Text (or a plain number) for the spreadsheet; both languages where a value has words. */
export function readable(column: Shown, cell: Cell): string | number | null {
  if (isMasked(column, cell)) return anotherPerson
  if (cell === null) return null
  const words = valueWords(column, cell)
  if (words) return words.zh === words.en ? words.zh : `${words.zh} / ${words.en}`
  if (column.format === 'time') return timeText(cell)
  if (column.format === 'cents' && typeof cell === 'number') return (cell / 100).toFixed(2)
  return typeof cell === 'number' ? cell : cellText(cell)
}

/** The words for a value that the map names, and for yes and no. */
export function valueWords({ format, values }: MappedColumn, cell: Cell): { zh: string; en: string } | null {
  const value = String(cell)
  const named = values !== undefined && Object.hasOwn(values, value) ? values[value] : undefined
  if (named) return named
  if (format !== 'yes_no') return null
  return isYes(cell) ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
}

/** The value for data.json; see exportJson for the conventions. */
export function jsonValue(column: Shown, cell: Cell): unknown {
  const { format } = column
  if (cell === null) return null
  if (isMasked(column, cell)) return { masked: true }
  if (cell instanceof Uint8Array) return { base64: Buffer.from(cell).toString('base64') }
  if (typeof cell === 'bigint') return String(cell)
  if (format === 'yes_no') return isYes(cell)
  if (format === 'time') return timeText(cell)
  if (format === 'json') return parsedJson(String(cell))
  return cell
}

/** ISO 8601 with zone; a plain date stays one, what is no time stays as it is stored. */
function timeText(cell: Cell): string {
  const text = cellText(cell) ?? ''
  if (text.length === 10 && /^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  return isoText(cell) ?? text
}

function isYes(cell: Cell): boolean {
  return !['', '0', 'false', 'f', 'no', 'n', 'off', 'null'].includes((cellText(cell) ?? '').toLowerCase())
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
