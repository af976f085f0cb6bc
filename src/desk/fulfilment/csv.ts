// CSV as RFC 4180 has it, made safe for spreadsheets: text that would be run as a formula gets a quote mark in front
// (OWASP, CSV injection). Numbers of our own stay numbers.

export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

// also full-width forms, which some spreadsheets fold to the plain ones
const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/

/** Most texts are this plain; told apart because exports write them by the million. */
const plain = /^[\p{L}\p{N}/](?:[\p{L}\p{N}_./:;?&=+#%@ -]*[\p{L}\p{N}_./:;?&=+#%@-])?$/u

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (plain.test(value)) return value
  const text = (startsFormula.test(value) ? `'${value}` : value).replaceAll('\0', '')
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
