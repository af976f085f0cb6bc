// The platform's rows of the person, before the mail and now, with what changed marked.

import { html, raw } from 'hono/html'
import type { Label } from '../../requests/words.ts'
import type { Cell, TableDifference } from '../platform-rows.ts'
import type { Say } from '../say.ts'
import { type Item, item, type Markup } from './item.ts'

const rowsShown = 5

export interface RowsFacts {
  differences: TableDifference[]
  /** words for tables, by name */
  tableLabels: Record<string, Label>
  /** whether there is an earlier reading to compare with */
  compared: boolean
  say: Say
}

export async function rowsItems({ differences, tableLabels, compared, say }: RowsFacts): Promise<Item[]> {
  const changed = differences.filter((table) => table.changed).length
  const note = compared
    ? changed
      ? say(
          `与写信之前相比，${changed} 张表有变化`,
          `${changed} ${changed === 1 ? 'table has' : 'tables have'} changed since the mail was written`,
        )
      : say('与写信之前相同', 'the same as before the mail was written')
    : say('此人现在的数据', "this person's rows now")
  const head = html`<header class="card-head"><div><h2>${say('平台数据库', "In the platform's database")}</h2><small>${note}</small></div></header>`
  const items = [item('rows-head', head)]
  if (differences.length === 0) {
    items.push(
      item(
        'rows-none',
        html`<p class="empty">${say('这个地址在平台上没有账号。', 'No account on the platform has this address.')}</p>`,
      ),
    )
  }
  for (const table of differences)
    items.push(item(`table-${table.table}`, tableView(table, tableLabels[table.table], say)))
  return await Promise.all(items)
}

function tableView(table: TableDifference, label: Label | undefined, say: Say): Markup {
  const counts =
    table.before === table.after
      ? html`<b>${table.after}</b>`
      : html`<b class="was">${table.before}</b> → <b class="is">${table.after}</b>`
  const open = table.changed || table.table === 'users'
  const rows = table.rows.slice(0, rowsShown)
  const more = Math.max(table.before, table.after) - rows.length
  return html`<details class="table ${table.changed ? 'changed' : ''}" data-keep="table-${table.table}-${String(table.changed)}" ${open ? raw('open') : ''}>
    <summary><span>${label ? say(label.zh, label.en) : ''} <code>${table.table}</code></span><span class="count">${counts}</span></summary>
    ${rows.length === 0 ? html`<p class="empty">${say('没有行', 'no rows')}</p>` : rowsTable(table, rows)}
    ${rows.length > 0 && more > 0 ? html`<p class="more">${say(`另有 ${more} 行`, `${more} more`)}</p>` : ''}
  </details>`
}

function rowsTable(table: TableDifference, rows: TableDifference['rows']): Markup {
  return html`<div class="scroll"><table><thead><tr>${table.columns.map((column) => html`<th>${column}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr class="${row.change}">${row.cells.map((cell) =>
          cell.changed
            ? html`<td class="changed"><del>${shown(cell.before)}</del><ins>${shown(cell.now)}</ins></td>`
            : html`<td>${shown(cell.now)}</td>`,
        )}</tr>`,
    )}</tbody></table></div>`
}

function shown(value: Cell): Markup | string {
  if (value === null) return html`<i>null</i>`
  const text = String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
