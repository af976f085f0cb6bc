// Addresses whose owner answered "stop" to a letter that nobody had proved to want: for limits.stopDays nothing leaves to them but what
// was verified and what staff write. A mail that answers a letter to that very address shows that its writer reads it, and is heard.

import { lookUpHash } from '../db/sealed-fields.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { PathParts } from './parts.ts'

/** Those among `addresses`, in lower case. */
export async function stoppedAmong(
  { clock, db, key, settings }: Pick<PathParts, 'clock' | 'db' | 'key' | 'settings'>,
  addresses: string[],
): Promise<Set<string>> {
  const { stopMs } = settings.letterLimits
  if (stopMs === 0 || addresses.length === 0) return new Set()
  const stops = await db.privacyRequest.findMany({
    where: {
      requester: { in: addresses },
      state: 'withdrawn',
      stateReason: 'stopped_by_owner',
      settledAt: { gt: new Date(clock.now().getTime() - stopMs) },
    },
    select: { requesterHash: true },
  })
  const hashes = new Set(stops.map(({ requesterHash }) => requesterHash))
  const stopped = addresses.filter((address) => hashes.has(lookUpHash(key, 'address', address)))
  return new Set(stopped.map((address) => address.toLowerCase()))
}

export async function isStopped(parts: PathParts, address: string): Promise<boolean> {
  return (await stoppedAmong(parts, [address])).size > 0
}

/** A Message-ID of ours alone shows nothing: it may be that of a letter to somebody else. */
export async function answersOurLetter(
  { db, own }: Pick<PathParts, 'db' | 'own'>,
  mail: ParsedMail,
  address: string,
): Promise<boolean> {
  const ids = [...mail.inReplyTo, ...mail.references].filter((id) => own.isOwnMessageId(id)).slice(0, 20)
  if (ids.length === 0) return false
  const where = { messageId: { in: ids.map((id) => `<${id}>`) }, recipient: address }
  return (await db.outboxLetter.count({ where })) > 0
}
