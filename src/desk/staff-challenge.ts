// Staff have the code sent after all: to the stored address, bound to the acts as restated now. `held -> awaiting_verification`

import { noChanges } from '../requests/changes.ts'
import { factsOf } from './answering.ts'
import { issueChallenge } from './issue-challenge.ts'
import type { PathParts } from './parts.ts'
import { threadOf } from './progress.ts'
import type { Approval } from './staff-approval.ts'
import { actsOf, heldRequest, type Obstacle, obstacle, planForStaff, subjectOf, whileMine } from './staff-plan.ts'
import { closeChallenges, otherAddress, replaceActs } from './staff-restate.ts'
import { type StaffStep, settleMails, stepOf } from './staff-step.ts'

/** The one-time code after all: to the stored address, bound to the acts as restated now. */
export async function challenge(
  parts: PathParts,
  reference: string,
  { by, subject: named, choice }: Omit<Approval, 'reason' | 'route'>,
): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, by)
  if ('outcome' in request) return request
  if (request.acts.some((act) => act.state !== 'pending')) {
    return obstacle(
      'acts_begun',
      'Part of this request has been carried out: approve it as it stands, or answer by hand.',
    )
  }
  const subject = await subjectOf(parts, request, named)
  if ('outcome' in subject) return subject
  const acts = actsOf(request, choice)
  if ('outcome' in acts) return acts
  const planned = await planForStaff(parts, subject.key, acts, false)
  if (planned.outcome === 'refused') return planned
  const changes = noChanges()
  replaceActs(parts, request, changes, planned.acts)
  closeChallenges(request, changes, parts.clock.now())
  changes.requestMoves.push({
    id: request.id,
    from: 'held',
    where: whileMine(by),
    data: {
      state: 'awaiting_verification',
      stateReason: 'asked_by_staff',
      subjectKey: subject.key,
      subjectAddress: subject.address,
    },
  })
  settleMails(request, changes)
  const facts = { ...factsOf(request), subjectKey: subject.key, subjectAddress: subject.address }
  await issueChallenge(parts, changes, facts, planned.acts, threadOf(request), subject.name)
  for (const event of changes.events) if (event.type === 'challenged') event.actor = `staff:${by}`
  if (changes.letters.some((letter) => letter.state === 'suppressed')) {
    const words = 'The account has had its letters for today (limits.lettersPerAddressPerDay): send the code tomorrow.'
    return obstacle(
      'nothing_to_do',
      words,
      '这个账号今天收到的信已达上限（limits.lettersPerAddressPerDay）：请明天再发。',
    )
  }
  return stepOf(request, changes, {
    becomes: 'awaiting_verification',
    subject,
    statements: planned.acts.flatMap((act) => act.statement ?? []),
    cautions: otherAddress(request, subject),
  })
}
