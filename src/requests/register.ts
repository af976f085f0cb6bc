// The register of requests: the fields that CCPA regulations § 7101 and PIPL Art. 55 and 56 ask to be kept: when, what, how, when
// answered, with what outcome, extended or not, and why not, in whole or in part. No address, no account, nothing of a mail.

import { type Stringifier, stringify } from 'csv-stringify'
import { Temporal } from 'temporal-polyfill'
import type { Db } from '../db/client.ts'
import type { Prisma } from '../db/generated/client.ts'
import { scrub } from '../lib/log.ts'
import type { ActResult } from './acts.ts'

export interface Period {
  since?: Date
  until?: Date
}

export type RegisterEntry = Record<(typeof registerColumns)[number], string>

/** What turns entries into CSV. */
export function registerCsv(): Stringifier {
  // free words of staff must not run as a formula in a spreadsheet; the byte order mark makes Excel read UTF-8
  return stringify({
    header: true,
    columns: [...registerColumns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
}

const withParts = {
  acts: { orderBy: { position: 'asc' } },
  events: { where: { type: { in: ['declined', 'export_fetched', 'extended'] } }, orderBy: { id: 'desc' } },
  letters: {
    where: { template: { not: 'staff-note' }, state: { not: 'suppressed' } },
    orderBy: { createdAt: 'asc' },
    take: 1,
    select: { createdAt: true },
  },
} as const satisfies Prisma.PrivacyRequestInclude
type Registered = Prisma.PrivacyRequestGetPayload<{ include: typeof withParts }>

/** Rows read at once, so that a register of any length takes little memory. */
const page = 500

export const registerColumns = [
  'reference',
  'received_at',
  'due_at',
  'nature',
  'kinds',
  'language',
  'manner',
  'verified_by',
  'answered_at',
  'in_time',
  'outcome',
  'outcome_by_kind',
  'reason',
  'reason_in_words',
  'export_fetched_at',
  'confirmed_at',
  'extended_until',
  'extension_reason',
  'rules',
  'answered_with',
] as const

/** Requests received from `since` on and before `until`, in the order in which the desk opened them. */
export async function* register(db: Db, { since, until }: Period): AsyncGenerator<RegisterEntry> {
  const where = {
    receivedAt: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) },
  }
  let after: string | null = null
  for (;;) {
    const requests: Registered[] = await db.privacyRequest.findMany({
      where,
      // ids are UUIDv7: in the order in which the desk opened them
      orderBy: { id: 'asc' },
      include: withParts,
      take: page,
      ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
    })
    for (const request of requests) yield entry(request)
    const last = requests.at(-1)
    if (last === undefined || requests.length < page) return
    after = last.id
  }
}

function entry(request: Registered): RegisterEntry {
  const { receivedAt, dueAt, settledAt, acts } = request
  const latest = (type: string) => request.events.find((event) => event.type === type)
  const extension = latest('extended')?.details as { words?: { en?: string } } | null | undefined
  return {
    reference: request.reference,
    received_at: receivedAt.toISOString(),
    due_at: dueAt.toISOString(),
    nature: request.topic,
    kinds: acts.map((act) => act.kind).join(' '),
    language: request.language,
    manner: 'e-mail',
    verified_by: request.verifiedBy ?? '',
    answered_at: settledAt?.toISOString() ?? '',
    in_time: settledAt === null ? '' : settledAt <= dueAt ? 'yes' : 'no',
    outcome: request.state,
    outcome_by_kind: acts.map((act) => `${act.kind}:${act.state}`).join(' '),
    reason: request.stateReason ?? '',
    reason_in_words: scrub(reasonWords(request)),
    // of an export behind a link; one that was attached left with its letter
    export_fetched_at: latest('export_fetched')?.at.toISOString() ?? '',
    confirmed_at: request.letters[0]?.createdAt.toISOString() ?? '',
    extended_until: request.extendedUntil?.toISOString() ?? '',
    extension_reason: scrub(extension?.words?.en ?? ''),
    // where staff found that not all that are turned on apply
    rules: request.regimes ?? '',
    answered_with: request.mergedInto ?? '',
  }
}

/** A calendar year as the office's zone has it. */
export function yearOf(year: number, timeZone: string): Required<Period> {
  const begins = (of: number) =>
    new Date(Temporal.PlainDate.from({ year: of, month: 1, day: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds)
  return { since: begins(year), until: begins(year + 1) }
}

/**
 * Why the desk did not act, in whole or in part, as the letter said it (English): staff's own words in the event, the desk's in the
 * results of acts.
 */
function reasonWords({ state, acts, events }: Registered): string {
  const said = events.find((event) => event.type === 'declined')?.details as
    | { reason?: { en?: string } }
    | null
    | undefined
  if (state === 'declined' && said?.reason?.en !== undefined) return said.reason.en
  const results = acts.map((act) => act.result as unknown as ActResult | null)
  const reasons = results.flatMap((result) => (result?.outcome === 'declined' ? [result.reason.en] : []))
  return [...new Set(reasons)].join(' ')
}
