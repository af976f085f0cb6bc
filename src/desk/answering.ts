// The steps that arrivals, progress and staff share: opening a request, holding it for a person, closing it. Each adds to
// `changes`; nothing is written here.

import type { Prisma } from '../db/generated/client.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { ActDetails, ActStatement } from '../requests/acts.ts'
import type { Changes } from '../requests/changes.ts'
import { dueAt } from '../requests/deadline.ts'
import { nextOfficeAt } from '../requests/office-hours.ts'
import { newReference } from '../requests/reference.ts'
import { isOpen, type RequestState } from '../requests/states.ts'
import { type ActKind, type Language, languages, type Topic } from '../requests/words.ts'
import type { Subject } from '../userdb/userdb.ts'
import { domainKeyOf } from './letter-limits.ts'
import type { PathParts } from './parts.ts'
import { type Posting, post, postHeldNote, postStaffNote } from './post.ts'
import type { StaffMatter } from './replies/letters.ts'

/** The little of a request that letters and moves need. */
export interface RequestFacts {
  id: string
  reference: string
  state: RequestState
  topic: string
  language: Language
  requester: string | null
  subjectKey: string | null
  subjectAddress: string | null
  dueAt: Date
}

/** The same from a stored request. */
export function factsOf(request: Omit<RequestFacts, 'language'> & { language: string }): RequestFacts {
  return { ...request, language: languageOf(request.language) }
}

function languageOf(stored: string): Language {
  return languages.find((language) => language === stored) ?? 'other'
}

export interface NewAct {
  details: ActDetails
  statement: ActStatement | null
}

export function openRequest(
  parts: PathParts,
  changes: Changes,
  opening: {
    mail: ParsedMail
    arrivedAt: Date
    state: RequestState
    stateReason: string | null
    topic: Topic
    language: Language
    subject: Subject | null
    acts: NewAct[]
  },
): RequestFacts {
  const now = parts.clock.now()
  const { mail, subject } = opening
  const row = {
    id: parts.chance.id(now),
    reference: newReference(parts.chance),
    state: opening.state,
    stateReason: opening.stateReason,
    topic: opening.topic,
    language: opening.language,
    requester: mail.sender.ok ? mail.sender.address : null,
    domainKey: mail.sender.ok ? domainKeyOf(parts, mail.sender.address) : null,
    subjectKey: subject?.key ?? null,
    subjectAddress: subject?.address ?? null,
    receivedAt: opening.arrivedAt,
    dueAt: dueAt(opening.arrivedAt, parts.settings.deadline),
    threadId: mail.messageId,
    threadReferences: mail.references.slice(-20).join(' ') || null,
    nextStepAt: opening.state === 'in_progress' ? now : null,
    settledAt: isOpen(opening.state) ? null : now,
  }
  changes.requests.push(row)
  note(parts, changes, row.id, 'received', null, {
    topic: opening.topic,
    kinds: opening.acts.map((act) => act.details.kind),
  })
  addActs(parts, changes, row.id, opening.acts)
  return row
}

export function addActs(parts: PathParts, changes: Changes, requestId: string, acts: NewAct[], from = 0): void {
  const now = parts.clock.now()
  changes.acts.push(
    ...acts.map((act, index) => ({
      id: parts.chance.id(now),
      requestId,
      position: from + index,
      kind: act.details.kind,
      state: 'pending' as const,
      details: act.details as unknown as Prisma.InputJsonValue,
      ...(act.statement === null ? {} : { statement: act.statement as unknown as Prisma.InputJsonValue }),
    })),
  )
}

/** An entry of the trail. */
export function note(
  parts: PathParts,
  changes: Changes,
  requestId: string | null,
  type: string,
  reason: string | null,
  details?: Record<string, unknown>,
  actor = 'desk',
): void {
  changes.events.push({
    requestId,
    at: parts.clock.now(),
    actor,
    type,
    reason,
    ...(details === undefined ? {} : { details: details as Prisma.InputJsonValue }),
  })
}

/** Where a letter about this request may go: to the stored address where an account is known, else to whoever wrote. */
function recipientOf(
  request: Pick<RequestFacts, 'subjectAddress' | 'requester'>,
): { to: string; stored: boolean } | null {
  if (request.subjectAddress !== null) return { to: request.subjectAddress, stored: true }
  return request.requester === null ? null : { to: request.requester, stored: false }
}

export function postingFor(
  request: Pick<RequestFacts, 'id' | 'reference' | 'language' | 'subjectAddress' | 'requester'>,
  answers: Posting['answers'],
): Posting | null {
  const recipient = recipientOf(request)
  if (recipient === null) return null
  return { ...recipient, language: request.language, requestId: request.id, reference: request.reference, answers }
}

/**
 * Tells staff, and, where `tellRequester` says so, the requester that a person takes over, with the next office time.
 * The request is `held` already or moves there with the same changes; its clock goes on.
 */
export async function handOver(
  parts: PathParts,
  changes: Changes,
  request: RequestFacts,
  held: { reason: string; matter: StaffMatter; tellRequester: boolean; answers?: Posting['answers'] },
): Promise<void> {
  note(parts, changes, request.id, 'held', held.reason)
  const anybodys = held.matter === 'mail_held' || held.matter === 'request_held'
  const tell = anybodys ? postHeldNote : postStaffNote
  await tell(
    parts,
    changes,
    {
      reference: request.reference,
      what: held.matter,
      lines: [{ zh: `原因代码：${held.reason}`, en: `Reason: ${held.reason}` }],
      dueAt: request.dueAt.toISOString(),
    },
    request.id,
  )
  // a reply to unknown senders goes to the From address, never to the stored one: handing over says nothing of an account
  const posting = held.tellRequester ? postingFor(request, held.answers) : null
  if (posting === null) return
  await post(
    parts,
    changes,
    'handed-over',
    {
      reference: request.reference,
      topic: request.topic as Topic,
      dueAt: promised(parts, request),
      nextOfficeAt: nextOfficeAt(parts.clock.now(), parts.settings.officeHours).toISOString(),
    },
    posting,
  )
}

/** Nobody is promised a day that is over. */
export function promised({ clock }: PathParts, { dueAt: due }: Pick<RequestFacts, 'dueAt'>): string | null {
  return due < clock.now() ? null : due.toISOString()
}

/** The order in which acts are carried out: a copy first, erasing last. */
const order: Record<ActKind, number> = { access: 0, correction: 1, refusal: 2, deletion: 3, status: 4, withdraw: 5 }

export function inOrder(acts: ActDetails[]): ActDetails[] {
  return [...acts].sort((a, b) => order[a.kind] - order[b.kind])
}
