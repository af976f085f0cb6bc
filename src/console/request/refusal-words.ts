// Why a step of staff was not taken, in words for the page: what is in the way and what to do here, not on a command line.

import type { Obstacle } from '../../desk/staff-plan.ts'
import type { Caution } from '../../desk/staff-step.ts'
import type { Say } from '../../requests/say-code.ts'
import type { Label } from '../../requests/words.ts'

const words: Record<Obstacle['reason'], Label> = {
  state_moved_on: {
    zh: '请求的状态已经变了，什么都没有改动。请看过现在的状态再决定。',
    en: 'The request has moved on meanwhile, and nothing was changed. Look at how it stands now.',
  },
  claimed_by_other: {
    zh: '同事正在处理这个请求，什么都没有改动。请先与其商量；隐私专员可以接手。',
    en: 'A colleague has this request, and nothing was changed. Ask them first; an officer may take it over.',
  },
  no_acts: {
    zh: '请求里没有可办理的内容：请在下面选择要办什么。',
    en: 'The request names nothing to carry out: choose below what is to be done.',
  },
  acts_begun: {
    zh: '其中一部分已经办理：只能照原样批准，或书面答复。',
    en: 'Part of it has been carried out: approve it as it stands, or answer by hand.',
  },
  subject_unknown: {
    zh: '没有找到账号。可在下面指明登记地址或账号编号。',
    en: 'No account was found. Name a stored address or an account key below.',
  },
  several_subjects: {
    zh: '有多个账号登记了此地址：请填写账号编号。',
    en: 'Several accounts share this address: give the account key.',
  },
  no_stored_address: {
    zh: '账号没有登记地址，确认码和结果都无处可寄：请经第二途径核实并在批准时选择它，或在平台上人工办理，再书面答复。',
    en: 'The account has no stored address for a code or a result: verify the person by a second route and approve on it, or carry it out on the platform, then answer.',
  },
  route_unknown: {
    zh: '没有设置这个第二途径（verification.secondRoutes）。',
    en: 'No such second route is set (verification.secondRoutes).',
  },
  value_wrong: { zh: '新值不能采用，请改正。', en: 'The new value cannot be used: put it right.' },
  staff_alone: {
    zh: '这项更改单凭邮箱里的确认码不够：请写明理由后批准，或不予办理。',
    en: 'A code from a mailbox does not suffice for this: approve it with your reason, or decline.',
  },
  nothing_to_do: { zh: '没有可做的改动。', en: 'There is nothing to do.' },
  not_allowed_by_law: { zh: '法律不允许这样做。', en: 'The law does not allow this.' },
  not_proven: {
    zh: '身份还没有核实的请求不能合并：请先核实。',
    en: 'A request whose sender nobody proved cannot be merged: have it proved first.',
  },
  not_the_same: {
    zh: '这两个请求不是同一件事，不能合并。',
    en: 'The two requests are not the same matter and cannot be merged.',
  },
  second_person: {
    zh: '您已批准过：需要另一位有权限的同事批准。',
    en: 'You approved it already: another officer must approve it now.',
  },
}

/** The desk's own words beside, where they name what the general ones cannot. */
const particular: ReadonlySet<Obstacle['reason']> = new Set([
  'value_wrong',
  'several_subjects',
  'nothing_to_do',
  'not_allowed_by_law',
  'not_the_same',
])

export function refusalWords(say: Say, { reason, words: own, zh: ownZh = '' }: Obstacle): string {
  const { zh, en } = words[reason]
  const plain = own
    .replace(/[,:;]? ?(?:with|use|Look at it with|, with)?:? ?habeas [a-z][^.;]*$/, '')
    .replace(/Give the value with --set FIELD=VALUE\.?/, '')
    .replace(/(?:--\w[\w-]*|: name one with --account KEY,)/g, '')
    .replace(/ ?\(\)/g, '')
    .trim()
  return particular.has(reason) ? say(`${zh}${ownZh}`, `${en} ${plain}`.trim()) : say(zh, en)
}

export const cautionWords: Record<Caution, Label> = {
  recipient_unproven: {
    zh: '这封信寄往来信的地址，没有任何依据表明它属于某个账号：不要写入个人信息。',
    en: 'This goes to the address that wrote, which nothing ties to an account: put no personal data into it.',
  },
  left_for_staff: {
    zh: '账号没有登记地址：不会寄出任何结果，请自行交付。副本用 habeas requests export-file 取出。',
    en: 'The account has no stored address: nothing is mailed. Hand the result over yourself, a copy with habeas requests export-file.',
  },
  other_address: {
    zh: '账号的登记地址与来信地址不同；寄出的内容只会到登记地址。',
    en: "The account's stored address is not the one that wrote; what leaves goes to the stored one alone.",
  },
  acts_left_undone: {
    zh: '系统不会办理所求之事：请确认已另行办理，否则改为批准。',
    en: 'What was asked for is not carried out by the desk: see that it was done, or approve instead.',
  },
  done_untold: {
    zh: '其中一部分在转交之前已经办理，还没有信告知：请批准，或在答复里说明。',
    en: 'Part of it was carried out before it was held, and no letter has said so: approve it, or tell of it.',
  },
  address_changes: {
    zh: '账号将改用另一个地址；结果寄往旧地址，好让原主知道。',
    en: 'The account moves to another address; the result goes to the old one, so that its owner hears of it.',
  },
  second_person_needed: {
    zh: '需要另一个人批准同样的内容才会办理。',
    en: 'Another person must approve the same before anything is done.',
  },
  deletion_waits: {
    zh: '删除不会马上进行：批准后先等满等待期，期间账号本人回信即可叫停，您也可以在此撤回批准。',
    en: 'The deletion does not happen yet: once approved it waits out the time that is set. Until then a reply of its owner stops it, and so can you, here.',
  },
  deletion_at_once: {
    zh: '一经批准，删除立即进行，不能撤回。',
    en: 'Once approved, the deletion is carried out at once. It cannot be taken back.',
  },
  partly_done: { zh: '此前已办理的部分不会撤销。', en: 'What was carried out before stays done.' },
}
