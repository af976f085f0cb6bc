// A settled request taken up again, because the requester objects or staff erred. Its first clock still runs, and nothing that was
// proved then carries what is done now. `fulfilled | declined | withdrawn | expired -> held`

import { noJson } from '../db/client.ts'
import type { ActResult } from '../requests/acts.ts'
import { noChanges } from '../requests/changes.ts'
import { isOpen } from '../requests/states.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { type Obstacle, obstacle, requestOf } from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

export async function reopen(
  parts: PathParts,
  reference: string,
  { by, reason }: { by: string; reason: string },
): Promise<StaffStep | Obstacle> {
  const request = await requestOf(parts, reference)
  if (isOpen(request.state))
    return obstacle('state_moved_on', `${request.reference} is open: there is nothing to reopen.`)
  if (request.mergedInto !== null) {
    const words = `${request.reference} is answered with ${request.mergedInto}: reopen that one.`
    return obstacle('nothing_to_do', words, `它已并入 ${request.mergedInto}：请重新打开那一个。`)
  }
  if (request.reducedAt !== null || request.forgottenAt !== null) {
    const words = `The desk has forgotten whom ${request.reference} is about: a new mail is needed.`
    return obstacle('nothing_to_do', words, '系统已不再知道它是谁的请求：须由对方重新来信。')
  }
  const changes = noChanges()
  changes.requestMoves.push({
    id: request.id,
    from: request.state,
    data: {
      state: 'held',
      stateReason: 'reopened',
      settledAt: null,
      nextStepAt: null,
      attempts: 0,
      verifiedAt: null,
      verifiedBy: null,
      claimedBy: null,
      claimedAt: null,
      reminded: null,
    },
  })
  // what was declined can be done after all; what was done stays done
  for (const act of request.acts) {
    const result = act.result as unknown as ActResult | null
    if (act.state !== 'declined' || result?.outcome !== 'declined') continue
    changes.actUpdates.push({ id: act.id, data: { state: 'pending', result: noJson, plan: noJson } })
  }
  const details = { words: reason, was: request.state }
  note(parts, changes, request.id, 'reopened', request.stateReason, details, `staff:${by}`)
  const untold = request.acts.some((act) => act.state === 'done')
  return stepOf(request, changes, { becomes: 'held', cautions: untold ? ['partly_done'] : [] })
}
