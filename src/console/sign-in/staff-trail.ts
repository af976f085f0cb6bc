// What happens to accounts and sign-ins, in the same trail as requests, without one: who did it in `actor`, whose account in the
// details.

import { type Db, type Tx, transact } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { appendTrail } from '../../requests/trail.ts'

export type StaffEventType =
  | 'staff_signed_in'
  | 'staff_sign_in_failed'
  | 'staff_signed_out'
  | 'staff_added'
  | 'staff_changed'
  | 'staff_disabled'
  | 'staff_reset'
  | 'staff_password_set'
  | 'staff_second_factor_set'
  | 'staff_second_factor_removed'
  | 'staff_backup_codes_made'
  | 'staff_passkey_added'
  | 'staff_passkey_removed'
  | 'staff_sessions_ended'

export interface StaffEvent {
  type: StaffEventType
  /** staff:NAME, operator, or desk where it is not known who acted */
  actor: string
  /** a stable code */
  reason?: string
  /** whose account; null: an address that has none */
  staffId: string | null
  /** codes and numbers alone */
  more?: Readonly<Record<string, string | number>>
}

export async function recordStaffEvent(db: Db, clock: Clock, event: StaffEvent): Promise<void> {
  await transact(db, async (tx) => await appendStaffEvent(tx, clock, event))
}

/** The same within the transaction that does it. */
export async function appendStaffEvent(tx: Tx, clock: Clock, event: StaffEvent): Promise<void> {
  const { type, actor, reason, staffId, more } = event
  const details = { ...(staffId === null ? {} : { staff: staffId }), ...more }
  await appendTrail(tx, [{ at: clock.now(), actor, type, ...(reason === undefined ? {} : { reason }), details }])
}
