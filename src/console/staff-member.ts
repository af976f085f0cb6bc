// Who works in the console and what each role may do. An agent answers; an officer may also disclose and erase; an auditor only
// reads. An admin keeps the accounts and reads: whoever can make accounts could otherwise be both of the two persons that an
// erasure may need. A desk of one or two people needs no admin: `habeas staff` on the machine itself does all of it.

export const roles = ['agent', 'officer', 'auditor', 'admin'] as const
export type Role = (typeof roles)[number]

export type Permission = 'read' | 'act' | 'disclose_or_erase' | 'administer' | 'audit'

export interface StaffMember {
  id: string
  name: string
  email: string
  role: Role
  language: 'zh' | 'en'
}

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  agent: ['read', 'act'],
  officer: ['read', 'act', 'disclose_or_erase'],
  auditor: ['read', 'audit'],
  admin: ['read', 'administer', 'audit'],
}

export function may(member: Pick<StaffMember, 'role'>, permission: Permission): boolean {
  return granted[member.role].includes(permission)
}
