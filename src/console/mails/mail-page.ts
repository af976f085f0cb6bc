// One mail: its words, what each station made of it and why, where it went; and running it again, where the desk may have been wrong.

import { html } from 'hono/html'
import type { Prisma } from '../../db/generated/client.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import type { MailEntry } from '../request/thread.ts'
import { mailView, sizeText } from '../request/thread-view.ts'
import { may, type StaffMember } from '../staff-member.ts'
import { momentOf, type Reading } from '../times.ts'

export type OneMail = Prisma.MailGetPayload<{ include: { request: { select: { reference: true } } } }>

export interface MailFacts {
  say: Say
  reading: Reading
  staff: StaffMember
  mail: OneMail
  entry: MailEntry
  notice: Markup | null
}

export function mailPage({ say, reading, staff, mail, entry, notice }: MailFacts): Markup {
  const why = mail.error ?? mail.stateReason
  const again = (mail.state === 'failed' || mail.state === 'set_aside') && mail.source !== null && may(staff, 'act')
  return html`<p class="crumbs"><a href="/mails?state=${mail.state}">← ${say('来信', 'Mails')}</a></p>
${notice ?? ''}
<section class="card"><h1 class="small-title">${sayCode(say, mail.state)}${why === null ? '' : html` <small>${sayCode(say, why)}</small>`}</h1>
  <dl class="facts">
    <div><dt>${say('到达', 'Arrived')}</dt><dd>${momentOf(mail.arrivedAt, reading)}</dd></div>
    <div><dt>${say('大小', 'Size')}</dt><dd>${sizeText(mail.bytes)}${mail.truncated ? ` · ${say('只收了开头', 'only its beginning is here')}` : ''}</dd></div>
    <div><dt>${say('尝试', 'Tries')}</dt><dd>${mail.attempts}</dd></div>
    ${mail.request === null ? '' : html`<div><dt>${say('请求', 'Request')}</dt><dd><a href="/requests/${mail.request.reference}">${mail.request.reference}</a></dd></div>`}
  </dl>
  ${again ? html`<form method="post" action="/mails/${mail.id}/rerun"><button class="primary">${say('重新处理', 'Run it again')}</button> <small>${say('修好原因之后，或认为不该搁置时', 'after mending the cause, or where it should not have been set aside')}</small></form>` : ''}
</section>
<div class="card thread">${mailView(say, entry, reading)}</div>`
}
