// Is the sender the data subject? A decision on facts alone, with its reason. Nothing in an inbound mail is proof: the subject is
// found by one strict From address, and proof is a code sent to the address stored on the account. Only for kinds that the
// settings name does an aligned DMARC pass, stated by a trusted server, spare the code (never for deletion).

import type { ActKind } from '../../requests/words.ts'

/** What is known about who wrote. */
export interface Evidence {
  /** data subjects whose stored address equals the strict From address */
  matchingSubjects: number
  /** verdict of the trusted servers' Authentication-Results (RFC 8601) */
  authentication: { result: 'pass' | 'fail' | 'none'; by: 'dmarc' | 'dkim' | 'spf' | null }
  kinds: readonly ActKind[]
  /** consent is given, which nobody's domain can vouch for */
  givesConsent?: boolean
}

export interface VerificationPolicy {
  alignedSenderKinds: readonly ActKind[]
}

export type Verification =
  | { outcome: 'verified'; by: 'aligned_sender'; reason: 'dmarc_pass_suffices_for_these_kinds' }
  | {
      outcome: 'challenge'
      reason: 'kinds_need_a_code' | 'sender_not_authenticated' | 'sender_authentication_failed'
    }
  | { outcome: 'unregistered'; reason: 'address_not_on_file' }
  | { outcome: 'held'; reason: 'several_subjects_match' }

export function decideVerification(evidence: Evidence, policy: VerificationPolicy): Verification {
  if (evidence.matchingSubjects === 0) return { outcome: 'unregistered', reason: 'address_not_on_file' }
  if (evidence.matchingSubjects > 1) return { outcome: 'held', reason: 'several_subjects_match' }
  const spares = evidence.kinds.every((kind) => kind !== 'deletion' && policy.alignedSenderKinds.includes(kind))
  if (!spares || evidence.givesConsent === true) return { outcome: 'challenge', reason: 'kinds_need_a_code' }
  // DMARC alone says that the From domain itself vouches (RFC 9989); dkim or spf without alignment says nothing about From
  if (evidence.authentication.result === 'pass' && evidence.authentication.by === 'dmarc') {
    return { outcome: 'verified', by: 'aligned_sender', reason: 'dmarc_pass_suffices_for_these_kinds' }
  }
  return {
    outcome: 'challenge',
    reason: evidence.authentication.result === 'fail' ? 'sender_authentication_failed' : 'sender_not_authenticated',
  }
}
