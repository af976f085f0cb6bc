// What a held request asks for, put right by staff: other acts or values in place of those that were read, or a question back to the
// sender in the letter that asks for details, whose answer the path takes up as any other. `held -> held | received`

import { noChanges } from '../requests/changes.ts'
import type { Label } from '../requests/words.ts'
import { addActs, factsOf, note, postingFor } from './answering.ts'
import type { PathParts } from './parts.ts'
import { post } from './post.ts'
import { threadOf } from './progress.ts'
import { paragraphs } from './staff.ts'
import {
  type ActChoice,
  actsOf,
  heldRequest,
  type Obstacle,
  obstacle,
  planForStaff,
  subjectOf,
  whileMine,
} from './staff-plan.ts'
import { isGrave } from './staff-second.ts'
import { type StaffStep, settleMails, stepOf } from './staff-step.ts'

/** The request stays held, with what staff read in it; what was proved of the former acts does not carry these. */
export async function changeActs(
  parts: PathParts,
  reference: string,
  { by, choice, reason }: { by: string; choice: ActChoice; reason: string },
): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, by)
  if ('outcome' in request) return request
  if (choice.kinds.length === 0) {
    return obstacle('no_acts', 'Say what is asked for: --kind access, correction, deletion or refusal.')
  }
  const acts = actsOf(request, choice)
  if ('outcome' in acts) return acts
  const subject = await subjectOf(parts, request, null)
  // who asks may still be open; what is asked is held against the data as soon as the account is known
  const planned = 'outcome' in subject ? null : await planForStaff(parts, subject.key, acts, true)
  if (planned?.outcome === 'refused') return planned
  const changes = noChanges()
  changes.actRemovals.push(...request.acts.map((act) => act.id))
  addActs(
    parts,
    changes,
    request.id,
    acts.map((details) => ({ details, statement: null })),
  )
  // who or what it concerns is no matter of what is asked: a child's request stays one, and two people's where the settings say so
  const topic = isGrave(request.topic) ? request.topic : 'request'
  const data = { topic, verifiedAt: null, verifiedBy: null }
  changes.requestMoves.push({ id: request.id, from: 'held', where: whileMine(by), data })
  const kinds = acts.map((act) => act.kind)
  const before = request.acts.map((act) => act.kind)
  note(parts, changes, request.id, 'acts_changed', null, { kinds, before, words: reason }, `staff:${by}`)
  return stepOf(request, changes, {
    becomes: 'held',
    subject: 'outcome' in subject ? null : subject,
    statements: planned === null ? [] : planned.acts.flatMap((act) => act.statement ?? []),
  })
}

/** The details letter with a question of staff's own. The clock goes on. */
export async function askSender(
  parts: PathParts,
  reference: string,
  { by, question }: { by: string; question: Label },
): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, by)
  if ('outcome' in request) return request
  if (request.acts.some((act) => act.state !== 'pending')) {
    return obstacle('acts_begun', 'Part of this request has been carried out: answer it with --keep-held instead.')
  }
  const posting = postingFor(factsOf(request), threadOf(request))
  if (posting === null) {
    return obstacle('subject_unknown', 'The mail named no sender that could be asked: decline it without a letter.')
  }
  const changes = noChanges()
  const data = { state: 'received' as const, stateReason: 'asked_by_staff', verifiedAt: null, verifiedBy: null }
  changes.requestMoves.push({ id: request.id, from: 'held', where: whileMine(by), data })
  settleMails(request, changes)
  note(parts, changes, request.id, 'asked', 'staff_question', undefined, `staff:${by}`)
  const facts = {
    reference: request.reference,
    why: 'staff_question' as const,
    problems: paragraphs(question),
    fields: [],
  }
  await post(parts, changes, 'ask-details', facts, { ...posting, uncapped: true })
  return stepOf(request, changes, {
    becomes: 'received',
    cautions: posting.stored ? [] : ['recipient_unproven'],
  })
}
