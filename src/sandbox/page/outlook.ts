// What somebody can expect after the mail they sent last: an answer, none, or one that goes elsewhere.

import { html } from 'hono/html'
import type { DeskFacts } from '../desk-facts.ts'
import type { Person } from '../people.ts'
import { type Say, sayCode } from '../say.ts'
import { journeys } from '../stations.ts'
import type { Markup } from './item.ts'

export type Outlook =
  | { state: 'waiting' | 'retrying' | 'undeliverable' }
  | { state: 'elsewhere'; address: string; reader: Person | null }
  | { state: 'no_answer'; reason: string | null }

/** `people` are looked through for whoever reads a letter that the writer does not see. */
export function outlookAfter(messageId: string, facts: DeskFacts, writer: Person, people: Person[]): Outlook {
  const way = journeys([messageId], facts).find((candidate) => candidate.messageId === messageId)
  if (!way?.mail || way.mail.state === 'received' || way.request?.state === 'in_progress') return { state: 'waiting' }
  const letters = way.letters.filter((letter) => letter.template !== 'staff-note')
  if (letters.some((letter) => letter.state === 'queued')) {
    return { state: letters.some((letter) => letter.attempts > 0 && letter.error) ? 'retrying' : 'waiting' }
  }
  const [sent] = letters.filter((letter) => letter.state === 'sent')
  if (sent && sent.recipient.toLowerCase() !== writer.envelopeFrom.toLowerCase()) {
    const reader = people.find((person) => person.envelopeFrom.toLowerCase() === sent.recipient.toLowerCase())
    return { state: 'elsewhere', address: sent.recipient, reader: reader ?? null }
  }
  if (sent) return { state: 'waiting' }
  if (letters.length > 0) return { state: 'undeliverable' }
  return { state: 'no_answer', reason: way.mail.stateReason }
}

export function outlookLine(outlook: Outlook, say: Say): Markup {
  switch (outlook.state) {
    case 'waiting':
      return html`<p class="awaiting"><span class="spinner" aria-hidden="true"></span>${say('等待回信…', 'Waiting for an answer…')}</p>`
    case 'retrying':
      return html`<p class="awaiting"><span class="spinner" aria-hidden="true"></span>${say('收件方让本台稍后再试，信还在发件箱里…', 'The receiving server asked the desk to try again later; the letter waits in the outbox…')}</p>`
    case 'undeliverable':
      return html`<p class="awaiting quiet">${say('回信没能送达这个邮箱。', 'The answer could not be delivered to this mailbox.')}</p>`
    case 'elsewhere':
      return html`<p class="awaiting quiet"><span>${say(`回信寄往 ${outlook.address}，写这封信的人看不到。`, `The answer went to ${outlook.address}; whoever wrote this mail does not see it.`)}
        ${outlook.reader ? html`<a href="/?as=${outlook.reader.key}">${say('打开那个邮箱', 'Open that mailbox')}</a>` : ''}</span></p>`
    case 'no_answer':
      return html`<p class="awaiting quiet">${say('本台不回复这封信', 'The desk does not answer this mail')}${outlook.reason ? html` · ${sayCode(say, outlook.reason)}` : ''}</p>`
  }
}
