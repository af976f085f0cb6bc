// What moves a request between people and states without deciding it: claim, let go, hand over, note, other acts, extend, reopen.

import { html, raw } from 'hono/html'
import { changeActs } from '../../../desk/staff-change.ts'
import { claim, handOver, release } from '../../../desk/staff-claim.ts'
import { extend } from '../../../desk/staff-extend.ts'
import { addNote } from '../../../desk/staff-note.ts'
import { reopen } from '../../../desk/staff-reopen.ts'
import { takeBack } from '../../../desk/staff-take-back.ts'
import { regimeNames } from '../../../requests/deadline-words.ts'
import { isOpen } from '../../../requests/states.ts'
import { regimes } from '../../../requests/words.ts'
import { may } from '../../staff-member.ts'
import { type Action, missing } from './action.ts'
import { actChoice, actFields, bothLanguages, labelOf, textArea } from './fields.ts'

const held = ({ state }: { state: string }) => state === 'held'
const needsReason = missing('请写明理由。', 'Give your reason.')

export const claimAction: Action = {
  name: 'claim',
  label: { zh: '认领', en: 'Claim' },
  main: true,
  key: 'm',
  permission: 'act',
  offered: (request) => isOpen(request.state) && request.claimedBy === null,
  prepare: async ({ parts, request, staff }) => await claim(parts, request.reference, { by: staff.name }),
}

export const takeOverAction: Action = {
  name: 'take-over',
  label: { zh: '接手', en: 'Take over' },
  permission: 'disclose_or_erase',
  offered: (request, staff) =>
    isOpen(request.state) &&
    request.claimedBy !== null &&
    request.claimedBy !== staff.name &&
    may(staff, 'disclose_or_erase'),
  prepare: async ({ parts, request, staff }) =>
    await claim(parts, request.reference, { by: staff.name, takeOver: true }),
}

export const releaseAction: Action = {
  name: 'release',
  label: { zh: '放回', en: 'Let go' },
  permission: 'act',
  offered: (request, staff) => isOpen(request.state) && request.claimedBy === staff.name,
  prepare: async ({ parts, request, staff }) => await release(parts, request.reference, { by: staff.name }),
}

/** Its form stands on the request's page. */
export const noteAction: Action = {
  name: 'note',
  label: { zh: '备注', en: 'Note' },
  permission: 'act',
  offered: () => false,
  prepare: async ({ parts, request, form, staff }) =>
    await addNote(parts, request.reference, { by: staff.name, words: form.one('words') }),
}

export const handOverAction: Action = {
  name: 'hand-over',
  label: { zh: '移交', en: 'Hand over' },
  lead: {
    zh: '移交给隐私专员或一位同事，并写明要注意什么。只有同事能看到。',
    en: 'To the privacy officer or to a colleague, with what they should know. Colleagues alone read it.',
  },
  permission: 'act',
  offered: (request) => isOpen(request.state),
  fields: ({ say, form, colleagues }) => {
    const toOfficer = form.one('to') !== 'staff'
    return html`<fieldset><legend>${say('交给', 'To')}</legend><div class="ticks">
    <label><input type="radio" name="to" value="officer"${toOfficer ? raw(' checked') : ''}> ${say('隐私专员', 'the privacy officer')}</label>
    <label><input type="radio" name="to" value="staff"${toOfficer ? '' : raw(' checked')}> ${say('一位同事', 'a colleague')}</label></div></fieldset>
    <div><label for="colleague">${say('同事', 'Colleague')}</label><select id="colleague" name="colleague"><option value="">—</option>${colleagues.map(
      (name) => html`<option${form.one('colleague') === name ? raw(' selected') : ''}>${name}</option>`,
    )}</select></div>
    ${textArea('words', say('说明', 'What they should know'), form.one('words'))}`
  },
  prepare: async ({ parts, request, form, staff, colleagues }) => {
    const words = form.one('words')
    if (words === '') return missing('请写明要注意什么。', 'Say what they should know.')
    const colleague = form.one('colleague')
    if (form.one('to') === 'staff' && !colleagues.includes(colleague))
      return missing('请选一位同事。', 'Choose a colleague.')
    const to = form.one('to') === 'staff' ? { staff: colleague } : { role: 'officer' as const }
    return await handOver(parts, request.reference, { by: staff.name, to, words })
  },
}

