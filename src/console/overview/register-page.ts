// The yearly register for an auditor: the same entries as the CSV, on a page that prints. No address, no account, no words of a mail.

import { html } from 'hono/html'
import type { RegisterEntry } from '../../requests/register.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'

/** More is what the CSV is for: a page of any length is none. */
export const mostEntries = 2000

export function registerPage(
  say: Say,
  [year, thisYear]: [number, number],
  entries: RegisterEntry[],
  more: boolean,
): Markup {
  const count = (field: keyof RegisterEntry, value: string) => entries.filter((entry) => entry[field] === value).length
  return html`<div class="work-head"><h1>${say(`${year} 年请求登记簿`, `Register of requests, ${year}`)}</h1>
  <nav class="views no-print" aria-label="${say('年份', 'Year')}">${[year - 1, year + 1].filter((each) => each <= thisYear).map((each) => html`<a class="chip" href="/register?year=${each}">${each}</a>`)}
  <a class="button" href="/register.csv?year=${year}">CSV</a></nav></div>
<p class="lead">${say(
    `收到 ${entries.length} 件；办结 ${count('outcome', 'fulfilled')} 件，未予办理 ${count('outcome', 'declined')} 件；如期答复 ${count('in_time', 'yes')} 件，逾期 ${count('in_time', 'no')} 件。登记簿不含任何人的地址、账号或信件内容。`,
    `${entries.length} received; ${count('outcome', 'fulfilled')} fulfilled, ${count('outcome', 'declined')} declined; ${count('in_time', 'yes')} answered in time, ${count('in_time', 'no')} late. The register holds nobody's address, account or words.`,
  )}</p>
${more ? html`<p class="note warn">${say(`只列出前 ${mostEntries} 件，全部见 CSV。`, `The first ${mostEntries} are listed; the CSV has all.`)}</p>` : ''}
<section class="card scroll register" tabindex="0" aria-label="${say('登记簿', 'Register')}"><table><thead><tr>
  <th scope="col">${say('编号', 'Request')}</th><th scope="col">${say('收到', 'Received')}</th><th scope="col">${say('期限', 'Due')}</th><th scope="col">${say('内容', 'Asked for')}</th><th scope="col">${say('核实', 'Verified by')}</th><th scope="col">${say('答复', 'Answered')}</th><th scope="col">${say('如期', 'In time')}</th><th scope="col">${say('结果', 'Outcome')}</th><th scope="col">${say('理由', 'Reason')}</th>
</tr></thead><tbody>${entries.map((entry) => row(say, entry))}</tbody></table></section>`
}

function row(say: Say, entry: RegisterEntry): Markup {
  const kinds = entry.kinds === '' ? entry.nature : entry.kinds
  const day = (text: string) => text.slice(0, 10)
  return html`<tr><td><code>${entry.reference}</code></td><td>${day(entry.received_at)}</td><td>${day(entry.due_at)}</td>
  <td>${kinds
    .split(' ')
    .map((kind) => sayCode(say, kind))
    .join(say('、', ', '))}</td><td>${entry.verified_by === '' ? '—' : sayCode(say, `by:${entry.verified_by}`)}</td>
  <td>${day(entry.answered_at) || '—'}</td><td>${entry.in_time === 'yes' ? say('是', 'yes') : entry.in_time === 'no' ? say('否', 'no') : '—'}</td>
  <td>${sayCode(say, entry.outcome)}</td><td>${entry.outcome === 'declined' ? sayCode(say, entry.reason) : ''}</td></tr>`
}
