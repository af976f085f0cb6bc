// Staff accounts: made, changed, disabled, given back by a one-time link. The operator does it on the command line, an admin on the
// staff page; each change stands in the trail, written in the same transaction.

import { randomBytes } from 'node:crypto'
import { type Db, type Tx, transact } from '../../db/client.ts'
import { DeskError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Chance } from '../../lib/ids.ts'
import type { Role } from '../staff-member.ts'
import type { PageLanguage } from '../words.ts'
import { appendStaffEvent } from './staff-trail.ts'

export interface AccountParts {
  db: Db
  clock: Clock
  chance: Chance
}

const linkLifeMs = 24 * 3_600_000

/** What is printed or shown once: the path of the link and until when it opens. */
export interface Invitation {
  path: string
  expiresAt: Date
}

/** Throws `staff_exists` where the address has an account. */
export async function addStaff(
  parts: AccountParts,
  actor: string,
  { name, email, role, language }: { name: string; email: string; role: Role; language: PageLanguage },
): Promise<{ id: string; invitation: Invitation }> {
  const { db, clock, chance } = parts
  return await transact(db, async (tx) => {
    if ((await tx.staff.findFirst({ where: { email } })) !== null) {
      throw new DeskError('staff_exists', {
        retry: false,
        message: 'That address has an account already: habeas staff list shows all, habeas staff reset gives one back.',
      })
    }
    const now = clock.now()
    const id = chance.id(now)
    await tx.staff.create({ data: { id, name, email, role, language, createdAt: now, updatedAt: now } })
    await appendStaffEvent(tx, clock, { type: 'staff_added', actor, staffId: id, more: { role } })
    return { id, invitation: await makeLink(tx, parts, id) }
  })
}

/** Nothing of what somebody signed in with opens any more; the link sets all of it anew. */
export async function resetStaff(parts: AccountParts, actor: string, staffId: string): Promise<Invitation> {
  const { db, clock } = parts
  return await transact(db, async (tx) => {
    await endSessions(tx, staffId)
    await tx.staffCredential.deleteMany({ where: { staffId } })
    await tx.staffTwoFactor.deleteMany({ where: { staffId } })
    await tx.staffPasskey.deleteMany({ where: { staffId } })
    await tx.staff.update({
      where: { id: staffId },
      data: { twoFactorEnabled: false, disabledAt: null, updatedAt: clock.now() },
    })
    await appendStaffEvent(tx, clock, { type: 'staff_reset', actor, staffId })
    return await makeLink(tx, parts, staffId)
  })
}

/** Ends every session at once. The account stays: the trail names who acted. */
export async function disableStaff({ db, clock }: AccountParts, actor: string, staffId: string): Promise<void> {
  await transact(db, async (tx) => {
    const { count } = await tx.staff.updateMany({
      where: { id: staffId, disabledAt: null },
      data: { disabledAt: clock.now(), updatedAt: clock.now() },
    })
    if (count === 0) return
    await endSessions(tx, staffId)
    await tx.staffLink.deleteMany({ where: { staffId } })
    await appendStaffEvent(tx, clock, { type: 'staff_disabled', actor, staffId })
  })
}

export async function changeRole(
  { db, clock }: AccountParts,
  actor: string,
  { staffId, role }: { staffId: string; role: Role },
): Promise<void> {
  await transact(db, async (tx) => {
    const { count } = await tx.staff.updateMany({
      where: { id: staffId, role: { not: role } },
      data: { role, updatedAt: clock.now() },
    })
    if (count === 0) return
    // what is open in a browser was allowed by the role before
    await endSessions(tx, staffId)
    await appendStaffEvent(tx, clock, { type: 'staff_changed', actor, reason: 'role', staffId, more: { role } })
  })
}

/** Whose a link is, while it opens. */
export async function staffOfLink({ db, clock }: AccountParts, token: string) {
  const link = await db.staffLink.findUnique({
    where: { tokenHash: linkHash(db, token) },
    select: { id: true, usedAt: true, expiresAt: true, staff: true },
  })
  if (link === null || link.usedAt !== null || link.expiresAt <= clock.now()) return null
  return link.staff.disabledAt === null ? { linkId: link.id, staff: link.staff } : null
}

/** Uses the link up and sets the password. False where the link was used meanwhile. */
export async function setPasswordByLink(
  { db, clock, chance }: AccountParts,
  { linkId, staff, passwordHash }: { linkId: string; staff: { id: string; name: string }; passwordHash: string },
): Promise<boolean> {
  return await transact(db, async (tx) => {
    const now = clock.now()
    const { count } = await tx.staffLink.updateMany({
      where: { id: linkId, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    if (count === 0) return false
    await tx.staffCredential.deleteMany({ where: { staffId: staff.id, providerId: 'credential' } })
    await tx.staffCredential.create({
      data: {
        id: chance.id(now),
        staffId: staff.id,
        providerId: 'credential',
        accountId: staff.id,
        password: passwordHash,
        createdAt: now,
        updatedAt: now,
      },
    })
    const event = {
      type: 'staff_password_set',
      actor: `staff:${staff.name}`,
      reason: 'link',
      staffId: staff.id,
    } as const
    await appendStaffEvent(tx, clock, event)
    return true
  })
}

/** Of one link alone: an earlier one no longer opens. */
async function makeLink(tx: Tx, { clock, chance }: AccountParts, staffId: string): Promise<Invitation> {
  const now = clock.now()
  const token = randomBytes(24).toString('base64url')
  const expiresAt = new Date(now.getTime() + linkLifeMs)
  await tx.staffLink.deleteMany({ where: { staffId } })
  await tx.staffLink.create({
    data: { id: chance.id(now), staffId, tokenHash: linkHash(tx, token), createdAt: now, expiresAt },
  })
  return { path: `/welcome/${token}`, expiresAt }
}

function linkHash(db: Pick<Tx, '$deskKey'>, token: string): string {
  return db.$deskKey().mac('staff-link', token)
}

async function endSessions(tx: Tx, staffId: string): Promise<void> {
  await tx.staffSession.deleteMany({ where: { staffId } })
}
