// One conversation as a mail program shows it: what the person wrote, the letters that came back (HTML, text, source,
// attachments), and a reply box with one-click answers below the last letter.

import { html, raw } from 'hono/html'
import type { Conversation, SentMail } from '../conversations.ts'
import type { Letter } from '../letter.ts'
import type { Person } from '../people.ts'
import type { ReplyDraft } from '../reply-drafts.ts'
import { replySubject } from '../reply-drafts.ts'
import type { PageLanguage, Say } from '../say.ts'
import { sayTime } from '../say.ts'
import { avatar, type Item, item, type Markup } from './item.ts'
import { type Outlook, outlookLine } from './outlook.ts'

export interface ThreadFacts {
  person: Person
  language: PageLanguage
  timeZone: string
  say: Say
  /** name of the organisation, for the letters' head */
  desk: string
  drafts: ReplyDraft[]
  /** what is to be expected after the person's last mail; null where a letter is the last entry */
  outlook: Outlook | null
}

export async function threadItems(conversation: Conversation, facts: ThreadFacts): Promise<Item[]> {
  const last = conversation.entries.at(-1)
  const items = conversation.entries.map((entry) =>
    entry.kind === 'sent'
      ? item(`sent-${entry.mail.messageId}`, sentMail(entry.mail, facts))
      : item(`letter-${entry.letter.id}`, letterView(entry.letter, entry === last, facts)),
  )
  if (last?.kind === 'letter' && facts.person.kind !== 'forger' && facts.person.kind !== 'staff') {
    items.push(item(`reply-${last.letter.id}`, replyPlace(last.letter, facts)))
  }
  if (last?.kind === 'sent' && facts.outlook)
    items.push(item(`outlook-${last.mail.messageId}`, outlookLine(facts.outlook, facts.say)))
  return await Promise.all(items)
}

function sentMail(mail: SentMail, facts: ThreadFacts): Markup {
  const { person, say } = facts
  const name = say(person.name.zh, person.name.en)
  const [written, ...quoted] = mail.text.split(/\n(?=(?:在 .*写道：|On .* wrote:|-{6,} ?原始邮件))/)
  return html`<article class="message sent kind-${person.kind}">
    <header>${avatar(name)}<div><b>${name}</b><small>${say('发给', 'to')} ${mail.to}</small></div><time>${clock(mail.sentAt, facts)}</time></header>
    <pre class="written">${mail.shape === 'attachment_only' ? '🖼 request.png' : (written ?? '').trim()}</pre>
    ${quoted.length ? html`<details class="quoted"><summary title="${say('引文', 'Quoted letter')}">···</summary><pre>${quoted.join('\n').trim()}</pre></details>` : ''}
  </article>`
}

function letterView(letter: Letter, open: boolean, facts: ThreadFacts): Markup {
  const { say, desk } = facts
  const at = `/sandbox/letters/${letter.id}`
  const frame = `letter-${letter.id}`
  const views = [
    ...(letter.html ? [['html', say('网页', 'HTML')] as const] : []),
    ['text', say('纯文本', 'Text')] as const,
    ['source', say('源码', 'Source')] as const,
  ]
  return html`<details class="message letter" data-keep="${frame}" ${open ? raw('open') : ''}>
    <summary><span class="avatar desk-avatar" aria-hidden="true">h</span><div><b>${desk}</b><small>${letter.subject}</small></div><time>${clock(letter.arrivedAt, facts)}</time></summary>
    <div class="letter-body">
      <div class="letter-bar">
        <span class="segmented">${views.map(
          ([view, words], index) =>
            html`<a href="${at}/${view}" target="${frame}" data-view ${index === 0 ? raw('aria-current="true"') : ''}>${words}</a>`,
        )}</span>
        <small>${say('寄往', 'to')} ${letter.envelopeTo}</small>
      </div>
      ${letter.attachments.length ? html`<ul class="attachments">${letter.attachments.map((attachment, index) => attachmentLine(attachment, `${at}/attachments/${index}`, say))}</ul>` : ''}
      <iframe name="${frame}" src="${at}/${views[0]?.[0] ?? 'text'}" sandbox="allow-same-origin allow-popups" title="${letter.subject}" data-fit></iframe>
    </div>
  </details>`
}

function attachmentLine(attachment: Letter['attachments'][number], at: string, say: Say): Markup {
  const zip = /\.zip$/i.test(attachment.name) || attachment.contentType === 'application/zip'
  return html`<li><span class="file">${zip ? 'ZIP' : (attachment.name.split('.').at(-1) ?? '').slice(0, 4).toUpperCase()}</span>
    <span class="name">${attachment.name}<small>${size(attachment.content.length)}</small></span>
    ${zip ? html`<a class="button" href="${at}/files/" target="_blank" rel="noopener">${say('打开', 'Open')}</a>` : ''}
    <a class="button" href="${at}/download" download="${attachment.name}">${say('下载', 'Download')}</a></li>`
}

/** Where no quick answer fits, the box waits folded up. */
function replyPlace(letter: Letter, facts: ThreadFacts): Markup {
  if (facts.drafts.length > 1) return replyBox(letter, facts)
  return html`<details class="reply-folded"><summary class="button">↩ ${facts.say('回信', 'Reply')}</summary>${replyBox(letter, facts)}</details>`
}

function replyBox(letter: Letter, facts: ThreadFacts): Markup {
  const { person, say, drafts } = facts
  const first = drafts[0]
  return html`<form class="reply" method="post" action="/sandbox/mails" data-compose>
    <input type="hidden" name="as" value="${person.key}">
    <input type="hidden" name="shape" value="plain">
    <input type="hidden" name="answers" value="${letter.id}">
    <input type="hidden" name="subject" value="${replySubject(letter.subject)}">
    <div class="chips">${(drafts.length > 1 ? drafts : []).map(
      (draft) =>
        html`<button type="button" class="chip" data-draft="${draft.text}" aria-pressed="${String(draft === first)}">${draftWords(draft.key, say)}</button>`,
    )}</div>
    <textarea name="text" rows="${Math.min(9, (first?.text ?? '').split('\n').length + 1)}" aria-label="${say('回信', 'Reply')}">${raw('\n')}${first?.text ?? ''}</textarea>
    <div class="actions"><button class="primary" type="submit">${say('回复', 'Reply')}</button><span class="hint">${say('寄往', 'to')} ${letter.replyTo ?? letter.from}</span></div>
  </form>`
}

function draftWords(key: ReplyDraft['key'], say: Say): string {
  switch (key) {
    case 'code':
      return say('用信里的确认码确认', "Confirm with the letter's code")
    case 'wrong_code':
      return say('故意答错', 'Answer with a wrong code')
    case 'not_me':
      return say('不是我', 'That was not me')
    case 'form':
      return say('填写表格', 'Fill in the form')
    case 'empty':
      return say('自己写', 'Write freely')
  }
}

function clock(at: Date, facts: ThreadFacts): string {
  return sayTime(at, facts.language, facts.timeZone, 'clock')
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
