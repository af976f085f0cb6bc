// Staff stop a deletion that was confirmed or approved and still waits: its owner rang up, or the approval was a mistake. What is proved
// of the person no longer counts. `in_progress -> held`

import { noChanges } from '../requests/changes.ts'
import { note } from './answering.ts'
import { isCoolingOff } from './cooling-off.ts'
import type { PathParts } from './parts.ts'
import { type Obstacle, obstacle, requestOf } from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

/** Whoever has the request: stopping is nobody's alone. */
export async function takeBack(
  parts: PathParts,
  reference: string,
  { by, reason }: { by: string; reason: string },
): Promise<StaffStep | Obstacle> {
  const request = await requestOf(parts, reference)
  const now = parts.clock.now()
  if (request.state !== 'in_progress' || !isCoolingOff(request, now))
    return obstacle('state_moved_on', `No deletion of ${request.reference} waits: there is nothing to take back.`)
  if (request.stateReason === 'cooling_off_rest_due')
    return obstacle(
      'nothing_to_do',
      `The rest of ${request.reference} is being carried out: try again in a moment.`,
      '其余部分正在办理，请稍后再试。',
    )
  const changes = noChanges()
  changes.requestMoves.push({
    id: request.id,
    from: 'in_progress',
    where: { coolingOffUntil: { gt: now }, stateReason: request.stateReason },
    data: {
      state: 'held',
      stateReason: 'taken_back',
      coolingOffUntil: null,
      nextStepAt: null,
      attempts: 0,
      verifiedAt: null,
      verifiedBy: null,
    },
  })
  note(parts, changes, request.id, 'taken_back', null, { words: reason }, `staff:${by}`)
  const partly = request.acts.some((act) => act.state === 'done')
  return stepOf(request, changes, { becomes: 'held', cautions: partly ? ['partly_done'] : [] })
}
