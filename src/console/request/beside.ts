// What the request's newest mail says, beside the form with which staff act on it: nobody answers what they have to remember.

import { html } from 'hono/html'
import type { PathParts } from '../../desk/parts.ts'
import type { RequestRecord } from '../../desk/request-record.ts'
import type { Say } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { momentOf, type Reading } from '../times.ts'
import { readEntry } from './thread.ts'

export async function mailBeside(
  say: Say,
  parts: PathParts,
  request: RequestRecord,
  reading: Reading,
): Promise<Markup> {
  const mail = request.mails.at(-1)
  if (mail === undefined) return html``
  const { said } = await readEntry(parts, mail)
  const words = said.newText.trim()
  return await html`<aside class="card beside" aria-label="${say('最近的来信', 'The newest mail')}">
  <h2>${say('最近的来信', 'The newest mail')}</h2>
  <p><b>${mail.fromAddress ?? say('无法辨认发件人', 'Nobody that could be made out')}</b> <small>${momentOf(mail.arrivedAt, reading)}</small><span class="subject">${mail.subject ?? ''}</span></p>
  <div class="words" dir="auto" tabindex="0">${words === '' ? say('（没有新写的文字）', '(no words of its own)') : words}</div>
  ${request.mails.length < 2 ? '' : html`<p><small>${say(`共 ${request.mails.length} 封来信，见请求页面`, `${request.mails.length} mails in all, on the request's page`)}</small></p>`}
</aside>`
}
