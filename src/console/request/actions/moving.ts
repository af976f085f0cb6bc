// What moves a request between people and states without deciding it: claim, let go, hand over, note, other acts, reopen.

import { html, raw } from 'hono/html'
import { changeActs } from '../../../desk/staff-change.ts'
import { claim, handOver, release } from '../../../desk/staff-claim.ts'
import { addNote } from '../../../desk/staff-note.ts'
import { reopen } from '../../../desk/staff-reopen.ts'
import { takeBack } from '../../../desk/staff-take-back.ts'
import { isOpen } from '../../../requests/states.ts'
import { may } from '../../staff-member.ts'
import { type Action, missing } from './action.ts'
import { actChoice, actFields, textArea } from './fields.ts'

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
  fields: ({ say, form, colleagues }) =>
    html`<div><label for="to">${say('交给', 'To')}</label><select id="to" name="to"><option value="officer">${say('隐私专员（会收到邮件通知）', 'the privacy officer, who is told by mail')}</option>${colleagues.map(
      (name) =>
        html`<option value="staff:${name}"${form.one('to') === `staff:${name}` ? raw(' selected') : ''}>${name}</option>`,
    )}</select></div>
    ${textArea('words', say('说明', 'What they should know'), form.one('words'))}`,
  prepare: async ({ parts, request, form, staff, colleagues }) => {
    const words = form.one('words')
    if (words === '') return missing('请写明要注意什么。', 'Say what they should know.')
    const colleague = colleagues.find((name) => form.one('to') === `staff:${name}`)
    if (colleague === undefined && form.one('to') !== 'officer') return missing('请选交给谁。', 'Choose to whom.')
    const to = colleague === undefined ? { role: 'officer' as const } : { staff: colleague }
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
