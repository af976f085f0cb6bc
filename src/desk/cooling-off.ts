// A confirmed deletion waits, where the settings say so: the owner hears of it at once and again shortly before its end, and one
// answer stops it. What else was asked for is done meanwhile. The deletion is carried out only when every mail that reached the
// mailbox before the end was worked on, so that a "stop" that arrived in time counts however late the desk reads it.

import type { Act, PrivacyRequest } from '../db/generated/client.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import { factsOf, note, postingFor } from './answering.ts'
import type { PathParts } from './parts.ts'
import { post } from './post.ts'

const dayMs = 86_400_000

/** Until when the deletion of a request waits that is confirmed now; null where it holds none, or none waits. */
export function coolingOffEnd(
  { clock, settings }: PathParts,
  request: { acts: Pick<Act, 'kind' | 'state'>[] },
): Date | null {
  const { coolingOffMs } = settings.verification
  const deletes = request.acts.some((act) => act.kind === 'deletion' && act.state === 'pending')
  return deletes && coolingOffMs > 0 ? new Date(clock.now().getTime() + coolingOffMs) : null
}

/**
 * The same where staff approve it. What was told its owner before, and nothing of it changed by staff since, still holds: that day, or
 * no second wait where it has passed.
 */
export async function coolingOffEndByStaff(
  parts: PathParts,
  request: { id: string; acts: Pick<Act, 'kind' | 'state'>[] },
  unchanged: boolean,
): Promise<Date | null> {
  const end = coolingOffEnd(parts, request)
  if (end === null || !unchanged) return end
  const last = await parts.db.event.findFirst({
    where: { requestId: request.id, type: { in: ['cooling_off', 'acts_changed', 'reopened', 'taken_back'] } },
    orderBy: { id: 'desc' },
  })
  const told = last?.type === 'cooling_off' ? (last.details as { until?: string } | null)?.until : undefined
  if (told === undefined) return end
  const until = new Date(told)
  return until > parts.clock.now() ? until : null
}

/** The letter that says until when, and how to stop it. */
export async function tellCoolingOff(
  parts: PathParts,
  changes: Changes,
  request: PrivacyRequest,
  until: Date,
  answers?: { messageId: string | null; references: string[] },
): Promise<void> {
  note(parts, changes, request.id, 'cooling_off', null, { until: until.toISOString() })
  await postWaiting(parts, changes, request, until, false, answers)
}

/** True while the deletion of a request in progress waits. */
export function isCoolingOff(request: Pick<PrivacyRequest, 'coolingOffUntil'>, now: Date): boolean {
  return request.coolingOffUntil !== null && request.coolingOffUntil > now
}

/** `cooling_off_rest_due` until what else was asked for is done and told, then `cooling_off`, then `cooling_off_reminded`. */
export function coolingOffReason(request: { acts: Pick<Act, 'kind'>[] }): string {
  return actsMeanwhile(request).length > 0 ? 'cooling_off_rest_due' : 'cooling_off'
}

/** What is done while the deletion waits. */
export function actsMeanwhile<A extends Pick<Act, 'kind'>>(request: { acts: A[] }): A[] {
  return request.acts.filter((act) => act.kind !== 'deletion')
}

/** When the owner is reminded: a day before the end, or a quarter of the time where that is less than four days. */
function reminderAt({ settings }: PathParts, until: Date): Date {
  return new Date(until.getTime() - Math.min(dayMs, settings.verification.coolingOffMs / 4))
}

/** The reminder; the next step is the deletion. Throws `state_moved_on` where it was stopped meanwhile. */
export async function remind(parts: PathParts, request: PrivacyRequest, until: Date): Promise<void> {
  const changes = noChanges()
  const isDue = request.stateReason === 'cooling_off' && parts.clock.now() >= reminderAt(parts, until)
  const data = isDue
    ? { stateReason: 'cooling_off_reminded', nextStepAt: until }
    : { nextStepAt: nextOf(parts, request) }
  changes.requestMoves.push({ id: request.id, from: 'in_progress', data: { ...data, attempts: 0 } })
  if (isDue) {
    note(parts, changes, request.id, 'reminded', 'cooling_off')
    await postWaiting(parts, changes, request, until, true)
  }
  await commit(parts.db, [changes])
}

/** When a request whose deletion waits is looked at next. */
function nextOf(parts: PathParts, request: Pick<PrivacyRequest, 'stateReason' | 'coolingOffUntil'>): Date | null {
  const { coolingOffUntil, stateReason } = request
  if (coolingOffUntil === null || stateReason !== 'cooling_off') return coolingOffUntil
  return reminderAt(parts, coolingOffUntil)
}

/** Whether the owner may still stop a request: nothing was done yet, or its deletion waits. */
export function canStillStop(request: { acts: Pick<Act, 'kind' | 'state'>[]; coolingOffUntil: Date | null }): boolean {
  if (request.acts.every((act) => act.state === 'pending')) return true
  const deletion = request.acts.find((act) => act.kind === 'deletion')
  return request.coolingOffUntil !== null && deletion?.state === 'pending'
}

async function postWaiting(
  parts: PathParts,
  changes: Changes,
  request: PrivacyRequest,
  until: Date,
  isReminder: boolean,
  answers: { messageId: string | null; references: string[] } = {
    messageId: request.threadId,
    references: request.threadReferences?.split(' ') ?? [],
  },
): Promise<void> {
  const posting = postingFor(factsOf(request), answers)
  if (posting === null) return
  const byCode = request.verifiedBy !== 'staff' && request.verifiedBy !== 'second_route'
  const facts = { reference: request.reference, effectiveAt: until.toISOString(), isReminder, byCode }
  // never held back: it is the owner's chance to hear of it
  await post(parts, changes, 'cooling-off', facts, { ...posting, uncapped: true })
}
