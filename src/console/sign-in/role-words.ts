// What each role is called, and what it may, in words.

import type { Label } from '../../requests/words.ts'
import type { Role } from '../staff-member.ts'

export const roleWords: Readonly<Record<Role, Label>> = {
  agent: { zh: '专员', en: 'agent' },
  officer: { zh: '负责人', en: 'officer' },
  auditor: { zh: '审计', en: 'auditor' },
  admin: { zh: '管理员', en: 'admin' },
}

export const roleMeaning: Readonly<Record<Role, Label>> = {
  agent: { zh: '查看和答复请求', en: 'reads and answers requests' },
  officer: { zh: '另可批准披露与删除', en: 'approves disclosures and deletions too' },
  auditor: { zh: '只能查看，包括操作记录', en: 'reads only, the trail too' },
  admin: { zh: '管理账户并可查看，包括操作记录', en: 'keeps the accounts and reads, the trail too' },
}
