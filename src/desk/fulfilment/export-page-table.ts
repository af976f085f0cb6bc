// One table of the export's page: what it is for, how its rows spread over time, and the rows themselves. A single row
// reads as a list of facts; many rows as a table, of which the newest are shown.

import type { Label } from '../../requests/words.ts'
import { instantOf } from '../../userdb/instant.ts'
import { cellText } from '../../userdb/subjects.ts'
import type { Cell, Row } from '../../userdb/userdb.ts'
import type { ExportContents } from './export-contents.ts'
import { monthChart } from './export-page-chart.ts'
import type { ExportedFile, StoredFiles } from './export-stored.ts'
import { latestRows, rowsOnPage, type ShownColumn, type TableSummary } from './export-summary.ts'
import { isMasked, valueWords } from './export-values.ts'
import { both, type Html, html, trusted } from './html.ts'

export function tableSection({ surroundings, files }: ExportContents, summary: TableSummary): Html {
  const { timeZone } = surroundings.controller
  const { table, rows, name } = summary
  const latest = latestRows(summary)
  const cell: ShowCell = (column, row) => value(column, row[column.name] ?? null, timeZone, files)
  return html`<article id="table-${name}"><h3>${both(table.label)} <span class="count">${rows.toLocaleString('en-US')}</span></h3>
${purposes(summary)}
${summary.withOthers > 0 && html`<p class="note others">${both(others(summary))}</p>`}
${monthChart(summary)}
${rows === 1 && latest[0] ? facts(summary.columns, latest[0], cell) : many(summary, latest, cell)}
${rows > rowsOnPage && html`<p class="note">${both({ zh: `这里显示最近的 ${rowsOnPage} 条；全部 ${rows.toLocaleString('en-US')} 条在 ${summary.csvName} 中`, en: `The newest ${rowsOnPage} are shown here; all ${rows.toLocaleString('en-US')} are in ${summary.csvName}` })}</p>`}
</article>`
}

/** Date and time in the controller's zone, with its name. */
export function moment(instant: Date, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant)
  return `${text} (${timeZone})`
}

function purposes({ table }: TableSummary): Html {
  const lines: [Label, Label | undefined][] = [
    [words.purpose, table.purpose],
    [words.retention, table.retention],
    [words.recipients, table.recipients],
    [words.source, table.source],
  ]
  return html`<dl class="purposes">${lines.map(([question, answer]) => answer && html`<div><dt>${both(question)}</dt><dd>${both(answer)}</dd></div>`)}</dl>`
}

function others({ withOthers, rows }: TableSummary): Label {
  const all = withOthers === rows
  return {
    zh: `${all ? '' : `其中 ${withOthers.toLocaleString('en-US')} 条里，`}涉及他人的内容没有列出，以“他人信息”代替`,
    en: `What concerns other people is left out${all ? '' : ` in ${withOthers.toLocaleString('en-US')} of these entries`} and marked “another person”`,
  }
}

type ShowCell = (column: ShownColumn, row: Row) => Html

function facts(columns: ShownColumn[], row: Row, cell: ShowCell): Html {
  return html`<dl class="row">${columns.map((column) => html`<div><dt>${both(column)}</dt><dd>${cell(column, row)}</dd></div>`)}</dl>`
}

/** On a phone each row reads as a list of facts: the columns' names stand before the values, once in the style sheet. */
export function phoneLabels(summaries: TableSummary[]): Html {
  const rules = summaries.flatMap(({ columns, number }) =>
    columns.flatMap(({ zh, en }, i) => {
      const before = (text: string, where = '') =>
        `${where}.t${number} td:nth-child(${i + 1})::before{content:${cssText(text)}}`
      if (zh === en) return [before(zh)]
      return [
        before(`${zh}\n${en}`),
        before(zh, 'body:has(#only-zh:checked) '),
        before(en, 'body:has(#only-en:checked) '),
      ]
    }),
  )
  return trusted(`@media (max-width:34rem){\n${rules.join('\n')}\n}`)
}