export const changeAction: Action = {
  name: 'change',
  label: { zh: '更改办理内容', en: 'Change what is asked' },
  lead: {
    zh: '系统读错了：写明对方实际要什么。请求仍待处理，已有的核实不再算数。',
    en: 'The desk misread it: say what is really asked. The request stays with staff, and what was proved before no longer counts.',
  },
  permission: 'act',
  offered: held,
  fields: (facts) =>
    html`${actFields(facts, true)}${textArea('reason', facts.say('理由', 'Reason'), facts.form.one('reason'), { rows: 2 })}`,
  prepare: async ({ parts, request, form, staff }) => {
    const reason = form.one('reason')
    if (reason === '') return needsReason
    return await changeActs(parts, request.reference, { by: staff.name, choice: actChoice(form), reason })
  },
}

export const extendAction: Action = {
  name: 'extend',
  label: { zh: '延长期限', en: 'Extend' },
  lead: {
    zh: '只能延长一次，且各项适用的法律都允许；会写信告知对方新的日期和理由。',
    en: 'Once, and only where every law that applies allows it; a letter tells the requester the new date and the reason.',
  },
  permission: 'act',
  offered: (request) => isOpen(request.state) && request.extendedUntil === null,
  fields: (facts) => {
    const { say, form } = facts
    return html`<div><label for="until">${say('延长至', 'Until')}</label><input id="until" name="until" type="date" required value="${form.one('until')}"></div>
    ${bothLanguages(facts, 3)}
    <fieldset><legend>${say('只适用这些规定', 'Only these rules apply')} <small>${say('不选即全部启用的', 'none ticked: all that are turned on')}</small></legend><div class="reasons">${regimes.map(
      (regime) =>
        html`<label><input type="checkbox" name="under" value="${regime}"${form.all('under').includes(regime) ? raw(' checked') : ''}> <span>${say(regimeNames[regime].zh, regimeNames[regime].en)}</span></label>`,
    )}</div></fieldset>`
  },
  prepare: async ({ parts, request, form, staff }) => {
    const reason = labelOf(form)
    if (reason === null) return missing('请用两种文字写明理由。', 'Give the reason in both languages.')
    const under = regimes.filter((regime) => form.all('under').includes(regime))
    return await extend(parts, request.reference, { by: staff.name, until: form.one('until'), reason, under })
  },
}

/** Only while a deletion waits. */
export const takeBackAction: Action = {
  name: 'take-back',
  label: { zh: '叫停删除', en: 'Stop the deletion' },
  lead: {
    zh: '删除尚在等待期内：叫停后请求回到待处理，账号保持原样。对方已收到删除日期，请随后答复。',
    en: 'The deletion still waits. Stopped, the request is with staff again and the account stays as it is. Its owner was told the day: answer them afterwards.',
  },
  main: true,
  permission: 'act',
  offered: ({ state, coolingOffUntil }) => state === 'in_progress' && coolingOffUntil !== null,
  fields: ({ say, form }) => textArea('reason', say('理由', 'Reason'), form.one('reason')),
  prepare: async ({ parts, request, form, staff }) => {
    const reason = form.one('reason')
    return reason === '' ? needsReason : await takeBack(parts, request.reference, { by: staff.name, reason })
  },
}

export const reopenAction: Action = {
  name: 'reopen',
  label: { zh: '重新打开', en: 'Reopen' },
  lead: {
    zh: '对方有异议，或先前办错了。最初的期限照算。',
    en: 'The requester objects, or something went wrong. The first clock still runs.',
  },
  main: true,
  permission: 'act',
  offered: (request) => !isOpen(request.state) && request.mergedInto === null && request.reducedAt === null,
  fields: ({ say, form }) => textArea('reason', say('理由', 'Reason'), form.one('reason')),
  prepare: async ({ parts, request, form, staff }) => {
    const reason = form.one('reason')
    return reason === '' ? needsReason : await reopen(parts, request.reference, { by: staff.name, reason })
  },
}
