// Why no code is sent for a request although one would be due: the owner of the address has had their codes for today, whoever asked
// for them, or has answered "stop" a while ago. A mail that answers a letter of ours to its sender shows that its writer reads the
// address: it is heard all the same, so that nobody can lock an owner out by using up their codes.

import type { ParsedMail } from '../mail/parse.ts'
import { hadRequests } from './look-up.ts'
import type { PathParts } from './parts.ts'
import { answersOurLetter, isStopped } from './stopped.ts'

export type Withheld = 'codes_per_address_per_day' | 'stopped_by_owner'

const dayMs = 86_400_000

export async function withheldCode(
  parts: PathParts,
  subject: { key: string; address: string | null },
  mail: ParsedMail,
): Promise<Withheld | null> {
  const { clock, db, settings } = parts
  // one look is enough for those who write for the first time, and most do
  if (!(await hadRequests(parts, subject.key))) return null
  if (await answersOurLetter(parts, mail, subject.address ?? '')) return null
  const sent = await db.challenge.count({
    where: { createdAt: { gt: new Date(clock.now().getTime() - dayMs) }, request: { subjectKey: subject.key } },
  })
  if (sent >= settings.letterLimits.codesPerAddressPerDay) return 'codes_per_address_per_day'
  return subject.address !== null && (await isStopped(parts, subject.address)) ? 'stopped_by_owner' : null
}
