// The platform's rows of the person, before the mail and now, with what changed marked. One row alone is told as a list of
// its columns, several as a table. What the data map calls secret is never shown.

import { html, raw } from 'hono/html'
import type { Label } from '../../requests/words.ts'
import type { Cell, TableDifference } from '../platform-rows.ts'
import type { Say } from '../say.ts'
import { type Item, item, type Markup } from './item.ts'

const rowsShown = 4

/** Words for tables and their columns, as the data map has them. */
export type PlatformWords = Record<string, { label: Label; columns: Record<string, ColumnWords> }>

interface ColumnWords extends Label {
  treatment?: string | undefined
  format?: string | undefined
  values?: Record<string, Label> | undefined
}

export interface RowsFacts {
  differences: TableDifference[]
  words: PlatformWords
  /** whether there is an earlier reading to compare with */
  compared: boolean
  say: Say
}

export async function rowsItems({ differences, words, compared, say }: RowsFacts): Promise<Item[]> {
  const head = html`<header class="card-head"><div><h2>${say('平台数据库', "In the platform's database")}</h2><small>${headNote(differences, compared, say)}</small></div></header>`
  const items = [item('rows-head', head)]
  if (differences.length === 0) {
    const none = say('这个地址在平台上没有账号。', 'No account on the platform has this address.')
    items.push(item('rows-none', html`<p class="empty">${none}</p>`))
  }
  const gone = differences.length > 0 && differences.every((table) => table.before + table.after === 0)
  if (gone) {
    const words = say('此人的账号已经删除。', "This person's account has been deleted.")
    return await Promise.all([...items, item('rows-gone', html`<p class="empty">${words}</p>`)])
  }
  for (const table of differences) items.push(item(`table-${table.table}`, tableView(table, words[table.table], say)))
  return await Promise.all(items)
}

function headNote(differences: TableDifference[], compared: boolean, say: Say): string {
  if (differences.length === 0) return ''
  if (!compared) return say('此人现在的数据', "this person's rows now")
  const changed = differences.filter((table) => table.changed).length
  if (changed === 0) return say('与写信之前相同', 'the same as before the mail was written')
  const tables = changed === 1 ? 'table has' : 'tables have'
  return say(`与写信之前相比，${changed} 张表有变化`, `${changed} ${tables} changed since the mail was written`)
}

function tableView(table: TableDifference, words: PlatformWords[string] | undefined, say: Say): Markup {
  const count =
    table.before === table.after
      ? html`<b>${table.after}</b>`
      : html`<b class="was">${table.before}</b> → <b class="is">${table.after}</b>`
  const detached = table.after < table.before && table.rows.some((row) => row.change === 'changed')
  const rows = table.rows.slice(0, rowsShown)
  const more = Math.max(table.before, table.after) - rows.length
  const open = table.changed || table.table === 'users' ? raw('open') : ''
  return html`<details class="table ${table.changed ? 'changed' : ''}" data-keep="table-${table.table}-${String(table.changed)}" ${open}>
    <summary><span>${words ? say(words.label.zh, words.label.en) : ''} <code>${table.table}</code></span><span class="count">${detached ? html`<em>${say('仍在，已与此人脱钩', 'still there, no longer linked')}</em> ` : ''}${count}</span></summary>
    ${rowsView(table, rows, words, say)}
    ${rows.length > 0 && more > 0 ? html`<p class="more">${say(`另有 ${more} 行`, `${more} more rows`)}</p>` : ''}
  </details>`
}

function rowsView(
  table: TableDifference,
  rows: TableDifference['rows'],
  words: PlatformWords[string] | undefined,
  say: Say,
): Markup {
  const [only] = rows
  if (!only) return html`<p class="empty">${say('没有数据', 'no rows')}</p>`
  const columns = table.columns.map((column) => {
    const label = words?.columns[column]
    return { name: column, words: label ? say(label.zh, label.en) : column, label }
  })
  const cell = (row: TableDifference['rows'][number], index: number) =>
    cellView(row.cells[index], columns[index]?.label, say)
  if (rows.length === 1) {
    return html`<dl class="row ${only.change}">${columns.map(
      (column, index) =>
        html`<div class="${only.cells[index]?.changed ? 'changed' : ''}"><dt title="${column.name}">${column.words}</dt><dd>${cell(only, index)}</dd></div>`,
    )}</dl>`
  }
  return html`<div class="scroll"><table><thead><tr>${columns.map((column) => html`<th title="${column.name}">${column.words}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr class="${row.change}">${columns.map((_, index) => html`<td class="${row.cells[index]?.changed ? 'changed' : ''}">${cell(row, index)}</td>`)}</tr>`,
    )}</tbody></table></div>`
}

function cellView(
  cell: TableDifference['rows'][number]['cells'][number] | undefined,
  words: ColumnWords | undefined,
  say: Say,
): Markup {
  if (!cell) return html``
  if (!cell.changed) return value(cell.now, words, say)
  return html`<del>${value(cell.before, words, say)}</del> <ins>${value(cell.now, words, say)}</ins>`
}

function value(stored: Cell, words: ColumnWords | undefined, say: Say): Markup {
  if (stored === null) return html`<i>null</i>`
  if (words?.treatment === 'secret') return html`<i>••••••</i>`
  const text = String(stored)
  const label = words?.values?.[text] ?? (words?.format === 'yes_no' ? (stored ? yes : no) : undefined)
  if (label) return html`<span title="${text}">${say(label.zh, label.en)}</span>`
  const time = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(text)
  if (time) return html`<span title="${text}">${time[1]} ${time[2]}</span>`
  return html`${text.length > 60 ? `${text.slice(0, 60)}…` : text}`
}

const yes: Label = { zh: '是', en: 'yes' }
const no: Label = { zh: '否', en: 'no' }
