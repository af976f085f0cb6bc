// Small pictures of how rows spread over months, as inline SVG that takes its colours from the page. Pure.

import type { TableSummary } from './export-summary.ts'
import { both, type Html, html } from './html.ts'

const mostMonths = 36
/** fewer rows are read faster than a chart */
const fewestRows = 12

/** A row of bars for a tile; nothing where there is too little to see. */
export function sparkline(summary: TableSummary): Html | null {
  const months = everyMonth(summary.months)
  if (months.length < 3 || summary.rows < fewestRows) return null
  const most = Math.max(...months.map(([, rows]) => rows))
  return html`<svg class="spark" viewBox="0 0 ${months.length * 4} 20" preserveAspectRatio="none" aria-hidden="true">${months.map(([, rows], i) => html`<rect x="${i * 4}" y="${20 - height(rows, most, 20)}" width="3" height="${height(rows, most, 20)}"/>`)}</svg>`
}

/** Bars by month with the first, the last and the highest labelled. */
export function monthChart(summary: TableSummary): Html | null {
  const months = everyMonth(summary.months)
  if (months.length < 3 || summary.rows < fewestRows) return null
  const most = Math.max(...months.map(([, rows]) => rows))
  const first = months[0]?.[0] ?? ''
  const last = months.at(-1)?.[0] ?? ''
  const width = months.length * 20
  return html`<figure style="max-width:${months.length * 4}rem"><figcaption>${both({ zh: '按月', en: 'By month' })} <span class="faint">${both({ zh: `最多 ${most.toLocaleString('en-US')}`, en: `most ${most.toLocaleString('en-US')}` })}</span></figcaption>
<svg class="months" viewBox="0 0 ${width} 80" preserveAspectRatio="none" role="img" aria-label="${first} – ${last}">${months.map(([month, rows], i) => html`<rect x="${i * 20 + 2}" y="${80 - height(rows, most, 78)}" width="16" height="${height(rows, most, 78)}"><title>${month}: ${rows.toLocaleString('en-US')}</title></rect>`)}</svg>
<div class="axis"><span>${first}</span><span>${last}</span></div></figure>`
}

/** No month left out between the first and the last; the last three years at most. */
function everyMonth(months: Map<string, number>): [string, number][] {
  const names = [...months.keys()].sort()
  const last = names.at(-1)
  let month = names[0]
  if (month === undefined || last === undefined) return []
  const all: [string, number][] = []
  // a date far in the past or future is a slip of the data, not a reason for a thousand bars
  for (let i = 0; i < 1200 && month <= last; i++) {
    all.push([month, months.get(month) ?? 0])
    month = following(month)
  }
  return all.slice(-mostMonths)
}

function following(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
}

function height(rows: number, most: number, full: number): number {
  return rows === 0 ? 0 : Math.max(1, Math.round((rows / most) * full))
}
