// A person's mail that answers no request: what it asks for decides what comes of it. A new request is opened, asked back
// about, handed to staff, or the mail is set aside as no request at all.

import type { ActDetails } from '../requests/acts.ts'
import type { RequestKind, Topic } from '../requests/words.ts'
import type { Subject } from '../userdb/userdb.ts'
import { addressChange } from './address-change.ts'
import { handOver, inOrder, note, openRequest, postingFor } from './answering.ts'
import type { Arrival } from './arrival.ts'
import type { Classification } from './classification/classify.ts'
import { issueChallenge } from './issue-challenge.ts'
import { holdsLink } from './link-in-value.ts'
import { subjectsAt } from './look-up.ts'
import { noAccountFacts } from './no-account.ts'
import type { PathParts } from './parts.ts'
import { type PlannedActs, planActs } from './plan-acts.ts'
import { post } from './post.ts'
import type { AskReason } from './replies/letters.ts'
import { namesOtherAccount } from './verification/other-account.ts'
import { decideVerification } from './verification/verify.ts'
import { withheldCode } from './withheld-code.ts'

export async function newMail(parts: PathParts, arrival: Arrival): Promise<void> {
  const { classification } = arrival.understanding
  if (classification === null) return
  const unreadable = unreadableReason(arrival)
  if (unreadable !== null) return await ask(parts, arrival, unreadable)
  switch (classification.decision) {
    case 'ignore':
      arrival.outcome = { state: 'set_aside', reason: `topic_${classification.topic}`, requestId: null }
      return
    case 'escalate':
      return await escalate(parts, arrival, classification)
    case 'ask':
      return await ask(parts, arrival, askReason(classification))
    case 'act':
      return await begin(parts, arrival, actsOf(classification))
  }
}

/** Encrypted mail and mail whose words are in a picture or a file: said kindly, and asked again. */
function unreadableReason({ mail, understanding }: Arrival): AskReason | null {
  if (mail.traits.includes('encrypted')) return 'encrypted'
  const noWords = mail.newText.trim() === '' && mail.forwardedText.trim() === ''
  // a subject that asks clearly is enough; "see attachment" is not
  return noWords && mail.attachments.length > 0 && understanding.classification?.decision !== 'act'
    ? 'attachment_only'
    : null
}

function askReason(classification: Classification): AskReason {
  if (classification.scope === 'part') return 'part'
  if (classification.reasons.some((reason) => reason.startsWith('contradiction'))) return 'contradiction'
  if (classification.intents.includes('correction') && classification.corrections.length === 0)
    return 'correction_value'
  if (classification.reasons.includes('values_unsure')) return 'correction_value'
  if (classification.reasons.includes('condition deletion')) return 'condition'
  return 'unclear'
}

/** What a classified mail asks to be done, in the order in which it is done. */
export function actsOf(classification: Classification): ActDetails[] {
  if (classification.topic === 'status') return [{ kind: 'status' }]
  if (classification.topic === 'withdraw') return [{ kind: 'withdraw' }]
  return inOrder(classification.intents.map((kind) => detailsOf(kind, classification)))
}

function detailsOf(kind: RequestKind, classification: Classification): ActDetails {
  switch (kind) {
    case 'access':
    case 'deletion':
      return { kind }
    case 'correction':
      return { kind, corrections: classification.corrections }
    case 'refusal':
      return { kind, purposes: classification.purposes }
  }
}

/**
 * Verifies and, where the subject is known and the acts are sound, asks for the code or goes ahead. The subject is
 * looked for by the strict From address alone; whatever else the mail names is not believed.
 */
