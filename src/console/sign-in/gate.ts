// Who sent a request: the session behind its cookie, unless it lay idle, grew too old, or its account was disabled. Says too what
// somebody owes before anything else: a second factor, where the role needs one.

import type { Context } from 'hono'
import type { PathParts } from '../../desk/parts.ts'
import { may, type StaffMember } from '../staff-member.ts'
import type { Auth, SignInSettings } from './auth.ts'
import { passCookies } from './call.ts'

export interface SignedIn {
  staff: StaffMember
  sessionId: string
  /** true: nothing but setting up a second factor is open */
  owesSecondFactor: boolean
}

export async function whoSent(
  { db, clock }: PathParts,
  auth: Auth,
  settings: SignInSettings,
  c: Context,
): Promise<SignedIn | null> {
  // a page that asks for news by itself is not somebody at work
  const isWaiting = c.req.method === 'GET' && c.req.header('hx-request') !== undefined
  const { response, headers } = await auth.api.getSession({
    headers: c.req.raw.headers,
    query: { disableRefresh: isWaiting },
    returnHeaders: true,
  })
  passCookies(c, headers)
  if (response === null) return null
  const { session, user } = response
  const age = clock.now().getTime() - session.createdAt.getTime()
  const found = await db.staff.findUnique({ where: { id: user.id } })
  if (found === null || found.disabledAt !== null || age > settings.longestMs) {
    await db.staffSession.deleteMany({ where: { id: session.id } })
    return null
  }
  const { id, name, email, role, language, twoFactorEnabled } = found
  const staff: StaffMember = { id, name, email, role, language: language === 'zh' ? 'zh' : 'en' }
  const isStrong = twoFactorEnabled || ['passkey', 'single_sign_on'].includes(session.signedInBy ?? '')
  return { staff, sessionId: session.id, owesSecondFactor: needsSecondFactor(settings, staff) && !isStrong }
}

/** An auditor who only reads may do without. */
export function needsSecondFactor({ secondFactor }: SignInSettings, staff: StaffMember): boolean {
  return secondFactor === 'required' && (may(staff, 'act') || may(staff, 'administer'))
}
