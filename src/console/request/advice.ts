// What a held request's reason means and what can be done about it, for whoever opens it first thing in the morning.

import type { Label } from '../../requests/words.ts'

const advice: Record<string, Label> = {
  needs_a_person: {
    zh: '系统没有把握对方要什么。读来信，再批准、请对方用确认码核实，或不予办理。',
    en: 'The desk is not sure what is asked. Read the mail, then approve, send a code, or decline.',
  },
  taken_back: {
    zh: '删除已叫停，账号没有动过。请答复对方；仍要删除的可重新批准。',
    en: 'The deletion was stopped and the account is as it was. Answer its owner; approve again if it is wanted after all.',
  },
  still_unclear: {
    zh: '已询问过一次仍不明确。读来信，先更改办理内容，再批准或发确认码；或直接答复。',
    en: 'Asked back once and still not clear. Put right what is asked, then approve or send a code; or answer.',
  },
  contradiction: {
    zh: '来信前后矛盾。先问清楚，或更改办理内容。',
    en: 'The mail contradicts itself. Ask the sender, or put right what is asked.',
  },
  several_subjects_match: {
    zh: '有多个账号登记了此地址。批准或发确认码时指明账号。',
    en: 'Several accounts have this address. Name the account when you approve or send a code.',
  },
  too_many_wrong_codes: {
    zh: '确认码多次答错。可发新码；已用其他方式核实的可批准；否则不予办理。',
    en: 'Nobody could give the code. Send a new one; approve if you know who asks; or decline.',
  },
  names_other_account: {
    zh: '信中点名的账号不是发件人的。查清后指明账号发确认码，或不予办理。',
    en: "The mail names an account that is not the sender's. Send a code to the right account, or decline.",
  },
  code_with_reservation: {
    zh: '确认码正确，但信中另有保留。读来信；仍要办的批准，否则答复或不予办理。',
    en: 'The right code came with words against the act. Approve if it is wanted all the same; else answer or decline.',
  },
  letter_bounced: {
    zh: '有信被退回。换一种方式联系本人，再批准或不予办理。',
    en: 'A letter came back. Reach the person another way, then approve or decline.',
  },
  foreign_reference: {
    zh: '来信带有别人请求的编号，或并不存在的编号。别的请求未受影响；此信按新来信处理。',
    en: "The mail carries another person's reference, or one that does not exist. No other request was touched; treat this one by itself.",
  },
  value_holds_a_link: {
    zh: '新值含有网址，确认信会把它寄给登记邮箱，可能被人利用来投递链接。内容无碍再批准或要求确认码，否则不予办理。',
    en: 'The new value holds a link, which the letter with the code would carry to the stored address, whoever wrote. Approve or ask for a code if it is harmless; else decline.',
  },
  too_large: {
    zh: '邮件过大，只收了开头。请到邮箱里看全文，再更改办理内容或答复。',
    en: 'Too large: only its beginning is here. Read it in the mailbox, then put right what is asked, or answer.',
  },
  topic_question: {
    zh: '对方在咨询如何处理个人信息。请答复。',
    en: 'A question about how data is handled. Answer it.',
  },
  topic_complaint: {
    zh: '投诉。请答复；若同时要求行使权利，先更改办理内容。',
    en: 'A complaint. Answer it; if it asks for a right too, put right what is asked first.',
  },
  topic_disclosure: {
    zh: '有人索要他人数据。除非出示法律依据，否则不予办理；绝不能向其本人批准。',
    en: "Somebody asks for another person's data. Decline unless a legal basis is shown; never approve to them.",
  },
  topic_minor: {
    zh: '涉及未成年人。先核实监护关系，再批准或答复。',
    en: 'About a child. Establish guardianship first, then approve or answer.',
  },
  topic_other: { zh: '不是系统认识的请求。请答复。', en: 'No request that the desk knows. Answer it.' },
  subject_missing: {
    zh: '平台上已没有此账号。请书面答复。',
    en: 'The account is gone from the platform. Answer by hand.',
  },
  platform_refused: {
    zh: '平台拒绝了改动。修好后再批准。',
    en: 'The platform refused the change. Mend it, then approve again.',
  },
  platform_unavailable: {
    zh: '平台数据库长时间不可用。恢复后再批准。',
    en: 'The platform database was away for long. Approve again once it is back.',
  },
  platform_schema_mismatch: {
    zh: '数据地图与平台不再相符。修好后再批准。',
    en: 'The data map no longer fits the platform. Mend it, then approve again.',
  },
  export_failed: {
    zh: '导出文件未能写出，多半是磁盘已满。腾出空间后再批准。',
    en: 'The export could not be written, mostly for want of space. Make room, then approve again.',
  },
  state_moved_on: {
    zh: '计划之后账号又有变动。看过再书面答复。',
    en: 'The account changed after the act was planned. Look at it, then answer by hand.',
  },
  second_approval: {
    zh: '第一人已批准。请另一位有权限的同事核对后批准。',
    en: 'One person has approved. Another officer looks and approves the same.',
  },
  reopened: { zh: '已重新打开。读备注与经过，再决定。', en: 'Reopened. Read notes and trail, then decide anew.' },
  restored: {
    zh: '数据曾从备份恢复，此事可能已答复过。核对已发出的信再办。',
    en: 'The desk was restored from a backup: this may be answered already. Look at the letters before you act.',
  },
}

/** Null where the code says it all. */
export function adviceFor(reason: string | null): Label | null {
  if (reason === null) return null
  const change = {
    zh: '这项更改可能把账号交到别人手里。确信是本人再批准，否则不予办理。',
    en: 'This value may move the account to somebody else. Approve only if you are sure who asks; else decline.',
  }
  return advice[reason] ?? (/^\w+_change$/.test(reason) ? change : null)
}
