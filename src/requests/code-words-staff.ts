// Words for the codes of what staff do and what waits for them, beside those of code-words.ts.

import type { Label } from './words.ts'

export const staffCodeWords: Record<string, Label> = {
  // what staff did
  claimed: { zh: '认领', en: 'claimed' },
  assigned: { zh: '指派', en: 'assigned' },
  released: { zh: '放回', en: 'let go' },
  handed_over: { zh: '移交', en: 'handed over' },
  noted: { zh: '内部备注', en: 'internal note' },
  merged: { zh: '并入另一请求', en: 'merged into another request' },
  duplicate_added: { zh: '并入重复请求', en: 'a duplicate was merged in' },
  reopened: { zh: '重新打开', en: 'reopened' },
  acts_changed: { zh: '更改办理内容', en: 'what is asked was changed' },
  approved: { zh: '批准办理', en: 'approved' },
  approved_first: { zh: '第一人批准', en: 'approved by the first person' },
  second_approval: { zh: '等待第二人批准', en: 'waits for a second person' },
  answered: { zh: '已书面答复', en: 'answered in words' },
  answered_by_staff: { zh: '专人已答复', en: 'answered by staff' },
  approved_by_staff: { zh: '专人已批准', en: 'approved by staff' },
  asked_by_staff: { zh: '专人已询问', en: 'asked by staff' },
  staff_question: { zh: '专人提问', en: "staff's question" },
  by_staff: { zh: '由专人核实', en: 'by staff' },
  extended: { zh: '延长期限', en: 'deadline extended' },
  file_exported: { zh: '导出完整档案', en: 'the whole file was exported' },
  mail_rerun: { zh: '重新处理来信', en: 'mail run again' },
  // why it waits
  still_unclear: { zh: '询问后仍不明确', en: 'still unclear after asking' },
  loop: { zh: '疑似邮件循环', en: 'may be a mail loop' },
  not_readable_whole: { zh: '未能读全', en: 'could not be read whole' },
  part_of_a_mail: { zh: '只是一封邮件的一部分', en: 'only a part of a mail' },
  platform_refused: { zh: '平台拒绝了改动', en: 'the platform refused the change' },
  platform_unavailable: { zh: '平台数据库不可用', en: 'the platform database is away' },
  platform_schema_mismatch: { zh: '数据地图不再相符', en: 'the data map no longer fits' },
  export_failed: { zh: '导出文件未能写出', en: 'the export could not be written' },
  state_moved_on: { zh: '账号此后有变动', en: 'the account changed meanwhile' },
  subject_missing: { zh: '账号已不存在', en: 'the account is gone' },
  email_change: { zh: '要求更换登记邮箱', en: 'the registered address is to change' },
  // why not
  not_the_data_subject: { zh: '不能确认是本人', en: 'not established to be the data subject' },
  unfounded_or_excessive: { zh: '明显无理或过于频繁', en: 'manifestly unfounded or excessive' },
  law_requires_keeping: { zh: '法律要求保存', en: 'the law requires keeping' },
  others_rights: { zh: '会损害他人权利', en: "others' rights" },
  no_such_data: { zh: '没有这些信息', en: 'no such data' },
  disclosure_without_basis: { zh: '没有披露依据', en: 'no basis for disclosure' },
  other_reason: { zh: '其他理由', en: 'another reason' },
  // who proved it
  both_addresses: { zh: '新旧邮箱均已确认', en: 'codes from the old and the new address' },
  pass: { zh: '通过', en: 'pass' },
  fail: { zh: '未通过', en: 'fail' },
  none: { zh: '没有', en: 'none' },
  joined: { zh: '归入已有请求', en: 'belongs to a request' },
  foreign: { zh: '带有别人的编号，不予采信', en: "carries another's mark: not believed" },
  // codes of a challenge
  answered_code: { zh: '已答对', en: 'answered' },
  replaced: { zh: '已由新码取代', en: 'replaced by a new one' },
  operator: { zh: '运维人员', en: 'operator' },
}
