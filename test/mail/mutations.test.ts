// Valid mails, cut and mangled at random: whatever comes, reading ends without an exception and with a bounded record,
// and reading the same bytes again gives the same record.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { triage } from '../../src/desk/triage/triage.ts'
import { readAuthenticationResults } from '../../src/mail/authentication-results.ts'
import { parseMail } from '../../src/mail/parse.ts'
import { sameMailKey } from '../../src/mail/same-mail.ts'
import { expectBounded, mailNames, own, readSource } from './expectation.ts'

// small ones: many runs in little time
const sources = mailNames()
  .map(readSource)
  .filter((source) => source.length < 20_000)

const snippets = [
  '\r\n',
  '\n\n',
  '\0',
  '=?gb2312?B?',
  '?=',
  '--',
  '"',
  '<',
  '>',
  '(',
  ';',
  ',',
  ':',
  '@',
  '%',
  '=\r\n',
  '\u202e',
  '\x1b$B',
  '~{',
  '+',
  'Content-Type: multipart/mixed; boundary=""\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'From: x@example.net\r\n',
  '<blockquote>',
  '<style>',
  '\u{1f600}',
]

const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), size: fc.nat(400) }),
  fc.record({ kind: fc.constant('end' as const), at: fc.nat(), size: fc.constant(0) }),
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), size: fc.nat(255) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), size: fc.nat(snippets.length - 1) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(), size: fc.nat(300) }),
)

function mangle(
  source: Buffer,
  changes: { kind: 'cut' | 'end' | 'byte' | 'insert' | 'double'; at: number; size: number }[],
): Buffer {
  let bytes = source
  for (const { kind, at, size } of changes) {
    const offset = at % (bytes.length + 1)
    const before = bytes.subarray(0, offset)
    const after = bytes.subarray(offset)
    switch (kind) {
      case 'cut':
        bytes = Buffer.concat([before, after.subarray(size)])
        break
      case 'end':
        bytes = before
        break
      case 'byte':
        bytes = Buffer.concat([before, Buffer.from([size]), after.subarray(1)])
        break
      case 'insert':
        bytes = Buffer.concat([before, Buffer.from(snippets[size] ?? ''), after])
        break
      case 'double':
        bytes = Buffer.concat([before, after.subarray(0, size), after])
    }
  }
  return bytes
}

const mangled = fc
  .tuple(fc.nat(sources.length - 1), fc.array(change, { minLength: 1, maxLength: 8 }))
  .map(([which, changes]) => mangle(sources[which] ?? Buffer.alloc(0), changes))

test('a mangled mail never throws and always ends with a bounded record', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(mangled, async (source) => {
      const mail = await parseMail(source)
      expectBounded(mail)
      const verdict = triage(mail, own)
      expect(verdict.replyAllowed).toBe(verdict.kind === 'human')
      expect(verdict.replyAllowed && !mail.sender.ok).toBe(false)
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
