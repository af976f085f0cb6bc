// What an approval and a code asked for by staff have in common: the acts as restated, earlier codes void, a word where the account's
// address is not the one that wrote.

import type { Changes } from '../requests/changes.ts'
import type { Subject } from '../userdb/userdb.ts'
import { addActs, type NewAct } from './answering.ts'
import type { PathParts } from './parts.ts'
import type { HeldRequest } from './staff-plan.ts'
import type { Caution } from './staff-step.ts'

/** The acts as they are restated now, in place of those that were read. */
export function replaceActs(parts: PathParts, request: HeldRequest, changes: Changes, acts: NewAct[]): void {
  changes.actRemovals.push(...request.acts.map((act) => act.id))
  addActs(parts, changes, request.id, acts)
}

/** A code that was sent before is void. */
export function closeChallenges(request: HeldRequest, changes: Changes, now: Date): void {
  for (const { id } of request.challenges) {
    changes.challengeUpdates.push({ id, data: { closedAs: 'replaced', closedAt: now } })
  }
}

/** Code and result go to the stored address, whoever wrote. */
export function otherAddress(request: HeldRequest, subject: Subject): Caution[] {
  const wrote = request.requester?.toLowerCase()
  return wrote === undefined || wrote === subject.address?.toLowerCase() ? [] : ['other_address']
}
