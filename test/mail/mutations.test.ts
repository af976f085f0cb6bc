// Valid mails, cut and mangled at random: whatever comes, reading ends without an exception and with a bounded record,
// and reading the same bytes again gives the same record.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classify } from '../../src/desk/classification/classify.ts'
import { defaultThresholds } from '../../src/desk/classification/thresholds.ts'
import { triage } from '../../src/desk/triage/triage.ts'
import { readAuthenticationResults } from '../../src/mail/authentication-results.ts'
import { parseMail } from '../../src/mail/parse.ts'
import { sameMailKey } from '../../src/mail/same-mail.ts'
import { expectBounded, own } from './expectation.ts'
import { mangled } from './mangled.ts'

test('a mangled mail never throws and always ends with a bounded record', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(mangled, async (source) => {
      const mail = await parseMail(source)
      expectBounded(mail)
      const verdict = triage(mail, own)
      expect(verdict.replyAllowed).toBe(verdict.kind === 'human')
      expect(verdict.replyAllowed && !mail.sender.ok).toBe(false)
      if (verdict.kind === 'human') classify({ subject: mail.subject, text: mail.text }, defaultThresholds)
      readAuthenticationResults(mail.headers, ['mx.example.org'], 'example.com')
      expect(sameMailKey(mail)).toBe(sameMailKey(await parseMail(source)))
    }),
    { numRuns: Number(process.env.MUTATIONS ?? 4000) },
  )
})

test('random bytes never throw', { timeout: 60_000 }, async () => {
  expect.hasAssertions()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      const mail = await parseMail(Buffer.from(bytes))
      expectBounded(mail)
      expect(triage(mail, own).kind).not.toBe('')
    }),
    { numRuns: 500 },
  )
})
