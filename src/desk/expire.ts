// Requests that nobody answered come to their end: codes that were never given, details that never came.
// `awaiting_verification | received -> expired`, or `held` where a restored desk cannot know what became of them.

import type { Act, PrivacyRequest } from '../db/generated/client.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import type { RequestState } from '../requests/states.ts'
import type { ActKind } from '../requests/words.ts'
import { factsOf, handOver, note, postingFor } from './answering.ts'
import { heardUntil } from './heard-until.ts'
import type { PathParts } from './parts.ts'
import { post } from './post.ts'
import { threadOf } from './progress.ts'
import { sayMoves } from './say-moves.ts'
import { isStopped } from './stopped.ts'

/** Codes that were never answered, and details that never came, end their request. */
export async function expireRequests(parts: PathParts, detailsLifeMs: number): Promise<number> {
  const now = parts.clock.now()
  const heard = await heardUntil(parts)
  if (heard === null) return 0
  const detailsBefore = new Date(heard.getTime() - detailsLifeMs)
  const overdue = await parts.db.privacyRequest.findMany({
    where: {
      OR: [
        { state: 'awaiting_verification', challenges: { none: { closedAs: null, expiresAt: { gt: heard } } } },
        { state: 'received', letters: { none: { createdAt: { gte: detailsBefore } } } },
      ],
    },
    include: {
      acts: { orderBy: { position: 'asc' } },
      challenges: { where: { closedAs: null } },
      letters: { where: { state: { not: 'suppressed' } }, select: { id: true }, take: 1 },
    },
    take: 100,
  })
  for (const request of overdue) {
    const unit = parts.tracer.begin('expiry')
    const changes = noChanges()
    await expire({ ...parts, unit }, changes, request, now)
    await commit(parts.db, [changes])
    sayMoves(parts.log, changes)
    const { state, stateReason: reason } = changes.requestMoves[0]?.data ?? {}
    unit.end({ requestId: request.id, state: state as RequestState, reason: reason as string | null })
  }
  return overdue.length
}

type Overdue = PrivacyRequest & {
  acts: Act[]
  challenges: { id: string }[]
  letters: { id: string }[]
}

async function expire(parts: PathParts, changes: Changes, request: Overdue, now: Date): Promise<void> {
  if (request.stateReason === 'restored') {
    // what became of it in the desk that was lost is not known here: perhaps all of it was done
    changes.requestMoves.push({ id: request.id, from: request.state, data: { state: 'held' } })
    const held = { reason: 'restored', matter: 'request_held' as const, tellRequester: false }
    return await handOver(parts, changes, factsOf(request), held)
  }
  const reason = request.state === 'received' ? 'details_never_came' : 'code_expired'
  changes.requestMoves.push({
    id: request.id,
    from: request.state,
    data: { state: 'expired', stateReason: reason, settledAt: now },
  })
  for (const challenge of request.challenges) {
    changes.challengeUpdates.push({ id: challenge.id, data: { closedAs: 'expired', closedAt: now } })
  }
  note(parts, changes, request.id, 'expired', reason)
  const posting = (await wantsNoWord(parts, request)) ? null : postingFor(factsOf(request), threadOf(request))
  const acts = request.acts.map((act) => act.kind as ActKind)
  if (posting !== null) await post(parts, changes, 'expired', { reference: request.reference, acts }, posting)
}

/** Whoever never heard of the request, for letters to them were capped, or wants no more of them, need not hear of its end. */
async function wantsNoWord(
  parts: PathParts,
  { letters, requester }: { letters: unknown[]; requester: string | null },
): Promise<boolean> {
  return letters.length === 0 || (requester !== null && (await isStopped(parts, requester)))
}
