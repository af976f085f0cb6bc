// What carries a request out or ends it: approval by whoever knows who asks, the one-time code after all, declining with a legal reason.

import { html, raw } from 'hono/html'
import { type DeclineReasonCode, declineReasonCodes, declineReasons } from '../../../desk/decline-reasons.ts'
import { decline } from '../../../desk/staff.ts'
import { approve } from '../../../desk/staff-approval.ts'
import { challenge } from '../../../desk/staff-challenge.ts'
import type { Markup } from '../../layout.ts'
import { type Action, type ActionFacts, missing } from './action.ts'
import { accountFields, actChoice, actFields, labelOf, subjectChoice, textArea } from './fields.ts'

const held = ({ state }: { state: string }) => state === 'held'

export const approveAction: Action = {
  name: 'approve',
  label: { zh: '批准办理', en: 'Approve' },
  lead: {
    zh: '您以其他方式核实了对方身份。系统照下面所示办理，结果只寄往账号的登记地址。',
    en: "You have proved another way who asks. The desk carries out what is shown next; the result goes to the account's stored address alone.",
  },
  main: true,
  key: 'a',
  permission: 'act',
  offered: held,
  fields: (facts) => {
    const { say, form, request } = facts
    return html`${textArea('reason', say('如何核实的', 'How you know that the data subject asks'), form.one('reason'), {
      hint: say(
        '写入经过，例如：按登记的号码回拨确认。',
        'Goes into the trail, such as: called back on the number on file.',
      ),
    })}
    ${routeField(facts)}${accountFields(facts)}${actFields(facts, request.acts.length === 0)}`
  },
  prepare: async ({ parts, request, form, staff }) => {
    const reason = form.one('reason')
    if (reason === '') return missing('请写明如何核实的。', 'Say how you know that the data subject asks.')
    const route = form.one('route') || null
    const approval = { by: staff.name, reason, route, subject: subjectChoice(form), choice: actChoice(form) }
    return await approve(parts, request.reference, approval)
  },
}

/** Where the operator has set second routes: an account without a stored address is approved on one of them alone. */
function routeField({ say, form, parts }: ActionFacts): Markup {
  const routes = parts.settings.verification.secondRoutes
  if (routes.length === 0) return html``
  const option = (value: string, words: string) =>
    html`<option value="${value}"${form.one('route') === value ? raw(' selected') : ''}>${words}</option>`
  return html`<div><label for="route">${say('经哪一途径核实', 'The route on which you verified them')} <small>${say('账号没有登记地址时必选', 'needed where the account has no address')}</small></label>
  <select id="route" name="route">${option('', say('其他方式', 'another way'))}${routes.map(({ name, words }) => option(name, `${name}: ${say(words.zh, words.en)}`))}</select></div>`
}

export const challengeAction: Action = {
  name: 'challenge',
  label: { zh: '发确认码', en: 'Send a code' },
  lead: {
    zh: '把确认码寄往账号的登记地址，信里写明将办什么；对方答对即办。以前的码作废。',
    en: "A code goes to the account's stored address in a letter that says what exactly will be done; the right answer carries it out. Codes sent before are void.",
  },
  main: true,
  key: 'c',
  permission: 'act',
  offered: held,
  fields: (facts) => html`${accountFields(facts)}${actFields(facts, facts.request.acts.length === 0)}`,
  prepare: async ({ parts, request, form, staff }) =>
    await challenge(parts, request.reference, {
      by: staff.name,
      subject: subjectChoice(form),
      choice: actChoice(form),
    }),
}

export const declineAction: Action = {
  name: 'decline',
  label: { zh: '不予办理', en: 'Decline' },
  lead: {
    zh: '写明法律理由，并告知对方可以向谁投诉。',
    en: 'Names the legal reason, and where the requester can complain.',
  },
  main: true,
  permission: 'disclose_or_erase',
  offered: held,
  fields: (facts) => {
    const { say, form } = facts
    const optional = (name: string, label: string, lang: string) =>
      html`<div><label for="${name}">${label}</label><textarea id="${name}" name="${name}" rows="4" lang="${lang}">${raw('\n')}${form.one(name)}</textarea></div>`
    return html`<fieldset><legend>${say('理由', 'Reason')}</legend><div class="reasons">${declineReasonCodes.map(
      (code) =>
        html`<label><input type="radio" name="code" value="${code}"${form.one('code') === code ? raw(' checked') : ''}> <span>${say(declineReasons[code].zh, declineReasons[code].en)}</span></label>`,
    )}<label><input type="radio" name="code" value="other_reason"${form.one('code') === 'other_reason' ? raw(' checked') : ''}> <span>${say('其他理由（在下面写明）', 'Another reason, in your words below')}</span></label></div></fieldset>
    <div class="two">${optional('zh', say('自己的措辞（中文）', 'Your own words in Chinese'), 'zh-CN')}${optional('en', say('自己的措辞（英文）', 'Your own words in English'), 'en')}</div>`
  },
  prepare: async ({ parts, request, form, staff }) => {
    const code = form.one('code')
    const known = declineReasonCodes.find((each): each is DeclineReasonCode => each === code)
    const reason = labelOf(form) ?? (known === undefined ? null : declineReasons[known])
    if (reason === null)
      return missing(
        '没有理由不能拒绝：请选一项，或用两种文字写明。',
        'Nobody is declined without a reason: choose one, or write it in both languages.',
      )
    return await decline(parts, request.reference, { by: staff.name, reason, code: known ?? 'other_reason' })
  },
}
