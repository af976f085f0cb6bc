// The answer to a letter that asked for details. What it says now replaces what was not understood before; a second answer that
// is still unclear goes to a person instead of a third letter.

import { addActs, factsOf, handOver, note, postingFor } from './answering.ts'
import type { Arrival } from './arrival.ts'
import { issueChallenge } from './issue-challenge.ts'
import { holdsLink } from './link-in-value.ts'
import { subjectsAt } from './look-up.ts'
import { actsOf, meansOtherAccount } from './new-mail.ts'
import { noAccountFacts } from './no-account.ts'
import type { PathParts } from './parts.ts'
import { planActs } from './plan-acts.ts'
import { post } from './post.ts'
import { isGrave } from './staff-second.ts'
import type { MatchedRequest } from './triage/match.ts'
import { decideVerification } from './verification/verify.ts'
import { withheldCode } from './withheld-code.ts'

export async function detailsCame(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<void> {
  const { changes, mail, understanding } = arrival
  const { classification } = understanding
  const answers = { messageId: mail.messageId, references: mail.references }
  note(parts, changes, request.id, 'details_received', null, { mail: arrival.row.id }, 'requester')
  arrival.outcome = { state: 'handled', reason: 'details_received', requestId: request.id }
  if (classification === null || !mail.sender.ok || classification.decision !== 'act') {
    return await toStaff(parts, arrival, request, 'still_unclear')
  }
  // a child, or somebody else's data: an answer makes no request of one's own of it
  if (isGrave(request.topic)) return await toStaff(parts, arrival, request, `topic_${request.topic}`)
  const acts = actsOf(classification)
  const subjects = await subjectsAt(parts, mail.sender.address)
  const evidence = {
    matchingSubjects: subjects.length,
    authentication: understanding.authentication,
    kinds: acts.map((act) => act.kind),
  }
  const verdict = decideVerification(evidence, parts.settings.verification)
  arrival.decisions.verification = { ...verdict, subjects: subjects.length }
  const [subject] = subjects
  const from = 'received' as const
  const now = parts.clock.now()
  if (verdict.outcome === 'unregistered' || subject === undefined) {
    changes.requestMoves.push({
      id: request.id,
      from,
      data: { state: 'declined', stateReason: 'address_not_on_file', settledAt: now },
    })
    note(parts, changes, request.id, 'declined', 'address_not_on_file')
    const posting = postingFor(factsOf(request), answers)
    if (posting !== null) await post(parts, changes, 'no-account', noAccountFacts(parts, request.reference), posting)
    return
  }
  if (verdict.outcome === 'held') return await toStaff(parts, arrival, request, verdict.reason)
  if (meansOtherAccount(parts, arrival, acts, mail.sender.address))
    return await toStaff(parts, arrival, request, 'names_other_account')
  const planned = await planActs(parts, subject.key, acts)
  if (planned.outcome === 'held') return await toStaff(parts, arrival, request, planned.reason)
  if (planned.outcome === 'ask') return await toStaff(parts, arrival, request, 'still_unclear')
  const facts = { ...factsOf(request), subjectKey: subject.key, subjectAddress: subject.address }
  const posting = postingFor(facts, answers)
  if (planned.outcome === 'declined') {
    changes.requestMoves.push({
      id: request.id,
      from,
      data: {
        state: 'declined',
        stateReason: 'nothing_to_do',
        settledAt: now,
        subjectKey: subject.key,
        subjectAddress: subject.address,
      },
    })
    note(parts, changes, request.id, 'declined', 'nothing_to_do')
    const kinds = acts.map((act) => act.kind)
    if (posting !== null)
      await post(
        parts,
        changes,
        'declined',
        { reference: request.reference, acts: kinds, reason: planned.reason, remedies: [] },
        posting,
      )
    return
  }
  const verified = verdict.outcome === 'verified'
  if (!verified && holdsLink(planned.acts)) return await toStaff(parts, arrival, request, 'value_holds_a_link')
  const withheld = verified ? null : await withheldCode(parts, subject, mail)
  if (withheld !== null) {
    changes.requestMoves.push({
      id: request.id,
      from,
      data: { state: 'expired', stateReason: withheld, settledAt: now, subjectKey: subject.key },
    })
    return note(parts, changes, request.id, 'code_withheld', withheld)
  }
  changes.actRemovals.push(...request.acts.map((act) => act.id))
  addActs(parts, changes, request.id, planned.acts)
  changes.requestMoves.push({
    id: request.id,
    from,
    data: {
      state: verified ? 'in_progress' : 'awaiting_verification',
      stateReason: verdict.reason,
      topic: classification.topic,
      subjectKey: subject.key,
      subjectAddress: subject.address,
      ...(verified ? { verifiedAt: now, verifiedBy: 'aligned_sender', nextStepAt: now } : {}),
    },
  })
  if (verified) return note(parts, changes, request.id, 'verified', verdict.reason)
  await issueChallenge(parts, changes, facts, planned.acts, answers, subject.name)
}

async function toStaff(parts: PathParts, arrival: Arrival, request: MatchedRequest, reason: string): Promise<void> {
  const { changes, mail } = arrival
  changes.requestMoves.push({ id: request.id, from: 'received', data: { state: 'held', stateReason: reason } })
  await handOver(parts, changes, factsOf(request), {
    reason,
    matter: 'request_held',
    tellRequester: true,
    answers: { messageId: mail.messageId, references: mail.references },
  })
}