export async function begin(parts: PathParts, arrival: Arrival, acts: ActDetails[]): Promise<void> {
  const { mail, understanding } = arrival
  if (!mail.sender.ok) return
  const { address } = mail.sender
  const verify = async () => {
    const subjects = await subjectsAt(parts, address)
    const evidence = {
      matchingSubjects: subjects.length,
      authentication: understanding.authentication,
      kinds: acts.map((act) => act.kind),
      givesConsent: acts.some((act) => act.kind === 'refusal' && act.back !== undefined),
    }
    return { subjects, verdict: decideVerification(evidence, parts.settings.verification) }
  }
  const { subjects, verdict } = await parts.unit.station('verify', verify, ({ verdict: { outcome, reason } }) => ({
    outcome,
    reason,
  }))
  arrival.decisions.verification = {
    ...verdict,
    authentication: understanding.authentication,
    subjects: subjects.length,
  }
  const [subject] = subjects
  switch (verdict.outcome) {
    case 'unregistered':
      return await unregistered(parts, arrival, acts)
    case 'held':
      return await hold(parts, arrival, verdict.reason, acts, null)
    case 'challenge':
    case 'verified':
      if (subject === undefined) return
      if (meansOtherAccount(parts, arrival, acts, mail.sender.address))
        return await hold(parts, arrival, 'names_other_account', acts, null)
      return await plan(parts, arrival, acts, subject, verdict)
  }
}

export function meansOtherAccount(parts: PathParts, { mail }: Arrival, acts: ActDetails[], sender: string): boolean {
  const { privacyAddress, aliases } = parts.settings
  return (
    acts.some((act) => act.kind === 'access' || act.kind === 'deletion') &&
    namesOtherAccount(`${mail.subject}\n${mail.newText}`, [sender, privacyAddress, ...aliases])
  )
}

async function plan(
  parts: PathParts,
  arrival: Arrival,
  acts: ActDetails[],
  subject: Subject,
  verdict: { outcome: 'challenge' | 'verified'; reason: string },
): Promise<void> {
  const { changes, mail, row, understanding } = arrival
  const change = addressChange(parts, acts, subject)
  const planned: PlannedActs =
    change === null
      ? await planActs(parts, subject.key, acts)
      : { outcome: 'planned', acts: acts.map((details) => ({ details, statement: change })) }
  const language = understanding.classification?.language ?? 'mixed'
  const topic: Topic = understanding.classification?.topic ?? 'request'
  const answers = { messageId: mail.messageId, references: mail.references }
  const open = { mail, arrivedAt: row.arrivedAt, topic, language, subject }
  if (planned.outcome === 'held') return await hold(parts, arrival, planned.reason, acts, subject)
  if (planned.outcome === 'ask') {
    const request = openRequest(parts, changes, {
      ...open,
      state: 'received',
      stateReason: 'asked_details',
      acts: withoutStatement(acts),
    })
    arrival.outcome = { state: 'handled', reason: 'asked_details', requestId: request.id }
    note(parts, changes, request.id, 'asked', 'correction_value')
    const posting = postingFor(request, answers)
    if (posting === null) return
    const facts = {
      reference: request.reference,
      why: 'correction_value' as const,
      problems: planned.problems,
      fields: planned.fields,
    }
    return await post(parts, changes, 'ask-details', facts, posting)
  }
  if (planned.outcome === 'declined') {
    const request = openRequest(parts, changes, {
      ...open,
      state: 'declined',
      stateReason: 'nothing_to_do',
      acts: withoutStatement(acts),
    })
    arrival.outcome = { state: 'handled', reason: 'declined', requestId: request.id }
    note(parts, changes, request.id, 'declined', 'nothing_to_do')
    const posting = postingFor(request, answers)
    if (posting === null) return
    const kinds = acts.map((act) => act.kind)
    return await post(
      parts,
      changes,
      'declined',
      { reference: request.reference, acts: kinds, reason: planned.reason, remedies: [] },
      posting,
    )
  }
  const verified = verdict.outcome === 'verified' && change === null
  if (!verified && holdsLink(planned.acts)) return await hold(parts, arrival, 'value_holds_a_link', acts, subject)
  const withheld = verified ? null : await withheldCode(parts, subject, mail)
  if (withheld !== null) {
    const request = openRequest(parts, changes, {
      ...open,
      state: 'expired',
      stateReason: withheld,
      acts: planned.acts,
    })
    arrival.outcome = { state: 'handled', reason: 'code_withheld', requestId: request.id }
    return note(parts, changes, request.id, 'code_withheld', withheld)
  }
  const request = openRequest(parts, changes, {
    ...open,
    state: verified ? 'in_progress' : 'awaiting_verification',
    stateReason: change === null ? verdict.reason : 'old_address',
    acts: planned.acts,
  })
  arrival.outcome = { state: 'handled', reason: verified ? 'verified' : 'challenged', requestId: request.id }
  if (verified) {
    const inserted = changes.requests.find((each) => each.id === request.id)
    if (inserted !== undefined) Object.assign(inserted, { verifiedAt: parts.clock.now(), verifiedBy: 'aligned_sender' })
    note(parts, changes, request.id, 'verified', verdict.reason)
    return
  }
  await issueChallenge(parts, changes, request, planned.acts, answers, subject.name)
}

