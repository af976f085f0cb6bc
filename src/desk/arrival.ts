// One mail on its way through the stations: what it says, what each station decided, and what follows from it so far.

import type { Mail } from '../db/generated/client.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { Changes } from '../requests/changes.ts'
import type { Understanding } from './understand.ts'

export interface Arrival {
  row: Mail
  understanding: Understanding
  mail: ParsedMail
  changes: Changes
  /** what the mail becomes; set by the branch taken */
  outcome: { state: 'handled' | 'set_aside' | 'held'; reason: string | null; requestId: string | null }
  /** what each station decided, for staff */
  decisions: Record<string, unknown>
}
