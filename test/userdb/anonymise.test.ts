import { expect, test } from 'vitest'
import { anonymised, isAnonymised, redacted, truncateIp } from '../../src/userdb/anonymise.ts'
import type { Anonymisation } from '../../src/userdb/data-map-schema.ts'
import type { Cell } from '../../src/userdb/platform.ts'

test.each([
  ['203.0.113.77', '203.0.113.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
  ['2001:db8::1', '2001:db8:0::'],
  ['::1', '0:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['unknown', '0.0.0.0'],
  ['', '0.0.0.0'],
])('%s becomes %s, and stays so', (address, short) => {
  expect(truncateIp(address)).toBe(short)
  expect(truncateIp(short)).toBe(short)
})

function as(number: number, pseudonymKey: string | null) {
  return { number, pseudonymKey, identifiers: { address: null, name: null } }
}

const ways: Anonymisation[] = [
  'empty',
  'truncate_ip',
  'keyed_hash',
  { constant: 'gone' },
  { constant: 0 },
  { constant: true },
  { placeholder: 'gone-{n}@invalid' },
  { generalise: 'year' },
  { generalise: 'month' },
  { band: 10 },
]

test.each(ways)('%o: what was anonymised is known as such and does not change again', (way) => {
  for (const value of ['wang@example.com', '198.51.100.7', '王😀', 42, null]) {
    const once = anonymised(way, value, as(7, 'key'))
    expect(isAnonymised(way, once)).toBe(true)
    expect(anonymised(way, once, as(7, 'key'))).toEqual(once)
  }
  expect(isAnonymised(way, 'wang@example.com')).toBe(false)
})

test.each([
  [{ generalise: 'year' }, '1988-08-18', '1988-01-01'],
  [{ generalise: 'month' }, '1988-08-18', '1988-08-01'],
  [{ generalise: 'month' }, '1988-08-18 23:59:59.123+08', '1988-08-01 00:00:00+08'],
  [{ generalise: 'year' }, '1988-08-18T23:59Z', '1988-01-01T00:00Z'],
  [{ generalise: 'year' }, '0000-00-00', '0000-00-00'],
  [{ generalise: 'year' }, 'about 1988', null],
  [{ generalise: 'year' }, 577_929_600, null],
  [{ band: 10 }, 34, 30],
  [{ band: 10 }, 40n, 40n],
  [{ band: 5 }, -1, -5],
  [{ band: 10 }, '34', '30-39'],
  [{ band: 10 }, '30-39', '30-39'],
  [{ band: 100 }, '1234.56', '1200-1299'],
  [{ band: 10 }, 'thirty-four', null],
] satisfies [Anonymisation, Cell, Cell][])('%o of %s is %s, and stays so', (way, value, coarse) => {
  expect(anonymised(way, value, as(0, null))).toBe(coarse)
  expect(anonymised(way, coarse, as(0, null))).toBe(coarse)
  expect(isAnonymised(way, coarse)).toBe(true)
})

test('a keyed hash tells nothing without the key and differs with another', () => {
  const one = anonymised('keyed_hash', 'u/1', as(0, 'key'))
  expect(one).toMatch(/^hidden-[0-9a-f]{32}$/)
  expect(anonymised('keyed_hash', 'u/1', as(0, 'key'))).toBe(one)
  expect(anonymised('keyed_hash', 'u/1', as(0, 'other key'))).not.toBe(one)
  expect(() => anonymised('keyed_hash', 'u/1', as(0, null))).toThrow(/key/)
})

test.each([
  ['write to Alice@Example.org!', 'write to […]!'],
  ['Alice and Alicent met; alice did not. Alice', '[…] and Alicent met; alice did not. […]'],
  ['nothing of hers', 'nothing of hers'],
])('redacted, %s reads %s', (text, left) => {
  expect(redacted(text, { address: 'alice@example.org', name: 'Alice' })).toBe(left)
})

test('a Chinese name is found between other words; one letter is no name; signs are only signs', () => {
  expect(redacted('我是小明啊', { address: null, name: '小明' })).toBe('我是[…]啊')
  expect(redacted('李子', { address: null, name: '李' })).toBe('李子')
  expect(redacted('a.b+c@example.com axb+c@example.com (x)', { address: 'a.b+c@example.com', name: '(x)' })).toBe(
    '[…] axb+c@example.com […]',
  )
})
