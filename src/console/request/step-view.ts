// A step before it is taken, as staff see it: what it becomes, for which account, what exactly is done and to how many rows, the
// letter word by word in both languages, and what to beware of.

import { html } from 'hono/html'
import type { StaffStep } from '../../desk/staff-step.ts'
import type { Say } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { stateTag } from '../request-words.ts'
import { statementWords } from './act-words.ts'
import { cautionWords } from './refusal-words.ts'
import { touchesTable } from './subject-preview.ts'
import { withoutSecret } from './thread-view.ts'

export function stepView(say: Say, step: StaffStep): Markup {
  const { subject, statements, touches, letters, cautions } = step
  return html`<div class="step">
  ${cautions.map((caution) => html`<p class="note warn">${say(cautionWords[caution].zh, cautionWords[caution].en)}</p>`)}
  <dl class="facts">
    <div><dt>${say('请求将变为', 'The request becomes')}</dt><dd>${stateTag(say, step.becomes)}</dd></div>
    ${subject === null ? '' : html`<div><dt>${say('账号', 'Account')}</dt><dd>${subject.key}${subject.name === null ? '' : ` (${subject.name})`} · ${subject.address ?? say('没有登记地址', 'no stored address')}</dd></div>`}
    ${statements.length === 0 ? '' : html`<div><dt>${say('将办理', 'Will be done')}</dt><dd><ul>${statements.map((statement) => html`<li>${statementWords(say, statement)}</li>`)}</ul></dd></div>`}
  </dl>
  ${touches.length === 0 ? '' : touchesTable(say, touches)}
  ${letters.map(
    (letter) =>
      html`<article class="letter"><header><small>${say('寄往', 'To')} ${letter.to}</small><b>${letter.subject}</b></header><div class="words" dir="auto" tabindex="0">${withoutSecret(letter.text, say)}</div></article>`,
  )}
</div>`
}

/** A letter to the desk's own people is none that the requester reads. */
export function lettersOut(step: StaffStep, own: string[]): StaffStep {
  return { ...step, letters: step.letters.filter((letter) => !own.includes(letter.to)) }
}
