// CSV as RFC 4180 has it, made safe for spreadsheets: text that would be run as a formula gets a quote mark in front
// (OWASP, CSV injection). Numbers of our own stay numbers.

export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

// also full-width forms, which some spreadsheets fold to the plain ones; and behind what a spreadsheet may take for the end of a cell:
// where its language parts cells by semicolons or tabs, quotes in the middle of a line keep nothing together
const startsFormula = /^(?=[\t\r\n])|(?:^|[;\t\r\n])[ \t\r\n]*(?=[=+\-@＝＋－＠])/g

/** Most texts are this plain; told apart because exports write them by the million. */
const plain = /^[\p{L}\p{N}/](?:[\p{L}\p{N}_./:?&=+#%@ -]*[\p{L}\p{N}_./:?&=+#%@-])?$/u

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (plain.test(value)) return value
  const text = value.replaceAll('\0', '').replace(startsFormula, "$&'")
  return /[",;\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
