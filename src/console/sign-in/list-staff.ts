// Every account with how it is secured and when it was last used, for the staff page and the command line.

import type { Db } from '../../db/client.ts'
import type { Role } from '../staff-member.ts'

export interface ListedStaff {
  id: string
  name: string
  email: string
  role: Role
  /** invited: no way to sign in was set yet */
  state: 'active' | 'invited' | 'disabled'
  secondFactor: boolean
  passkeys: number
  lastSeenAt: Date | null
}

export async function listStaff(db: Db): Promise<ListedStaff[]> {
  const rows = await db.staff.findMany({
    orderBy: { id: 'asc' },
    include: {
      _count: { select: { credentials: true, passkeys: true } },
      sessions: { select: { updatedAt: true }, orderBy: { updatedAt: 'desc' }, take: 1 },
    },
  })
  return rows.map(({ id, name, email, role, disabledAt, twoFactorEnabled, _count, sessions }) => ({
    id,
    name,
    email,
    role,
    state: disabledAt !== null ? 'disabled' : _count.credentials + _count.passkeys === 0 ? 'invited' : 'active',
    secondFactor: twoFactorEnabled,
    passkeys: _count.passkeys,
    lastSeenAt: sessions[0]?.updatedAt ?? null,
  }))
}
