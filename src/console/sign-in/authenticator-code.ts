// A code of the authenticator app counts once: whoever reads it over a shoulder cannot use it in the minute and a half in which it is
// still right. It is spent before it is looked at, so that two who send it at once are not both let in; where it was wrong, or nobody
// looked, it is given back.

import type { Context } from 'hono'
import { transact } from '../../db/client.ts'
import type { Answer } from './call.ts'
import type { SignInParts } from './parts.ts'

/** A code is right for its own half minute and for the ones before and after it. */
const rightForMs = 120_000

/** RFC 6238 §5.2: a code that was right once is not taken again. Answers like `call`; `spent` where that is why it was refused. */
export async function verifyAuthenticatorCode(
  parts: SignInParts,
  c: Context,
  staffId: string,
  code: string,
): Promise<Answer & { spent: boolean }> {
  const id = parts.desk.key.mac('authenticator code', staffId, code)
  if (!(await spend(parts, id))) return { ok: false, status: 401, body: {}, spent: true }
  const answer = await parts.call(c, '/two-factor/verify-totp', { code })
  if (!answer.ok) await parts.desk.db.staffVerification.deleteMany({ where: { id } })
  return { ...answer, spent: false }
}

/** False where it was spent already. */
async function spend({ desk: { db, clock } }: SignInParts, id: string): Promise<boolean> {
  const now = clock.now()
  return await transact(db, async (tx) => {
    await tx.staffVerification.deleteMany({ where: { id, expiresAt: { lte: now } } })
    if ((await tx.staffVerification.count({ where: { id } })) > 0) return false
    const expiresAt = new Date(now.getTime() + rightForMs)
    const row = { id, identifier: 'spent code', value: '', expiresAt, createdAt: now, updatedAt: now }
    await tx.staffVerification.create({ data: row })
    return true
  })
}
