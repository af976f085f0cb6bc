// Words of staff to the requester: an answer, freely or from a beginning; a question whose answer the path takes up.

import { html, raw } from 'hono/html'
import { answer } from '../../../desk/staff.ts'
import { askSender } from '../../../desk/staff-change.ts'
import { type Action, missing } from './action.ts'
import { cannedAnswers } from './canned-answers.ts'
import { bothLanguages, labelOf } from './fields.ts'

const needsBoth = missing(
  '两种文字都要写：信里两种文字并列。',
  'Both languages are needed: the letter holds them side by side.',
)
const held = ({ state }: { state: string }) => state === 'held'

export const answerAction: Action = {
  name: 'answer',
  label: { zh: '答复', en: 'Answer' },
  lead: {
    zh: '以书面答复结束这个请求。信寄往账号的登记地址；没有账号时寄往来信地址。',
    en: "Closes the request with an answer in words. The letter goes to the account's stored address; where there is no account, to whoever wrote.",
  },
  main: true,
  key: 'r',
  permission: 'act',
  offered: held,
  fields: (facts) => {
    const { say, form, request } = facts
    const canned = cannedAnswers[form.one('from')]
    return html`<nav class="canned" aria-label="${say('从范文开始', 'Begin from')}"><span>${say('范文', 'Begin from')}:</span> ${Object.entries(
      cannedAnswers,
    ).map(
      ([name, { title }]) =>
        html`<a class="chip" href="/requests/${request.reference}/answer?from=${name}"${form.one('from') === name ? raw(' aria-current="true"') : ''}>${say(title.zh, title.en)}</a>`,
    )}</nav>
    ${bothLanguages(facts, 9, { what: { zh: '答复', en: 'Your answer' }, given: canned?.words })}
    <div class="ticks"><label><input type="checkbox" name="stay" value="1"${form.one('stay') === '1' ? raw(' checked') : ''}> ${say('答复后仍留待处理', 'The request stays with staff afterwards')}</label></div>`
  },
  prepare: async ({ parts, request, form, staff }) => {
    const words = labelOf(form)
    if (words === null) return needsBoth
    if (/[[［][^\]］]*[\]］]/.test(words.zh + words.en) && form.one('from') !== '')
      return missing('范文里方括号中的内容还没有填写。', 'The brackets of the beginning are not filled in yet.')
    return await answer(parts, request.reference, { ...words, stayHeld: form.one('stay') === '1' }, staff.name)
  },
}

export const askAction: Action = {
  name: 'ask',
  label: { zh: '询问对方', en: 'Ask the sender' },
  lead: {
    zh: '把问题寄给对方；对方的回信由系统接着处理。期限照走。',
    en: 'Puts a question to the sender; their reply is taken up by the desk. The clock goes on.',
  },
  main: true,
  permission: 'act',
  offered: held,
  fields: (facts) => bothLanguages(facts, 5, { what: { zh: '问题', en: 'Your question' } }),
  prepare: async ({ parts, request, form, staff }) => {
    const question = labelOf(form)
    return question === null ? needsBoth : await askSender(parts, request.reference, { by: staff.name, question })
  },
}
