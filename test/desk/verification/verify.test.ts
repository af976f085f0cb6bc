// The decision table of verification: every cell is a promise about who gets what.

import { describe, expect, test } from 'vitest'
import { decideVerification, type Evidence } from '../../../src/desk/verification/verify.ts'
import { type ActKind, actKinds } from '../../../src/requests/words.ts'

const policy = { alignedSenderKinds: ['refusal', 'status', 'withdraw'] as ActKind[] }
const dmarcPass: Evidence['authentication'] = { result: 'pass', by: 'dmarc' }
const evidence = (over: Partial<Evidence>): Evidence => ({
  matchingSubjects: 1,
  authentication: { result: 'none', by: null },
  kinds: ['access'],
  ...over,
})

describe('whose account', () => {
  test.each(actKinds)('%s from an address that no account has is unregistered, whatever DMARC says', (kind) => {
    const verdict = decideVerification(
      evidence({ matchingSubjects: 0, kinds: [kind], authentication: dmarcPass }),
      policy,
    )
    expect(verdict).toEqual({ outcome: 'unregistered', reason: 'address_not_on_file' })
  })

  test.each(actKinds)('%s from an address that two accounts share is held, whatever DMARC says', (kind) => {
    const verdict = decideVerification(
      evidence({ matchingSubjects: 2, kinds: [kind], authentication: dmarcPass }),
      policy,
    )
    expect(verdict).toEqual({ outcome: 'held', reason: 'several_subjects_match' })
  })
})

describe('code or none', () => {
  test.each<[ActKind, string]>([
    ['access', 'challenge'],
    ['correction', 'challenge'],
    ['deletion', 'challenge'],
    ['refusal', 'verified'],
    ['status', 'verified'],
    ['withdraw', 'verified'],
  ])('%s with an aligned DMARC pass: %s', (kind, outcome) => {
    expect(decideVerification(evidence({ kinds: [kind], authentication: dmarcPass }), policy).outcome).toBe(outcome)
  })

  test.each<[Evidence['authentication'], string]>([
    [{ result: 'none', by: null }, 'sender_not_authenticated'],
    [{ result: 'fail', by: 'dmarc' }, 'sender_authentication_failed'],
    [{ result: 'fail', by: 'spf' }, 'sender_authentication_failed'],
    [{ result: 'pass', by: 'dkim' }, 'sender_not_authenticated'],
    [{ result: 'pass', by: 'spf' }, 'sender_not_authenticated'],
  ])('a refusal with %o needs its code: %s', (authentication, reason) => {
    expect(decideVerification(evidence({ kinds: ['refusal'], authentication }), policy)).toEqual({
      outcome: 'challenge',
      reason,
    })
  })

  test('one kind that needs a code makes the whole mail need one', () => {
    const verdict = decideVerification(evidence({ kinds: ['refusal', 'access'], authentication: dmarcPass }), policy)
    expect(verdict).toEqual({ outcome: 'challenge', reason: 'kinds_need_a_code' })
  })

  test('deletion needs a code even where the settings list it', () => {
    const verdict = decideVerification(evidence({ kinds: ['deletion'], authentication: dmarcPass }), {
      alignedSenderKinds: [...actKinds],
    })
    expect(verdict.outcome).toBe('challenge')
  })

  test('where the settings list no kind, nothing is spared', () => {
    for (const kind of actKinds) {
      expect(
        decideVerification(evidence({ kinds: [kind], authentication: dmarcPass }), { alignedSenderKinds: [] }).outcome,
      ).toBe('challenge')
    }
  })
})
