// What staff write to the requester of a held request: an answer in their own words, or that the desk does not act, with the legal
// reason. Approving is in staff-approval.ts, asking for a code in staff-challenge.ts. Every step is shown before `carryOut` writes it, and is
// signed `staff:NAME` in the trail. `held -> fulfilled | declined`

import type { Prisma } from '../db/generated/client.ts'
import { noChanges } from '../requests/changes.ts'
import type { ActKind, Label } from '../requests/words.ts'
import { factsOf, note, postingFor } from './answering.ts'
import type { PathParts } from './parts.ts'
import { type Posting, post } from './post.ts'
import { threadOf } from './progress.ts'
import { type HeldRequest, heldRequest, type Obstacle, obstacle, whileMine } from './staff-plan.ts'
import { type Caution, type StaffStep, settleMails, stepOf } from './staff-step.ts'

export type { Obstacle } from './staff-plan.ts'
export { type Caution, carryOut, type StaffStep } from './staff-step.ts'

/** Words of staff to the requester, in both languages; the request is closed as fulfilled unless `stayHeld`. */
export async function answer(
  parts: PathParts,
  reference: string,
  words: Label & { stayHeld?: boolean },
  by: string,
): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, by)
  if ('outcome' in request) return request
  const changes = noChanges()
  const posting = letterTo(request)
  if (posting === null) return nobody()
  const undone = request.acts.filter((act) => act.state === 'pending' || act.state === 'started')
  note(parts, changes, request.id, 'answered', null, { kinds: undone.map((act) => act.kind) }, `staff:${by}`)
  if (words.stayHeld === true) {
    // nothing moves, but the letter must not go out where the request has meanwhile
    changes.requestMoves.push({
      id: request.id,
      from: 'held',
      where: whileMine(by),
      data: { stateReason: request.stateReason },
    })
  } else {
    const data = { state: 'fulfilled' as const, stateReason: 'answered_by_staff', settledAt: parts.clock.now() }
    changes.requestMoves.push({ id: request.id, from: 'held', where: whileMine(by), data })
    settleMails(request, changes)
  }
  await post(parts, changes, 'staff-answer', { reference: request.reference, paragraphs: paragraphs(words) }, posting)
  return stepOf(request, changes, {
    becomes: words.stayHeld === true ? 'held' : 'fulfilled',
    cautions: [
      ...unproven(posting),
      ...untold(request),
      ...(undone.length > 0 && words.stayHeld !== true ? ['acts_left_undone' as const] : []),
    ],
  })
}

/** Not acting, with a legal reason in both languages (GDPR Art. 12(4)). `code` is what the register says. */
export async function decline(
  parts: PathParts,
  reference: string,
  { by, reason, code }: { by: string; reason: Label; code: string },
): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, by)
  if ('outcome' in request) return request
  const changes = noChanges()
  const posting = letterTo(request)
  const open = request.acts.filter((act) => act.state === 'pending')
  for (const act of open) {
    const result = { kind: act.kind, outcome: 'declined', reason }
    changes.actUpdates.push({
      id: act.id,
      data: { state: 'declined', result: result as unknown as Prisma.InputJsonValue },
    })
  }
  changes.requestMoves.push({
    id: request.id,
    from: 'held',
    where: whileMine(by),
    data: { state: 'declined', stateReason: code, settledAt: parts.clock.now() },
  })
  settleMails(request, changes)
  note(parts, changes, request.id, 'declined', code, { reason }, `staff:${by}`)
  const acts = open.map((act) => act.kind as ActKind)
  if (posting !== null) {
    await post(parts, changes, 'declined', { reference: request.reference, acts, reason, remedies: [] }, posting)
  }
  return stepOf(request, changes, {
    becomes: 'declined',
    cautions: posting === null ? [] : [...unproven(posting), ...untold(request)],
  })
}

/** To the stored address where an account is known, else to whoever wrote. */
function letterTo(request: HeldRequest): Posting | null {
  const posting = postingFor(factsOf(request), threadOf(request))
  // a person decided that this letter goes out
  return posting === null ? null : { ...posting, uncapped: true }
}

function nobody(): Obstacle {
  const words = 'The mail named no sender that could be answered: decline it, which closes it without a letter.'
  return obstacle('subject_unknown', words)
}

function untold(request: HeldRequest): Caution[] {
  return request.acts.some((act) => act.state === 'done') ? ['done_untold'] : []
}

function unproven(posting: Posting): Caution[] {
  return posting.stored ? [] : ['recipient_unproven']
}

/** A paragraph each where both languages have as many; else each language stays one. */
export function paragraphs({ zh, en }: Label): Label[] {
  const split = (text: string) =>
    text
      .split(/\n\s*\n/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const [chinese, english] = [split(zh), split(en)]
  if (chinese.length !== english.length) return [{ zh: chinese.join(' '), en: english.join(' ') }]
  return chinese.map((text, index) => ({ zh: text, en: english[index] ?? '' }))
}