function withoutStatement(acts: ActDetails[]) {
  return acts.map((details) => ({ details, statement: null }))
}

/** The neutral letter: to whoever wrote, the same words whatever is known. */
async function unregistered(parts: PathParts, arrival: Arrival, acts: ActDetails[]): Promise<void> {
  const { changes, mail, row, understanding } = arrival
  const request = openRequest(parts, changes, {
    mail,
    arrivedAt: row.arrivedAt,
    state: 'declined',
    stateReason: 'address_not_on_file',
    topic: understanding.classification?.topic ?? 'request',
    language: understanding.classification?.language ?? 'mixed',
    subject: null,
    acts: withoutStatement(acts),
  })
  arrival.outcome = { state: 'handled', reason: 'address_not_on_file', requestId: request.id }
  note(parts, changes, request.id, 'declined', 'address_not_on_file')
  const posting = postingFor(request, { messageId: mail.messageId, references: mail.references })
  if (posting !== null) await post(parts, changes, 'no-account', noAccountFacts(parts, request.reference), posting)
}

async function escalate(parts: PathParts, arrival: Arrival, classification: Classification): Promise<void> {
  const reason = classification.topic === 'request' ? 'needs_a_person' : `topic_${classification.topic}`
  await hold(parts, arrival, reason, classification.topic === 'request' ? actsOf(classification) : [], null)
}

export async function hold(
  parts: PathParts,
  arrival: Arrival,
  reason: string,
  acts: ActDetails[],
  subject: Subject | null,
): Promise<void> {
  const { changes, mail, row, understanding } = arrival
  const request = openRequest(parts, changes, {
    mail,
    arrivedAt: row.arrivedAt,
    state: 'held',
    stateReason: reason,
    topic: understanding.classification?.topic ?? 'other',
    language: understanding.classification?.language ?? 'mixed',
    subject,
    acts: withoutStatement(acts),
  })
  arrival.outcome = { state: 'handled', reason: 'held', requestId: request.id }
  await handOver(parts, changes, request, {
    reason,
    matter: 'request_held',
    tellRequester: true,
    answers: { messageId: mail.messageId, references: mail.references },
  })
}

/** Writes back with the form. To whoever wrote: it says nothing about any account. */
async function ask(parts: PathParts, arrival: Arrival, why: AskReason): Promise<void> {
  const { changes, mail, row, understanding } = arrival
  const { classification } = understanding
  const request = openRequest(parts, changes, {
    mail,
    arrivedAt: row.arrivedAt,
    state: 'received',
    stateReason: 'asked_details',
    topic: classification?.topic ?? 'request',
    language: classification?.language ?? 'mixed',
    subject: null,
    acts: classification === null ? [] : withoutStatement(actsOf(classification)),
  })
  arrival.outcome = { state: 'handled', reason: 'asked_details', requestId: request.id }
  note(parts, changes, request.id, 'asked', why)
  const posting = postingFor(request, { messageId: mail.messageId, references: mail.references })
  if (posting === null) return
  const facts = { reference: request.reference, why, problems: [], fields: correctableFields(parts) }
  await post(parts, changes, 'ask-details', facts, posting)
}

function correctableFields(parts: PathParts) {
  return Object.values(parts.userDb.map.correction)
    .filter((field) => field.correctable === 'mail')
    .map((field) => field.label)
}
