// Sign-ins and failed ones, set down in the trail. Addresses without an account are counted and not told one by one: the trail cannot
// be shortened, so a stranger must not be able to fill it.

import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { SignedInBy } from './auth.ts'
import type { SignInParts } from './parts.ts'
import { recordStaffEvent } from './staff-trail.ts'

interface Known {
  id: string
  name: string
}

export async function recordSignIn({ desk }: SignInParts, user: unknown, by: SignedInBy): Promise<void> {
  const { id, name } = user as Known
  desk.log.info({ staffId: id, by }, 'staff signed in')
  const event = { type: 'staff_signed_in', actor: `staff:${name}`, reason: by, staffId: id } as const
  await recordStaffEvent(desk.db, desk.clock, event)
}

export async function recordFailure(
  { desk, byAccount }: SignInParts,
  staff: Known | null,
  reason: string,
): Promise<void> {
  desk.log.warn({ staffId: staff?.id ?? null, reason }, 'a sign-in failed')
  if (staff === null) {
    if (byAccount.waitSeconds(unknown) > 0) return
    byAccount.failed(unknown)
  }
  const why = staff === null ? 'unknown_address' : reason
  await recordStaffEvent(desk.db, desk.clock, {
    type: 'staff_sign_in_failed',
    actor: 'desk',
    reason: why,
    staffId: staff?.id ?? null,
  })
}

const unknown = 'addresses without an account'

export async function staffByAddress({ desk: { db } }: SignInParts, email: string): Promise<Known | null> {
  return email === '' ? null : await db.staff.findFirst({ where: { email }, select: { id: true, name: true } })
}

/** Whose password was right and whose code is awaited. */
export async function staffOfChallenge({ auth, desk: { db } }: SignInParts, c: Context): Promise<Known | null> {
  const { internalAdapter, createAuthCookie } = await auth.$context
  const [name] = (getCookie(c, createAuthCookie('two_factor').name) ?? '').split('.')
  const waiting = name === undefined || name === '' ? null : await internalAdapter.findVerificationValue(name)
  return waiting === null
    ? null
    : await db.staff.findUnique({ where: { id: waiting.value }, select: { id: true, name: true } })
}
