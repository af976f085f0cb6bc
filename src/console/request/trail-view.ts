// Who did what to the request, when and why, newest last; and the notes that staff leave for each other among it.

import { html } from 'hono/html'
import type { RequestRecord } from '../../desk/request-record.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { may, type StaffMember } from '../staff-member.ts'
import { momentOf, type Reading } from '../times.ts'

interface TrailFacts {
  say: Say
  reading: Reading
  staff: StaffMember
  request: RequestRecord
}

type Event = RequestRecord['events'][number]

export function notesCard({ say, reading, staff, request }: TrailFacts): Markup {
  const notes = request.events.filter((event) => event.type === 'noted')
  return html`<section class="card side" id="notes"><h2>${say('内部备注', 'Internal notes')}</h2>
  ${notes.map(
    (event) =>
      html`<div class="internal"><p class="words">${wordsOf(event) ?? say('（已删除）', '(removed)')}</p><small>${actorWord(say, event.actor)} · ${momentOf(event.at, reading)}</small></div>`,
  )}
  ${
    may(staff, 'act')
      ? html`<form method="post" action="/requests/${request.reference}/note" data-guard>
    <label class="visually-hidden" for="note">${say('备注', 'Note')}</label>
    <textarea id="note" name="words" rows="2" maxlength="10000" required placeholder="${say('只有同事能看到', 'Colleagues alone read it')}"></textarea>
    <button>${say('添加备注', 'Add note')}</button></form>`
      : notes.length === 0
        ? html`<p class="nobody">${say('没有备注', 'None')}</p>`
        : ''
  }
</section>`
}

export function trailCard({ say, reading, request }: TrailFacts): Markup {
  return html`<section class="card side trail"><h2>${say('经过', 'Trail')}</h2>
  <ol>${request.events.map(
    (
      event,
    ) => html`<li class="${event.actor.startsWith('staff:') ? 'by-staff' : ''}"><b>${sayCode(say, event.type)}</b>${event.reason === null ? '' : html` <span>${sayCode(say, event.reason)}</span>`}
    <small>${momentOf(event.at, reading)} · ${actorWord(say, event.actor)}${told(say, event)}</small></li>`,
  )}</ol></section>`
}

function actorWord(say: Say, actor: string): string {
  return actor.startsWith('staff:') ? actor.slice('staff:'.length) : sayCode(say, actor)
}

function wordsOf({ details }: Event): string | null {
  const words = (details as { words?: unknown } | null)?.words
  return typeof words === 'string' ? words : null
}

/** The few details that say more than their event. */
function told(say: Say, event: Event): string {
  const details = (event.details ?? {}) as Record<string, unknown>
  const parts: string[] = []
  if (typeof details.template === 'string') parts.push(sayCode(say, `letter:${details.template}`))
  if (Array.isArray(details.kinds))
    parts.push(details.kinds.map((kind) => sayCode(say, String(kind))).join(say('、', ', ')))
  if (typeof details.kind === 'string') parts.push(sayCode(say, details.kind))
  const [from, to] = [details.from, details.to].map((side) => (typeof side === 'string' ? side : null))
  const isOwn = !from && event.actor === `staff:${to}`
  if ((from || to) && !isOwn) parts.push(`${from ?? ''} → ${sayCode(say, to ?? '—')}`)
  if (event.type !== 'noted') parts.push(wordsOf(event) ?? '')
  const said = parts.filter((part) => part !== '')
  return said.length === 0 ? '' : ` · ${said.join(' · ')}`
}
