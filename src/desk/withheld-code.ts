// Why no code is sent for a request although one would be due: the owner of the address has had their codes for today, whoever asked
// for them, or has answered "stop" a while ago. A mail that answers a letter of ours shows that its writer reads the address: it is
// heard all the same, so that nobody can lock an owner out by using up their codes.

import type { ParsedMail } from '../mail/parse.ts'
import { hadRequests } from './look-up.ts'
import type { PathParts } from './parts.ts'

export type Withheld = 'codes_per_address_per_day' | 'stopped_by_owner'

const dayMs = 86_400_000

export async function withheldCode(parts: PathParts, subjectKey: string, mail: ParsedMail): Promise<Withheld | null> {
  const { clock, db, own, settings } = parts
  if ([...mail.inReplyTo, ...mail.references].some((id) => own.isOwnMessageId(id))) return null
  // one look is enough for those who write for the first time, and most do
  if (!(await hadRequests(parts, subjectKey))) return null
  const sent = await db.challenge.count({
    where: { createdAt: { gt: new Date(clock.now().getTime() - dayMs) }, request: { subjectKey } },
  })
  if (sent >= settings.letterLimits.codesPerAddressPerDay) return 'codes_per_address_per_day'
  return (await isStopped(parts, subjectKey)) ? 'stopped_by_owner' : null
}

/** Whether the owner answered "stop" less than limits.stopDays ago. */
export async function isStopped({ clock, db, settings }: PathParts, subjectKey: string): Promise<boolean> {
  const since = new Date(clock.now().getTime() - settings.letterLimits.stopMs)
  const stopped = await db.privacyRequest.count({
    where: { subjectKey, state: 'withdrawn', stateReason: 'stopped_by_owner', settledAt: { gt: since } },
  })
  return stopped > 0
}
