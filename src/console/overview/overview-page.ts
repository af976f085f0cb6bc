// How the desk does: what came, what was asked, how it ended, how long it took, what is due.

import { html, raw } from 'hono/html'
import { type Say, sayCode } from '../../requests/say-code.ts'
import { requestKinds } from '../../requests/words.ts'
import type { Markup } from '../layout.ts'
import { stateColours } from '../request-words.ts'
import type { Reading } from '../times.ts'
import { barChart, columnChart } from './charts.ts'
import type { Figures } from './figures.ts'

export const periods = [30, 90, 365] as const

export function overviewPage(say: Say, figures: Figures, days: number, reading: Reading): Markup {
  const year = reading.now.getUTCFullYear()
  return html`<div class="work-head"><h1>${say('概览', 'Overview')}</h1>
  <nav class="views" aria-label="${say('期间', 'Period')}">${periods.map(
    (each) =>
      html`<a class="chip" href="/overview?days=${each}"${each === days ? raw(' aria-current="page"') : ''}>${say(`近 ${each} 天`, `${each} days`)}</a>`,
  )}<a class="chip" href="/register?year=${year}">${say('年度登记簿', 'Yearly register')}</a></nav></div>
${tiles(say, figures)}
<div class="charts">
  <section class="card chart-wide">${timeline(say, figures, days, reading.now)}</section>
  <section class="card">${barChart(
    say,
    say('结果', 'Outcomes'),
    figures.byState.map(({ name, count }) => ({
      name: sayCode(say, name),
      value: count,
      class: `state-${stateColours[name] || 'plain'}`,
    })),
  )}</section>
  <section class="card">${barChart(
    say,
    say('语言', 'Languages'),
    figures.byLanguage.map(({ name, count }) => ({ name: sayCode(say, `language:${name}`), value: count })),
  )}</section>
</div>`
}

function tiles(say: Say, figures: Figures): Markup {
  const { total, answered, automatic, inTime, medianHours, p90Hours, dueSoon, overdue } = figures
  const share = (part: number) => (answered === 0 ? '—' : `${Math.round((part / answered) * 100)} %`)
  const tile = (name: string, value: string | number, small: string, class_ = '', href?: string) =>
    html`<div class="tile"><dt>${name}</dt><dd class="${class_}">${href === undefined ? value : html`<a href="${href}">${value}</a>`}<small>${small}</small></dd></div>`
  return html`<dl class="tiles">
  ${tile(say('收到', 'Received'), total, say('件请求', 'requests'))}
  ${tile(say('中位用时', 'Median time'), hoursText(say, medianHours), say('从收到到答复', 'from receipt to answer'))}
  ${tile(say('九成在', '9 of 10 within'), hoursText(say, p90Hours), say('以内答复', 'of receipt'))}
  ${tile(say('自动办结', 'Automatic'), share(automatic), say(`${automatic} / ${answered}，无人经手`, `${automatic} of ${answered}, touched by nobody`))}
  ${tile(say('如期', 'In time'), share(inTime), `${inTime} / ${answered}`)}
  ${tile(say('三天内到期', 'Due in 3 days'), dueSoon, say('未结', 'open'), dueSoon > 0 ? 'soon' : '', '/?state=open')}
  ${tile(say('已逾期', 'Overdue'), overdue, say('未结', 'open'), overdue > 0 ? 'late' : '', '/?state=open&overdue=1')}
</dl>`
}

function hoursText(say: Say, hours: number | null): string {
  if (hours === null) return '—'
  if (hours < 1) return say(`${Math.max(1, Math.round(hours * 60))} 分钟`, `${Math.max(1, Math.round(hours * 60))} min`)
  if (hours < 48) return say(`${Math.round(hours)} 小时`, `${Math.round(hours)} h`)
  return say(`${(hours / 24).toFixed(1)} 天`, `${(hours / 24).toFixed(1)} days`)
}

const dayMs = 86_400_000

/** Days, weeks or months, so that there are never more columns than a page has room for. */
function timeline(say: Say, { since, byDay }: Figures, days: number, now: Date): Markup {
  const size = days <= 31 ? 1 : days <= 100 ? 7 : 30
  const start = Math.floor(since.getTime() / dayMs)
  const count = Math.floor((Math.floor(now.getTime() / dayMs) - start) / size) + 1
  const slot = (day: string) => Math.floor((new Date(`${day}T00:00:00Z`).getTime() / dayMs - start) / size)
  const labels = Array.from({ length: count }, (_, index) => {
    const day = new Date((start + index * size) * dayMs)
    return `${day.getUTCMonth() + 1}-${String(day.getUTCDate()).padStart(2, '0')}`
  })
  const series = requestKinds.map((kind) => {
    const values = labels.map(() => 0)
    for (const row of byDay) {
      const index = slot(row.day)
      if (row.kind === kind && index >= 0 && index < count) values[index] = (values[index] ?? 0) + row.count
    }
    return { name: sayCode(say, kind), class: `fill-${kind}`, values }
  })
  const unit =
    size === 1 ? say('每天', 'per day') : size === 7 ? say('每周', 'per week') : say('每 30 天', 'per 30 days')
  return columnChart(say, say(`请求的权利，${unit}`, `Rights asked for, ${unit}`), labels, series)
}
