// The register of requests: the fields that CCPA regulations § 7101 and PIPL Art. 55 and 56 ask to be kept: when, what, how, when
// answered, with what outcome, and why not. No address, no account, nothing of a mail.

import { type Stringifier, stringify } from 'csv-stringify'
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
  events: { where: { type: { in: ['declined', 'export_fetched'] } }, orderBy: { id: 'desc' } },
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
    export_fetched_at: request.events.find((event) => event.type === 'export_fetched')?.at.toISOString() ?? '',
  }
}

/** Why the desk did not act, as the letter said it (English); staff's own words in the event, the desk's in the act's result. */
function reasonWords({ state, acts, events }: Registered): string {
  if (state !== 'declined') return ''
  const said = events.find((event) => event.type === 'declined')?.details as
    | { reason?: { en?: string } }
    | null
    | undefined
  const results = acts.map((act) => act.result as unknown as ActResult | null)
  const declined = results.find((result) => result?.outcome === 'declined')
  return said?.reason?.en ?? (declined?.outcome === 'declined' ? declined.reason.en : '')
}
