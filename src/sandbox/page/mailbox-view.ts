// The head of the mail program: whose mailbox it is, the list of conversations, and what an empty one says.

import { html, raw } from 'hono/html'
import type { Conversation } from '../conversations.ts'
import type { Person } from '../people.ts'
import type { PageLanguage, Say } from '../say.ts'
import { sayTime } from '../say.ts'
import { avatar, type Item, item, type Markup } from './item.ts'

export interface MailboxFacts {
  person: Person
  conversations: Conversation[]
  /** the open one; null while composing */
  open: Conversation | null
  language: PageLanguage
  timeZone: string
  say: Say
}

export async function mailboxItems(facts: MailboxFacts): Promise<Item[]> {
  const { person, conversations, open, say } = facts
  const name = say(person.name.zh, person.name.en)
  const compose = open ? '' : raw('aria-current="true"')
  const head = html`<header class="card-head kind-${person.kind}">
      ${avatar(name)}<div><h2>${name}</h2><small>${person.envelopeFrom}</small></div>
      ${person.kind === 'staff' ? '' : html`<a class="button new" href="/?as=${person.key}&new=1" ${compose}>${say('写新邮件', 'New mail')}</a>`}
    </header>
    ${conversations.length ? html`<nav class="conversations" aria-label="${say('往来信件', 'Conversations')}">${conversations.map((entry) => line(entry, facts))}</nav>` : ''}`
  const items = [await item(`mailbox-${person.key}`, head)]
  if (person.kind === 'staff' && !open)
    items.push(
      await item(
        'staff-note',
        html`<p class="empty">${say('还没有给专人的通知。搁置、等待专人或退信时会出现在这里。', 'No notes to staff yet. They appear here when something is held for a person or a letter could not be delivered.')}</p>`,
      ),
    )
  return items
}

function line(conversation: Conversation, { person, open, language, timeZone }: MailboxFacts): Markup {
  const current = conversation.id === open?.id ? raw('aria-current="true"') : ''
  const letters = conversation.entries.filter((entry) => entry.kind === 'letter').length
  return html`<a href="/?as=${person.key}&c=${encodeURIComponent(conversation.id)}" ${current}>
    <span>${conversation.subject || '—'}</span>
    ${letters ? html`<b>${letters}</b>` : ''}
    <time>${sayTime(conversation.lastAt, language, timeZone, 'clock')}</time></a>`
}
