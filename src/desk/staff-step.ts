// A step of staff before it is taken: what would be written, and what of it staff are shown first. The console and the commands
// show a step and carry out the same one.

import type { ActStatement } from '../requests/acts.ts'
import { type Changes, commit } from '../requests/changes.ts'
import type { RequestState } from '../requests/states.ts'
import type { Subject } from '../userdb/userdb.ts'
import type { PathParts } from './parts.ts'
import type { HeldRequest } from './staff-plan.ts'
import type { TouchedTable } from './touches.ts'

/** What staff should know before they go on. */
export type Caution =
  /** the letter goes to the address that wrote, which nothing ties to an account */
  | 'recipient_unproven'
  /** the account's stored address is not the one that wrote; code and result go to the stored one */
  | 'other_address'
  /** acts of the request that the desk will not carry out */
  | 'acts_left_undone'
  /** acts that were carried out before the request was held, of which no letter tells yet */
  | 'done_untold'
  /** the account has no address: no letter tells of the result, staff hand it over */
  | 'left_for_staff'
  /** the account's own address changes; the result goes to the old one */
  | 'address_changes'
  /** another person must approve the same before anything is done */
  | 'second_person_needed'
  /** what was carried out before stays done */
  | 'partly_done'
  /** the deletion waits out the time that is set; its owner hears of it and can stop it */
  | 'deletion_waits'
  /** nothing stands between the approval and the deletion */
  | 'deletion_at_once'

export interface StaffStep {
  outcome: 'ready'
  requestId: string
  reference: string
  becomes: RequestState
  /** the account that is acted on; null where none is */
  subject: Subject | null
  statements: ActStatement[]
  /** where something is handed out or erased: which rows, in counts */
  touches: TouchedTable[]
  letters: { to: string; subject: string; text: string }[]
  cautions: Caution[]
  changes: Changes
}

/** Writes the step. Throws `state_moved_on` and writes nothing where the request has moved meanwhile. */
export async function carryOut(parts: PathParts, step: StaffStep): Promise<void> {
  const unit = parts.tracer.begin('staff')
  await commit(parts.db, [step.changes])
  unit.end({ requestId: step.requestId, state: step.becomes })
  parts.log.info({ requestId: step.requestId, state: step.becomes }, 'staff acted on request')
}

export function stepOf(
  request: HeldRequest,
  changes: Changes,
  rest: Pick<StaffStep, 'becomes'> & Partial<StaffStep>,
): StaffStep {
  return {
    outcome: 'ready',
    requestId: request.id,
    reference: request.reference,
    subject: null,
    statements: [],
    touches: [],
    cautions: [],
    letters: changes.letters.map(({ recipient, subject, text }) => ({ to: recipient, subject, text })),
    changes,
    ...rest,
  }
}

/** A mail that waited for a person has had one. */
export function settleMails(request: HeldRequest, changes: Changes): void {
  for (const mail of request.mails) {
    if (mail.state === 'held') changes.mailMoves.push({ id: mail.id, from: 'held', data: { state: 'handled' } })
  }
}
