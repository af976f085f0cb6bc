// How many letters may leave: to one address, to one domain, and in all, so that the desk cannot be used to flood anybody. Past a cap
// it falls silent; the requests are kept. Results of verified requests and notes to staff are never held back.

import { lookUpHash } from '../db/sealed-fields.ts'
import type { PathParts } from './parts.ts'

export interface LetterLimits {
  lettersPerAddressPerDay: number
  lettersPerDomainPerDay: number
  lettersPerDay: number
  /** milliseconds of silence towards an address after the letter that reached its cap */
  quietMs: number
  /** letters with a code to one registered address within a day, whoever asks */
  codesPerAddressPerDay: number
  /** milliseconds without letters after the owner of an address answered "stop" */
  stopMs: number
  /** notes to staff of what is held, within an hour */
  heldNotesPerHour: number
}

export type LetterCap = 'letters_per_address_per_day' | 'letters_per_domain_per_day' | 'letters_per_day'

/** Letters that left or wait, counted at once for a group of mails none of which sees another's letters. */
export interface LetterCounts {
  /** by address in lower case, when each was written, oldest first */
  byAddress: Map<string, Date[]>
  /** by domainKey, within a day */
  byDomain: Map<string, number>
  /** within a day */
  total: number
}

const dayMs = 86_400_000

/** The keyed hash under which letters to one domain are counted. */
export function domainKeyOf({ key }: Pick<PathParts, 'key'>, address: string): string {
  return key.mac('letter-domain', address.slice(address.lastIndexOf('@') + 1).toLowerCase())
}

/** `addresses` in lower case. */
export async function countLetters(parts: PathParts, addresses: string[], now: Date): Promise<LetterCounts> {
  const { db, settings } = parts
  const dayAgo = new Date(now.getTime() - dayMs)
  const since = new Date(now.getTime() - dayMs - settings.letterLimits.quietMs)
  const domains = [...new Set(addresses.map((address) => domainKeyOf(parts, address)))]
  const written = { gt: dayAgo }
  const state = { not: 'suppressed' } as const
  const letters = await db.outboxLetter.findMany({
    where: { recipient: { in: addresses }, createdAt: { gt: since }, state },
    select: { recipientHash: true, createdAt: true },
    orderBy: { createdAt: 'asc' },
  })
  const perDomain = await db.outboxLetter.groupBy({
    by: ['domainKey'],
    where: { domainKey: { in: domains }, createdAt: written, state },
    _count: true,
  })
  const byAddress = new Map<string, Date[]>(addresses.map((address) => [address, []]))
  const byHash = new Map([...byAddress].map(([address, times]) => [lookUpHash(parts.key, 'address', address), times]))
  for (const { recipientHash, createdAt } of letters) byHash.get(recipientHash ?? '')?.push(createdAt)
  return {
    byAddress,
    byDomain: new Map(perDomain.map(({ domainKey, _count }) => [domainKey ?? '', _count])),
    total: await db.outboxLetter.count({ where: { createdAt: written, state } }),
  }
}

/** Which cap keeps a letter to this address (lower case) back; null where it may leave. `here`: letters written beside it. */
export function capOf(
  counts: LetterCounts,
  { address, domainKey, here }: { address: string; domainKey: string; here: { recipient: string }[] },
  limits: LetterLimits,
  now: Date,
): LetterCap | null {
  const mine = here.filter((letter) => letter.recipient.toLowerCase() === address).map(() => now)
  const times = [...(counts.byAddress.get(address) ?? []), ...mine]
  if (isQuiet(times, limits, now)) return 'letters_per_address_per_day'
  if ((counts.byDomain.get(domainKey) ?? 0) + mine.length >= limits.lettersPerDomainPerDay)
    return 'letters_per_domain_per_day'
  return counts.total + here.length >= limits.lettersPerDay ? 'letters_per_day' : null
}

/** The cap is reached now, or was reached by the last letter, less than the quiet period ago. */
function isQuiet(times: Date[], { lettersPerAddressPerDay: cap, quietMs }: LetterLimits, now: Date): boolean {
  const within = (end: Date) =>
    times.filter((time) => time <= end && end.getTime() - time.getTime() < dayMs).length >= cap
  const last = times.at(-1)
  return within(now) || (last !== undefined && now.getTime() - last.getTime() < quietMs && within(last))
}
