// Valid mails of the folder, cut and mangled at random.

import fc from 'fast-check'
import { mailNames, readSource } from './expectation.ts'

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

export const mangled = fc
  .tuple(fc.nat(sources.length - 1), fc.array(change, { minLength: 1, maxLength: 8 }))
  .map(([which, changes]) => mangle(sources[which] ?? Buffer.alloc(0), changes))
