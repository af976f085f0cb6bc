// A mail that answers an open request of its own sender: the code, a withdrawal, the details asked for, or something else that
// goes to the person who has the request. Returns false where the mail is a new matter after all.

import { sameAddress } from '../mail/addresses.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { ActStatement } from '../requests/acts.ts'
import { addressStillToConfirm, askNewAddress, beginQuietPeriod, isAddressChange } from './address-change.ts'
import { factsOf, handOver, note, postingFor } from './answering.ts'
import type { Arrival } from './arrival.ts'
import { canStillStop, coolingOffEnd, coolingOffReason, tellCoolingOff } from './cooling-off.ts'
import { detailsCame } from './details-came.ts'
import { boundActs } from './issue-challenge.ts'
import { isMereThanks } from './mere-thanks.ts'
import { newMail } from './new-mail.ts'
import type { PathParts } from './parts.ts'
import { post, postStaffNote } from './post.ts'
import { stopLinks } from './stop-links.ts'
import { takeBackRefusal } from './take-back-refusal.ts'
import type { MatchedRequest } from './triage/match.ts'
import { undoCorrection } from './undo-correction.ts'
import { type ChallengeAnswer, codesIn, judgeAnswer } from './verification/challenge.ts'
import { disowns, wantsSilence } from './verification/disowns.ts'
import { hasReservation } from './verification/reservation.ts'

/** Letters about a missing code, so that two programs answering each other come to an end. */
const mostReminders = 3

export async function answer(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  switch (request.state) {
    case 'awaiting_verification':
      return await toChallenge(parts, arrival, request)
    case 'received':
      return await toQuestion(parts, arrival, request)
    case 'held':
    case 'in_progress':
      return await toWaiting(parts, arrival, request)
    case 'fulfilled':
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return await toClosed(parts, arrival, request)
  }
}

async function toChallenge(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { mail, changes } = arrival
  const [challenge] = request.challenges
  if (challenge === undefined || !mail.sender.ok) return false
  if (wantsOut(arrival)) return await withdraw(parts, arrival, request)
  const judge = () => judgeCode(parts, request, mail, arrival.row.arrivedAt)
  const judged = parts.unit.station('verify', judge, (found) => ({ outcome: found?.outcome ?? null }))
  if (judged === null) return false
  const now = parts.clock.now()
  const facts = factsOf(request)
  const posting = postingFor(facts, { messageId: mail.messageId, references: mail.references })
  arrival.decisions.verification = { outcome: judged.outcome, by: 'challenge' }
  if (
    judged.outcome === 'missing' &&
    arrival.understanding.classification?.decision === 'act' &&
    isNewMatter(arrival)
  ) {
    return false
  }
  arrival.outcome = { state: 'handled', reason: `code_${judged.outcome}`, requestId: request.id }
  if (posting === null) return true
  const close = (as: string) =>
    changes.challengeUpdates.push({ id: challenge.id, data: { closedAs: as, closedAt: now } })
  switch (judged.outcome) {
    case 'right': {
      close('answered')
      if (changesData(request) && hasReservation(mail.newText)) return await holdReserved(parts, arrival, request)
      if (addressStillToConfirm(request) !== null) {
        await askNewAddress(parts, arrival, request)
        return true
      }
      if (isAddressChange(request)) {
        await beginQuietPeriod(parts, arrival, request)
        return true
      }
      const waitsUntil = coolingOffEnd(parts, request)
      changes.requestMoves.push({
        id: request.id,
        from: 'awaiting_verification',
        data: {
          state: 'in_progress',
          stateReason: waitsUntil === null ? null : coolingOffReason(request),
          coolingOffUntil: waitsUntil,
          verifiedAt: now,
          verifiedBy: 'challenge',
          nextStepAt: now,
          threadId: mail.messageId,
          threadReferences: mail.references.slice(-20).join(' ') || null,
        },
      })
      note(parts, changes, request.id, 'verified', 'code_answered_from_the_address_it_was_sent_to')
      if (waitsUntil !== null) await tellCoolingOff(parts, changes, request, waitsUntil, posting.answers)
      await beginWhatElse(parts, arrival, request)
      return true
    }
    case 'wrong':
      changes.challengeUpdates.push({ id: challenge.id, data: { tries: challenge.tries + 1 } })
      note(parts, changes, request.id, 'code_wrong', null, { triesLeft: judged.triesLeft })
      await post(
        parts,
        changes,
        'code-wrong',
        {
          reference: request.reference,
          reason: 'wrong',
          triesLeft: judged.triesLeft,
          expiresAt: challenge.expiresAt.toISOString(),
        },
        posting,
      )
      return true
    case 'exhausted':
      close('exhausted')
      changes.requestMoves.push({
        id: request.id,
        from: 'awaiting_verification',
        data: { state: 'held', stateReason: 'too_many_wrong_codes' },
      })
      await post(
        parts,
        changes,
        'code-wrong',
        { reference: request.reference, reason: 'wrong', triesLeft: 0, expiresAt: null },
        posting,
      )
      await handOver(parts, changes, facts, {
        reason: 'too_many_wrong_codes',
        matter: 'code_tries_used',
        tellRequester: false,
      })
      return true
    case 'expired':
      close('expired')
      changes.requestMoves.push({
        id: request.id,
        from: 'awaiting_verification',
        data: { state: 'expired', stateReason: 'code_expired', settledAt: now },
      })
      note(parts, changes, request.id, 'expired', 'code_expired')
      await post(parts, changes, 'code-expired', { reference: request.reference }, posting)
      return true
    case 'missing': {
      const reminders = await parts.db.event.count({ where: { requestId: request.id, type: 'code_missing' } })
      note(parts, changes, request.id, 'code_missing', null)
      if (reminders >= mostReminders) return true
      const triesLeft = parts.settings.verification.maxTries - challenge.tries
      await post(
        parts,
        changes,
        'code-wrong',
        { reference: request.reference, reason: 'missing', triesLeft, expiresAt: challenge.expiresAt.toISOString() },
        posting,
      )
      return true
    }
  }
}

