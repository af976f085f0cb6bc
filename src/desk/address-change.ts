// The registered address is never changed by one mail. Where the settings allow it without staff, it takes: the code from the old
// address, then a code from the new one, then a notice to the old address and a quiet period in which one answer undoes it. The
// account keeps its old address until then, so that no letter and no export can go to the new one before. Whether the new address
// belongs to another account is told to nobody.

import { strictAddress } from '../mail/addresses.ts'
import type { ActDetails, ActStatement } from '../requests/acts.ts'
import type { Subject } from '../userdb/userdb.ts'
import { factsOf, note, postingFor } from './answering.ts'
import type { Arrival } from './arrival.ts'
import { checkValue } from './fulfilment/check-value.ts'
import { findField } from './fulfilment/find-field.ts'
import { newChallenge } from './issue-challenge.ts'
import type { PathParts } from './parts.ts'
import { post } from './post.ts'
import type { MatchedRequest } from './triage/match.ts'

/** The act restated, where all that is asked for is one change of the registered address; else null. */
export function addressChange(parts: PathParts, acts: ActDetails[], subject: Subject): ActStatement | null {
  const [act] = acts
  if (parts.settings.verification.emailChange !== 'two_addresses' || acts.length !== 1) return null
  if (act?.kind !== 'correction' || act.corrections.length !== 1 || subject.address === null) return null
  const [correction] = act.corrections
  if (correction === undefined) return null
  const { map } = parts.userDb
  const found = findField(map, correction)
  if (found?.field.table !== map.subject.table || found.field.column !== map.subject.email) return null
  const checked = checkValue(found.field.check, correction.value)
  if (!('value' in checked) || strictAddress(checked.value) === null) return null
  if (checked.value.toLowerCase() === subject.address.toLowerCase()) return null
  return {
    kind: 'correction',
    changes: [{ label: found.field.label, before: subject.address, after: checked.value }],
  }
}

/** The new address, where the open code of this request is the old address's and a code from the new one is still due. */
export function addressStillToConfirm(request: MatchedRequest): string | null {
  return request.stateReason === 'old_address' ? newAddressOf(request) : null
}

export function isAddressChange(request: { stateReason: string | null }): boolean {
  return request.stateReason === 'old_address' || request.stateReason === 'new_address'
}

function newAddressOf(request: MatchedRequest): string | null {
  const statement = request.acts[0]?.statement as unknown as ActStatement | null | undefined
  return statement?.kind === 'correction' ? (statement.changes[0]?.after ?? null) : null
}

/** The old address has confirmed: a code to the new one, in a letter that names nobody. */
export async function askNewAddress(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<void> {
  const { changes } = arrival
  const sentTo = newAddressOf(request)
  if (sentTo === null) return
  changes.requestMoves.push({
    id: request.id,
    from: 'awaiting_verification',
    data: { state: 'awaiting_verification', stateReason: 'new_address' },
  })
  note(parts, changes, request.id, 'old_address_confirmed', 'code_answered_from_the_address_it_was_sent_to')
  const { code, expiresAt } = newChallenge(
    parts,
    changes,
    request.id,
    sentTo,
    request.acts.flatMap((act) => (act.statement as unknown as ActStatement | null) ?? []),
  )
  const { language } = factsOf(request)
  await post(
    parts,
    changes,
    'confirm-address',
    { reference: request.reference, expiresAt: expiresAt.toISOString() },
    { to: sentTo, language, requestId: request.id, reference: request.reference, stored: true, secret: code },
  )
  arrival.outcome = { state: 'handled', reason: 'old_address_confirmed', requestId: request.id }
}

/** Both have confirmed: the change waits out the quiet period, and the old address hears of it. */
export async function beginQuietPeriod(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<void> {
  const { changes } = arrival
  const now = parts.clock.now()
  const effectiveAt = new Date(now.getTime() + parts.settings.verification.emailQuietMs)
  changes.requestMoves.push({
    id: request.id,
    from: 'awaiting_verification',
    data: {
      state: 'in_progress',
      stateReason: 'quiet_period',
      verifiedAt: now,
      verifiedBy: 'both_addresses',
      nextStepAt: effectiveAt,
    },
  })
  note(parts, changes, request.id, 'verified', 'codes_answered_from_old_and_new_address', {
    effectiveAt: effectiveAt.toISOString(),
  })
  const posting = postingFor(factsOf(request), undefined)
  if (posting === null) return
  const facts = { reference: request.reference, effectiveAt: effectiveAt.toISOString() }
  // never held back: it is the owner's one chance to hear of it
  await post(parts, changes, 'address-change', facts, { ...posting, uncapped: true })
}
