// A new mail: ready examples in both languages, subject, text, and what is special about the mail.

import { html, raw } from 'hono/html'
import { type Example, exampleGroups, examples } from '../examples.ts'
import type { Person } from '../people.ts'
import type { PageLanguage, Say } from '../say.ts'
import type { Item } from './item.ts'
import { item } from './item.ts'

export interface ComposeFacts {
  person: Person
  privacyAddress: string
  language: PageLanguage
  say: Say
  /** reference of the writer's newest request, for the examples about it */
  reference: string | null
}

export function composeItem(facts: ComposeFacts): Promise<Item> {
  const { person, privacyAddress, language, say } = facts
  const first = filled(examples[0] as Example, language, facts)
  return item(
    `compose-${person.key}`,
    html`<form class="compose" method="post" action="/sandbox/mails" data-compose>
      <input type="hidden" name="as" value="${person.key}">
      <input type="hidden" name="shape" value="plain">
      <div class="examples" data-language="${language}">
        <div class="examples-head">
          <span>${say('现成的例子', 'Ready examples')}</span>
          <span class="segmented" role="group" aria-label="${say('例子的语言', 'Language of the examples')}">
            <button type="button" data-example-language="zh" aria-pressed="${String(language === 'zh')}">中文信</button>
            <button type="button" data-example-language="en" aria-pressed="${String(language === 'en')}">English mail</button>
          </span>
        </div>
        ${exampleGroups.map(
          (
            group,
          ) => html`<div class="example-group"><small>${say(group.label.zh, group.label.en)}</small><div class="chips">
            ${examples.filter((example) => example.group === group.key).map((example) => chip(example, facts))}
          </div></div>`,
        )}
      </div>
      ${forgedNote(person, say)}
      <p class="notice" data-shape-note hidden></p>
      <label class="line"><span>${say('发件人', 'From')}</span><output>${person.address}</output></label>
      <label class="line"><span>${say('收件人', 'To')}</span><output>${privacyAddress}</output></label>
      <label class="line"><span>${say('主题', 'Subject')}</span><input name="subject" value="${first.subject}" maxlength="300" autocomplete="off"></label>
      <textarea name="text" rows="8" maxlength="100000" aria-label="${say('正文', 'Text')}">${first.text}</textarea>
      <div class="actions"><button class="primary" type="submit">${say('发送', 'Send')}</button><span class="hint">${say('经 SMTP 送进真实的邮箱', 'over SMTP, into a real mailbox')}</span></div>
    </form>`,
  )
}

function chip(example: Example, facts: ComposeFacts) {
  const { say } = facts
  const data = (['zh', 'en'] as const).map((language) => {
    const { subject, text } = filled(example, language, facts)
    return html`data-subject-${raw(language)}="${subject}" data-text-${raw(language)}="${text}"`
  })
  const pressed = String(example === examples[0])
  return html`<button type="button" class="chip" data-shape="${example.shape}" data-note="${shapeNote(example, say)}" aria-pressed="${pressed}" ${data}>${say(example.label.zh, example.label.en)}</button>`
}

function filled(example: Example, language: PageLanguage, facts: ComposeFacts): { subject: string; text: string } {
  const name = facts.person.signature[language]
  const fill = (text: string) =>
    text
      .replaceAll('{name}', name)
      .replaceAll('{reference}', facts.reference ?? '')
      .replaceAll(/ {2,}| +(?=[?？，。,.]|$)/gm, (blanks) => (blanks.length > 1 ? ' ' : ''))
  return { subject: fill(example.subject[language]).trim(), text: fill(example.text[language]) }
}

function shapeNote(example: Example, say: Say): string {
  switch (example.shape) {
    case 'plain':
      return ''
    case 'auto_reply':
      return say(
        '这封信带有 Auto-Submitted: auto-replied 头，像休假自动回复那样。',
        'This mail carries Auto-Submitted: auto-replied, as an out-of-office answer does.',
      )
    case 'list':
      return say(
        '这封信带有 List-Id 和 Precedence: list 头，像邮件列表那样。',
        'This mail carries List-Id and Precedence: list, as a mailing list does.',
      )
    case 'bounce':
      return say(
        '这封信是退信报告（multipart/report），信封发件人为空。',
        'This mail is a delivery report (multipart/report) with an empty envelope sender.',
      )
    case 'attachment_only':
      return say('这封信正文为空，只附一张图片。', 'This mail has no text, only a picture attached.')
  }
}

function forgedNote(person: Person, say: Say) {
  if (person.kind !== 'forger') return ''
  return html`<p class="notice warn">${say(
    `From 写着 ${person.address}，但信从 ${person.envelopeFrom} 的服务器发出。看看能不能骗到数据。`,
    `From says ${person.address}, yet the mail leaves from the server of ${person.envelopeFrom}. See whether it gets at any data.`,
  )}</p>`
}
