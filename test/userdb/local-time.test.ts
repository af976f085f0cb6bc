import { expect, test } from 'vitest'
import { withZone } from '../../src/userdb/local-time.ts'

test.each([
  ['2026-11-23 16:00:00', 'Asia/Shanghai', '2026-11-23T16:00:00+08:00'],
  ['2026-11-23T16:00', 'Asia/Kathmandu', '2026-11-23T16:00:00+05:45'],
  ['1988-07-01 12:00:00.5', 'Asia/Shanghai', '1988-07-01T12:00:00.5+09:00'],
  ['2026-03-29 00:59:59', 'Europe/London', '2026-03-29T00:59:59+00:00'],
  ['2026-03-29 02:00:00', 'Europe/London', '2026-03-29T02:00:00+01:00'],
  ['2026-10-25 00:30:00', 'Europe/London', '2026-10-25T00:30:00+01:00'],
  ['2026-10-25 03:00:00', 'Europe/London', '2026-10-25T03:00:00+00:00'],
  ['2026-03-08 03:30:00', 'America/New_York', '2026-03-08T03:30:00-04:00'],
  ['2026-01-01 00:00:00', 'UTC', '2026-01-01T00:00:00+00:00'],
])('%s in %s is %s', (text, zone, said) => {
  expect(withZone(text, zone)).toBe(said)
})

test.each(['2026-11-23', '2026-11-23T08:00:00Z', '2026-11-23 08:00:00+00', '0000-00-00 00:00:00', 'soon', ''])(
  '%s stays as it is',
  (text) => {
    expect(withZone(text, 'Asia/Shanghai')).toBe(text)
  },
)
