// Every raw mail of test/mails against what is expected of it. A misread mail becomes a new pair there before the fix.

import { describe, expect, test } from 'vitest'
import { triage } from '../../src/desk/triage/triage.ts'
import { parseMail } from '../../src/mail/parse.ts'
import { cpuMs, expectBounded, mailNames, observed, own, readExpectation, readSource } from './expectation.ts'

describe('the mails of the folder', () => {
  test('are there', () => {
    expect(mailNames().length).toBeGreaterThan(150)
  })

  for (const name of mailNames()) {
    test(`${name}`, async () => {
      const started = process.cpuUsage()
      const mail = await parseMail(readSource(name))
      const verdict = triage(mail, own)
      expect(cpuMs(started)).toBeLessThan(1000)
      const wanted = readExpectation(name)
      expect(observed(mail, verdict, wanted)).toEqual(wanted)
      expectBounded(mail)
    })
  }
})
