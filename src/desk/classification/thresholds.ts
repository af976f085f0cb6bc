// How sure the classification must be before the desk acts or asks. Set in `habeas.yaml`; deletion is the strictest,
// because a wrong deletion cannot be undone.

import type { ActKind } from '../../requests/words.ts'

export interface Thresholds {
  /** confidence from which on the desk acts, for each kind; too low acts on misread mails, too high asks everybody back */
  act: Record<ActKind, number>
  /** confidence from which on the sender is asked; below it staff decide */
  ask: number
}

export const defaultThresholds: Thresholds = {
  act: { access: 0.75, correction: 0.75, deletion: 0.84, refusal: 0.75, status: 0.78, withdraw: 0.8 },
  ask: 0.3,
}
