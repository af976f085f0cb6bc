// Mails and what became of them: those that failed or were set aside first of all, for nobody else looks at them again.

import { html, raw } from 'hono/html'
import type { Prisma } from '../../db/generated/client.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { sizeText } from '../request/thread-view.ts'
import { momentOf, type Reading } from '../times.ts'

export const mailStates = ['failed', 'set_aside', 'held', 'received', 'handled'] as const
export type ShownState = (typeof mailStates)[number]

export const listed = {
  id: true,
  arrivedAt: true,
  state: true,
  stateReason: true,
  error: true,
  kind: true,
  bytes: true,
  fromAddress: true,
  subject: true,
  request: { select: { reference: true } },
} as const satisfies Prisma.MailSelect

export type ListedMail = Prisma.MailGetPayload<{ select: typeof listed }>

export interface MailsFacts {
  say: Say
  reading: Reading
  state: ShownState
  counts: Record<string, number>
  mails: ListedMail[]
  next: string | null
}

export function mailsPage({ say, reading, state, counts, mails, next }: MailsFacts): Markup {
  return html`<div class="work-head"><h1>${say('来信', 'Mails')}</h1></div>
<section class="card list">
  <nav class="tabs" aria-label="${say('状态', 'State')}">${mailStates.map(
    (each) =>
      html`<a href="/mails?state=${each}"${each === state ? raw(' aria-current="page"') : ''}>${sayCode(say, each)} <span class="count">${counts[each] ?? 0}</span></a>`,
  )}</nav>
  ${
    mails.length === 0
      ? html`<p class="empty">${say('没有这样的来信。', 'There are no such mails.')}</p>`
      : html`<table class="queue mails">
  <thead><tr><th scope="col">${say('到达', 'Arrived')}</th><th scope="col">${say('来信', 'Mail')}</th><th scope="col">${say('原因', 'Why')}</th><th scope="col">${say('请求', 'Request')}</th></tr></thead>
  <tbody>${mails.map((mail) => mailRow(say, mail, reading))}</tbody></table>`
  }
  ${next === null ? '' : html`<nav class="pager" aria-label="${say('翻页', 'Pages')}"><a class="button" rel="next" href="/mails?state=${state}&amp;after=${next}">${say('下一页', 'Next page')}</a></nav>`}
</section>`
}

function mailRow(say: Say, mail: ListedMail, reading: Reading): Markup {
  return html`<tr data-row><td class="ref"><a href="/mails/${mail.id}" data-open>${momentOf(mail.arrivedAt, reading)}</a><small>${sizeText(mail.bytes)}</small></td>
  <td class="what"><span class="subject">${mail.subject ?? say('（无主题）', '(no subject)')}</span><small>${mail.fromAddress ?? say('无法辨认发件人', 'nobody that could be made out')}</small></td>
  <td class="why">${sayCode(say, mail.error ?? mail.stateReason)}<small>${sayCode(say, mail.kind)}</small></td>
  <td>${mail.request?.reference ?? '—'}</td></tr>`
}
