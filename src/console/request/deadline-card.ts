// Until when the request must be answered, what remains of that, and why it is that day.

import { html } from 'hono/html'
import type { PathParts } from '../../desk/parts.ts'
import type { RequestRecord } from '../../desk/request-record.ts'
import { confirmedAt } from '../../requests/deadline.ts'
import { explainDeadlines } from '../../requests/deadline-words.ts'
import type { Say } from '../../requests/say-code.ts'
import { isOpen } from '../../requests/states.ts'
import type { Markup } from '../layout.ts'
import { fromNow, momentOf, type Reading } from '../times.ts'

export function deadlineCard(say: Say, request: RequestRecord, { settings }: PathParts, reading: Reading): Markup {
  const open = isOpen(request.state)
  const late = open && request.dueAt < reading.now
  return html`<section class="card side deadline"><h2>${say('期限', 'Deadline')}</h2>
  <p class="big ${late ? 'late' : ''}">${late ? `${say('逾期', 'Overdue')} ` : ''}${open ? fromNow(request.dueAt, reading) : say('已结', 'Settled')}</p>
  <p>${momentOf(request.dueAt, reading)}${request.extendedUntil === null ? '' : html` <span class="tag blue">${say('已延长', 'extended')}</span>`}</p>
  ${request.settledAt === null ? '' : html`<p><small>${say('办结', 'Settled')} ${momentOf(request.settledAt, reading)} · ${request.settledAt <= request.dueAt ? say('如期', 'in time') : say('逾期', 'late')}</small></p>`}
  ${whyThen(say, request, settings.deadline)}
</section>`
}

/** Every clock that runs, the one that counts first, each with how it was counted. */
function whyThen(say: Say, request: RequestRecord, policy: PathParts['settings']['deadline']): Markup {
  const { clocks } = explainDeadlines({ ...request, confirmedAt: confirmedAt(request.letters) }, policy)
  const counting = clocks.toSorted((one, other) => Number(other.counts) - Number(one.counts))
  return html`<details class="clocks"><summary>${say('为什么是这一天', 'Why that day')}</summary><dl>${counting.map(
    (clock) =>
      html`<div><dt>${say(clock.rule.zh, clock.rule.en)}${clock.counts ? html` <span class="tag blue">${say('以此为准', 'this one counts')}</span>` : ''}</dt><dd>${say(clock.words.zh, clock.words.en)}</dd></div>`,
  )}</dl></details>`
}