function changesData(request: MatchedRequest): boolean {
  return request.acts.some((act) => act.kind === 'deletion' || act.kind === 'correction')
}

/** Proof of who writes, but no clear yes to what cannot be undone. */
async function holdReserved(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<true> {
  const { mail, changes } = arrival
  const reason = 'code_with_reservation'
  changes.requestMoves.push({
    id: request.id,
    from: 'awaiting_verification',
    data: { state: 'held', stateReason: reason },
  })
  arrival.outcome = { state: 'handled', reason, requestId: request.id }
  await handOver(parts, changes, factsOf(request), {
    reason,
    matter: 'request_held',
    tellRequester: true,
    answers: { messageId: mail.messageId, references: mail.references },
  })
  return true
}

/** "The code is …, and please delete my account too": the other wish is a request of its own, with a code of its own. */
async function beginWhatElse(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<void> {
  const { understanding } = arrival
  const { classification } = understanding
  if (classification?.decision !== 'act') return
  const intents = classification.intents.filter((kind) => request.acts.every((act) => act.kind !== kind))
  if (intents.length === 0) return
  const { changes, row } = arrival
  const before = changes.requests.length
  await newMail(parts, {
    ...arrival,
    understanding: { ...understanding, classification: { ...classification, intents } },
  })
  for (const { id } of changes.requests.slice(before))
    note(parts, changes, id, 'mail_added', null, { mail: row.id }, 'requester')
}

/**
 * What the mail's new text is worth as an answer to the open challenge; null where it cannot be one. What reached the
 * mailbox in time is in time, however late the desk reads it.
 */
export function judgeCode(
  parts: PathParts,
  request: MatchedRequest,
  mail: ParsedMail,
  arrivedAt: Date,
): ChallengeAnswer | null {
  const [challenge] = request.challenges
  // the code counts only from the address it was sent to
  if (challenge === undefined || !mail.sender.ok || !sameAddress(mail.sender.address, challenge.sentTo)) return null
  const statements = request.acts.flatMap((act) => (act.statement as unknown as ActStatement | null) ?? [])
  const bound = { ...challenge, acts: boundActs(statements) }
  return judgeAnswer(parts.key, bound, mail.newText, arrivedAt, parts.settings.verification.maxTries)
}

/** Details were asked for: the same mail is classified again; a withdrawal ends it. */
async function toQuestion(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  if (wantsOut(arrival)) return await withdraw(parts, arrival, request)
  await detailsCame(parts, arrival, request)
  return true
}

async function toWaiting(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  if (wantsOut(arrival) && canStillStop(request)) return await withdraw(parts, arrival, request)
  if (isNewMatter(arrival) && arrival.understanding.classification?.decision === 'act') return false
  arrival.outcome = { state: 'handled', reason: 'added_to_request', requestId: request.id }
  note(parts, arrival.changes, request.id, 'mail_added', null, { mail: arrival.row.id }, 'requester')
  if (request.state !== 'held') return true
  const lines = [{ zh: '收到来信补充', en: 'The requester has written again' }]
  const facts = {
    reference: request.reference,
    what: 'request_held' as const,
    lines,
    dueAt: request.dueAt.toISOString(),
  }
  await postStaffNote(parts, arrival.changes, facts, request.id)
  return true
}

/** Thanks and the like are filed with the closed request, and so is a late code; anything that asks for something begins anew. */
async function toClosed(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { mail, changes, understanding } = arrival
  if (isUnwanted(parts, arrival, request)) return await withdraw(parts, arrival, request)
  if (await undoCorrection(parts, arrival, request)) return true
  if (await takeBackRefusal(parts, arrival, request)) return true
  if (disowns(mail.newText) && (await stopLinks(parts, arrival, request))) return true
  const lateCode = !isNewMatter(arrival) && codesIn(mail.newText).length > 0
  const thanks = mail.attachments.length === 0 && isMereThanks(mail.newText, mail.sender.ok ? mail.sender.name : null)
  if (!lateCode && !thanks && understanding.classification?.decision !== 'ignore') return false
  arrival.outcome = { state: 'set_aside', reason: 'after_the_answer', requestId: request.id }
  if (!lateCode || request.state !== 'expired') return true
  arrival.outcome = { state: 'handled', reason: 'code_expired', requestId: request.id }
  const posting = postingFor(factsOf(request), { messageId: mail.messageId, references: mail.references })
  if (posting !== null) await post(parts, changes, 'code-expired', { reference: request.reference }, posting)
  return true
}

/** "That was not me" to a letter about a request that is over and that nobody ever proved: no more of them. */
function isUnwanted({ settings }: PathParts, { mail }: Arrival, request: MatchedRequest): boolean {
  const isOver = request.state === 'declined' || request.state === 'expired' || request.state === 'withdrawn'
  return isOver && request.verifiedAt === null && settings.letterLimits.stopMs > 0 && wantsSilence(mail.newText)
}

/** A reply that withdraws or says "that was not me": it can only stop something, so the thread and the address suffice. */
function wantsOut({ mail, understanding }: Arrival): boolean {
  return understanding.classification?.topic === 'withdraw' || disowns(mail.newText)
}

function isNewMatter(arrival: Arrival): boolean {
  const intents = arrival.understanding.classification?.intents ?? []
  return intents.length > 0
}

async function withdraw(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { mail, changes } = arrival
  const now = parts.clock.now()
  const { stopMs } = parts.settings.letterLimits
  // the new address of a change may stop it, and says nothing for the owner of the old one
  const isOwner = mail.sender.ok && sameAddress(mail.sender.address, request.subjectAddress ?? request.requester ?? '')
  // who has proved who they are changes their mind; who has not may be a stranger's victim, and wants no more letters
  const silence = stopMs > 0 && request.verifiedAt === null && isOwner && wantsSilence(mail.newText)
  const reason = silence ? 'stopped_by_owner' : 'by_reply'
  changes.requestMoves.push({
    id: request.id,
    from: request.state,
    data: { state: 'withdrawn', stateReason: reason, settledAt: now, nextStepAt: null, coolingOffUntil: null },
  })
  for (const challenge of request.challenges) {
    changes.challengeUpdates.push({ id: challenge.id, data: { closedAs: 'withdrawn', closedAt: now } })
  }
  note(parts, changes, request.id, 'withdrawn', reason, undefined, 'requester')
  arrival.outcome = { state: 'handled', reason: 'withdrawn', requestId: request.id }
  const posting = postingFor(factsOf(request), { messageId: mail.messageId, references: mail.references })
  if (posting === null) return true
  const quietUntil = silence ? new Date(now.getTime() + stopMs).toISOString() : null
  const facts = { reference: request.reference, references: [request.reference], quietUntil }
  await post(parts, changes, 'withdrawn', facts, posting)
  return true
}