/** A CSS string: what could end it, or the style sheet, is written by its number. */
function cssText(text: string): string {
  const safe = [...text].map((sign) => (/[\p{L}\p{N} ]/u.test(sign) ? sign : `\\${sign.codePointAt(0)?.toString(16)} `))
  return `"${safe.join('')}"`
}

function many({ columns, number }: TableSummary, rows: Row[], cell: ShowCell): Html {
  return html`<div class="rows t${number}" tabindex="0"><table><thead><tr>${columns.map((column) => html`<th scope="col">${both(column)}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${columns.map((column) => html`<td${numeric(column, row)}>${cell(column, row)}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

function numeric(column: ShownColumn, row: Row): Html | null {
  const plain = typeof row[column.name] === 'number' && column.format !== 'time' && column.format !== 'yes_no'
  return plain ? html` class="number"` : null
}

const longestText = 600
/** addresses, versions, numbers: broken over two lines they are hard to read */
const oneWord = /^[\x21-\x7e]{1,40}$/

function value(column: ShownColumn, cell: Cell, timeZone: string, files: StoredFiles): Html {
  if (isMasked(column, cell)) return html`<span class="faint">${both(words.masked)}</span>`
  if (cell === null || cell === '') return html`<span class="faint">–</span>`
  const file = column.file === undefined ? undefined : files.of(column.file, String(cell))
  if (file !== undefined) return fileCell(file)
  const named = valueWords(column, cell)
  if (named) return both(named)
  if (column.format === 'cents' && typeof cell === 'number') return html`${(cell / 100).toFixed(2)}`
  if (column.format === 'time') return time(cell, timeZone)
  if (cell instanceof Uint8Array) return bytesCell(cell, files)
  const text = String(cell)
  if (text.length <= longestText)
    return html`<span class="${oneWord.test(text) ? 'text short' : 'text'}">${text}</span>`
  return html`<span class="text">${[...text.slice(0, longestText)].join('')}…</span> <span class="faint">${both(words.cut)}</span>`
}

function bytesCell(bytes: Uint8Array, files: StoredFiles): Html {
  const size = html`<span class="faint">${bytes.length.toLocaleString('en-US')} bytes</span>`
  const picture = files.picture(bytes)
  return picture === null ? size : html`<span class="file"><img src="${picture}" alt=""></span> ${size}`
}

/** The picture itself where it is small, a way to the file beside this page, or why it is not there. */
function fileCell({ value: text, name, picture, leftOut }: ExportedFile): Html {
  const label = html`<span class="text">${text}</span>`
  if (name === null) return html`${label} <span class="faint">${both(words.leftOut[leftOut ?? 'missing'])}</span>`
  // the way is a name of our own making
  const image = picture === null ? label : html`<img src="${picture}" alt="${text}">`
  return html`<a class="file" href="${name.split('/').map(encodeURIComponent).join('/')}">${image}</a>`
}

function time(cell: Cell, timeZone: string): Html {
  const text = cellText(cell) ?? ''
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? null : instantOf(cell)
  if (!instant) return html`<span class="text">${text}</span>`
  return html`<time datetime="${instant.toISOString()}">${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant)}</time>`
}

const words = {
  purpose: { zh: '为什么保存', en: 'Why we hold it' },
  retention: { zh: '保存多久', en: 'For how long' },
  recipients: { zh: '谁会收到', en: 'Who receives it' },
  source: { zh: '来源', en: 'Where it comes from' },
  masked: { zh: '他人信息', en: 'another person' },
  cut: { zh: '（全文在表格文件中）', en: '(full text in the spreadsheet)' },
  leftOut: {
    elsewhere: { zh: '（不在我们的存储中）', en: '(not in our storage)' },
    missing: { zh: '（文件已不存在）', en: '(the file is no longer there)' },
    unreadable: { zh: '（暂时无法读取）', en: '(cannot be read at present)' },
    too_large: { zh: '（文件太大，请来信索取）', en: '(too large; write to us for it)' },
    too_many: { zh: '（文件太多，请来信索取）', en: '(too many files; write to us for it)' },
  } satisfies Record<NonNullable<ExportedFile['leftOut']>, Label>,
}
