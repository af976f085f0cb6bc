// What a log line may hold: ids and codes. Addresses, numbers and foreign messages never, even where somebody forgets the rule.

import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { DeskError } from '../../src/errors.ts'
import { createLog, scrub } from '../../src/lib/log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  const output = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      lines.push(line)
      done()
    },
  })
  write(createLog({ level: 'debug', format: 'json' }, output))
  return lines.join('')
}

test('one JSON line a change, ids as fields', () => {
  const line = logged((log) => log.info({ mailId: 'm1', requestId: 'r1' }, 'request verified'))
  expect(JSON.parse(line)).toMatchObject({ mailId: 'm1', requestId: 'r1', msg: 'request verified' })
})

test.each([
  'alice@example.org',
  '"Alice" <alice+tag@sub.example.org>',
  '小明@例子.中国',
  'to:alice@example.org,bob@example.com',
])('an address is taken out: %s', (text) => {
  const line = logged((log) => log.info({ text }, `wrote to ${text}`))
  expect(line).not.toMatch(/alice|bob|小明|example/)
  expect(line).toContain('[address]')
})

test('a mobile number is taken out, an id with digits is not', () => {
  expect(scrub('call 13800138000 now')).toBe('call [number] now')
  expect(scrub('01a20621-ad00-7000-b6c0-13800138000c')).toBe('01a20621-ad00-7000-b6c0-13800138000c')
})

test('of a foreign error only type, code and place are told; of ours the message for the operator too', () => {
  const cause = Object.assign(new Error('550 no such user Alice Springs, subject "My data"'), { code: 'EENVELOPE' })
  const line = logged((log) =>
    log.error(
      { err: new DeskError('smtp_refused', { retry: false, cause, message: 'look at the letter' }) },
      'letter given up',
    ),
  )
  expect(line).not.toContain('Alice Springs')
  expect(line).not.toContain('My data')
  expect(line).toContain('smtp_refused')
  expect(line).toContain('look at the letter')
  expect(line).toContain('EENVELOPE')
})
