// The conversation on the page. Whatever a mail holds is text here: nothing of it is markup of the page, nothing is fetched.
// How a mail was laid out, and what pictures hang on it, is shown in frames of their own (../mails/html-frame.ts).

import { html } from 'hono/html'
import type { Say } from '../../requests/say-code.ts'
import { sayCode } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { canLookAt } from '../mails/attachment-look.ts'
import { htmlFrame } from '../mails/html-frame.ts'
import { momentOf, type Reading } from '../times.ts'
import { decisionsView } from './decisions-view.ts'
import type { Entry, LetterEntry, MailEntry } from './thread.ts'

export function threadView(say: Say, entries: Entry[], reading: Reading): Markup {
  return html`<section class="thread" aria-label="${say('往来信件', 'Conversation')}">
  <h2>${say('往来信件', 'Conversation')}</h2>
  ${entries.map((entry) => (entry.kind === 'mail' ? mailView(say, entry, reading) : letterView(say, entry, reading)))}
</section>`
}

export function mailView(say: Say, { mail, said, hasSource, hasHtml }: MailEntry, reading: Reading): Markup {
  return html`<article class="message incoming" id="mail-${mail.id}">
  <header><div><b>${mail.fromAddress ?? say('无法辨认发件人', 'Nobody that could be made out')}</b>
    <span class="subject">${mail.subject ?? ''}</span></div>
    ${momentOf(mail.arrivedAt, reading)}</header>
  ${mail.forgottenAt === null ? '' : html`<p class="gone">${say('来信内容已按保存期限删除。', 'The words of this mail were removed when their time was over.')}</p>`}
  ${said.newText.trim() === '' ? html`<p class="gone">${mail.forgottenAt === null ? say('（没有新写的文字）', '(no words of its own)') : ''}</p>` : html`<div class="words" dir="auto">${said.newText.trim()}</div>`}
  ${folded(say('转发的内容', 'Forwarded'), said.forwardedText)}
  ${folded(say('引用的旧信', 'Quoted'), said.quotedText)}
  ${hasHtml ? htmlFrame(say('来信的版式（HTML，已净化）', 'As it was laid out (HTML, made harmless)'), `/mails/${mail.id}/html`) : ''}
  ${attachments(say, mail.id, { said, hasSource })}
  ${said.problems.length === 0 ? '' : html`<p class="gone">${say('读取时发现', 'Found while reading')}: ${said.problems.join(', ')}</p>`}
  ${decisionsView(say, mail)}
  ${hasSource ? html`<p class="source"><a href="/mails/${mail.id}/source">${say('看原文（纯文本）', 'Source as text')}</a></p>` : ''}
</article>`
}

function folded(title: string, text: string): Markup {
  if (text.trim() === '') return html``
  return html`<details class="folded"><summary>${title}</summary><div class="words" dir="auto">${text.trim()}</div></details>`
}

function attachments(say: Say, mailId: string, { said, hasSource }: Pick<MailEntry, 'said' | 'hasSource'>): Markup {
  if (said.attachments.length === 0) return html``
  return html`<div class="files"><p><small>${say('图片和纯文本可在隔离框中查看；其余只能原样下载，请当作不可信的文件。', 'Pictures and plain text can be looked at, sealed off. The rest is only handed on as it came: treat it as untrusted.')}</small></p>
  <ul>${said.attachments.map(
    (
      file,
      index,
    ) => html`<li><span class="file-name" dir="auto">${file.name}</span> <small>${file.contentType} · ${sizeText(file.bytes)}</small>
    ${hasSource ? html`<a class="button small" href="/mails/${mailId}/attachments/${index}">${say('下载', 'Download')}</a>` : ''}
    ${hasSource && canLookAt(file) ? htmlFrame(say('查看', 'Look at it'), `/mails/${mailId}/attachments/${index}/look`, file.name) : ''}</li>`,
  )}</ul></div>`
}

function letterView(say: Say, { letter }: LetterEntry, reading: Reading): Markup {
  const left = letter.state === 'sent'
  return html`<article class="message outgoing" id="letter-${letter.id}">
  <header><div><b>${sayCode(say, `letter:${letter.template}`)}</b><span class="subject">${letter.subject}</span></div>
    ${momentOf(letter.sentAt ?? letter.createdAt, reading)}</header>
  <p class="to"><small>${say('寄往', 'To')} ${letter.recipient === '' ? say('（已删除）', '(removed)') : letter.recipient}</small>
    <span class="tag ${left ? 'good' : letter.state === 'queued' ? 'blue' : 'bad'}">${sayCode(say, letter.state)}</span>
    ${letter.error === null ? '' : html`<small>${letter.error}</small>`}</p>
  ${letter.text === '' ? html`<p class="gone">${say('信件内容已按保存期限删除。', 'Its words were removed when their time was over.')}</p>` : html`<details class="folded"><summary>${say('全文', 'Its words')}</summary><div class="words" dir="auto">${withoutSecret(letter.text, say)}</div></details>`}
  ${letter.text === '' ? '' : htmlFrame(say('寄出的样子', 'As it was sent'), `/letters/${letter.id}/html`)}
  ${letter.attachmentName === null ? '' : html`<p><small>${say('附件', 'Attached')}: ${letter.attachmentName}</small></p>`}
</article>`
}

/** Nobody but the recipient reads the code. */
export function withoutSecret(text: string, say: Say): string {
  return text.replaceAll('{{secret}}', say('［确认码］', '[code]')).trim()
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
