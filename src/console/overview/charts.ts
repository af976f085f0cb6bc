// Two charts drawn by the server as SVG, without a script and without a style of their own: columns over time, and bars. What they
// show stands in a table below each, for whoever does not see them.

import { html } from 'hono/html'
import type { Say } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'

export interface Series {
  name: string
  /** class of its colour */
  class: string
  values: number[]
}

const width = 1160
const height = 240
const left = 36
const bottom = 24

/** On a phone it is wider than the screen, and begins with what is newest. */
export function columnChart(say: Say, title: string, labels: string[], series: Series[]): Markup {
  const sums = labels.map((_, at) => series.reduce((sum, each) => sum + (each.values[at] ?? 0), 0))
  const top = niceTop(Math.max(1, ...sums))
  const step = (width - left) / Math.max(1, labels.length)
  const scale = (height - bottom - 8) / top
  const every = Math.ceil(labels.length / 14)
  return html`<figure class="chart"><figcaption>${title}</figcaption>
  <div class="columns" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
    ${[0, top / 2, top].map((value) => {
      const y = height - bottom - value * scale
      return html`<line class="grid" x1="${left}" x2="${width}" y1="${y}" y2="${y}"></line><text class="axis" x="${left - 6}" y="${y + 4}" text-anchor="end">${Number.isInteger(value) ? value : ''}</text>`
    })}
    ${labels.map((label, at) => {
      let y = height - bottom
      const x = left + at * step + step * 0.15
      return html`${series.map((each) => {
        const value = each.values[at] ?? 0
        if (value === 0) return ''
        y -= value * scale
        return html`<rect class="${each.class}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(step * 0.7).toFixed(1)}" height="${(value * scale).toFixed(1)}"><title>${label} · ${each.name}: ${value}</title></rect>`
      })}${at % every === 0 ? html`<text class="axis" x="${(x + step * 0.35).toFixed(1)}" y="${height - 7}" text-anchor="middle">${label}</text>` : ''}`
    })}
  </svg></div>
  <p class="legend">${series.map((each) => html`<span><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="${each.class}" width="10" height="10" rx="2"></rect></svg> ${each.name}</span>`)}</p>
  ${tableOf(
    say,
    ['', ...series.map((each) => each.name)],
    labels.map((label, at) => [label, ...series.map((each) => String(each.values[at] ?? 0))]),
  )}
</figure>`
}

export function barChart(say: Say, title: string, bars: { name: string; value: number; class?: string }[]): Markup {
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const total = bars.reduce((sum, bar) => sum + bar.value, 0)
  const row = 30
  return html`<figure class="chart"><figcaption>${title}</figcaption>
  ${
    bars.length === 0
      ? html`<p class="nobody">${say('还没有', 'None yet')}</p>`
      : html`<svg viewBox="0 0 400 ${bars.length * row}" role="img" aria-label="${title}">${bars.map((bar, at) => {
          const length = Math.max(2, (bar.value / most) * 190)
          return html`<text class="bar-name" x="0" y="${at * row + 19}">${bar.name}</text><rect class="${bar.class ?? 'series-1'}" x="150" y="${at * row + 6}" width="${length.toFixed(1)}" height="18" rx="3"></rect><text class="bar-value" x="${(156 + length).toFixed(1)}" y="${at * row + 19}">${bar.value}</text>`
        })}</svg>
  ${tableOf(
    say,
    ['', say('数量', 'Count'), say('占比', 'Share')],
    bars.map((bar) => [bar.name, String(bar.value), `${Math.round((bar.value / Math.max(1, total)) * 100)} %`]),
  )}`
  }
</figure>`
}

function tableOf(say: Say, head: string[], rows: string[][]): Markup {
  return html`<details class="folded"><summary>${say('表格', 'As a table')}</summary><div class="scroll"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
  <tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`)}</tbody></table></div></details>`
}

/** An even number that reads well at the top of an axis. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((each) => each * power >= value) ?? 10
  return Math.max(2, step * power)
}
