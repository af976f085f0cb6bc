// Until when the request must be answered, what remains of that, and why it is that day.

import { html } from 'hono/html'
import type { PathParts } from '../../desk/parts.ts'
import type { RequestRecord } from '../../desk/request-record.ts'
import type { Say } from '../../requests/say-code.ts'
import { isOpen } from '../../requests/states.ts'
import type { Markup } from '../layout.ts'
import { fromNow, momentOf, type Reading } from '../times.ts'

export function deadlineCard(say: Say, request: RequestRecord, _parts: PathParts, reading: Reading): Markup {
  const open = isOpen(request.state)
  const late = open && request.dueAt < reading.now
  return html`<section class="card side deadline"><h2>${say('期限', 'Deadline')}</h2>
  <p class="big ${late ? 'late' : ''}">${open ? fromNow(request.dueAt, reading) : say('已结', 'Settled')}</p>
  <p>${momentOf(request.dueAt, reading)}${request.extendedUntil === null ? '' : html` <span class="tag blue">${say('已延长', 'extended')}</span>`}</p>
  ${request.settledAt === null ? '' : html`<p><small>${say('办结', 'Settled')} ${momentOf(request.settledAt, reading)} · ${request.settledAt <= request.dueAt ? say('如期', 'in time') : say('逾期', 'late')}</small></p>`}
</section>`
}
