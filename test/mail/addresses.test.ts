// Addresses and the one author of a mail.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isAddressOf,
  plusTag,
  readAddresses,
  readSender,
  sameAddress,
  strictAddress,
  withPlusTag,
} from '../../src/mail/addresses.ts'

test('equal addresses: ASCII letter case and IDN spelling do not count, nothing else', () => {
  expect(sameAddress('Ada@Example.COM', 'ada@example.com')).toBe(true)
  expect(sameAddress('ada@例子.中国', 'ADA@xn--fsqu00a.xn--fiqs8s')).toBe(true)
  expect(sameAddress('ada+x@example.com', 'ada@example.com')).toBe(false)
  expect(sameAddress('a.da@example.com', 'ada@example.com')).toBe(false)
  expect(sameAddress('ada@example.com.', 'ada@example.com')).toBe(false)
  expect(sameAddress('ada@ｅｘａｍｐｌｅ.com', 'ada@example.com')).toBe(false)
  expect(sameAddress('ada@ex\u0430mple.com', 'ada@example.com')).toBe(false)
  // Kelvin sign, long s, dotless i: equal under Unicode case folding, not here
  expect(sameAddress('\u212aarl@example.com', 'karl@example.com')).toBe(false)
  expect(sameAddress('\u017fam@example.com', 'sam@example.com')).toBe(false)
  expect(sameAddress('', '')).toBe(false)
})

test('strict addresses keep the local part and lower the domain', () => {
  expect(strictAddress('Ada.L@EXAMPLE.com')).toBe('Ada.L@example.com')
  expect(strictAddress("o'hara+x@sub.example.co.uk")).toBe("o'hara+x@sub.example.co.uk")
  const refused = [
    '',
    '@',
    'a@',
    '@b.cc',
    'a b@c.dd',
    'a@b',
    'a@b..cc',
    'a@-b.cc',
    'a@b-.cc',
    'a@b_c.dd',
    '.a@b.cc',
    'a.@b.cc',
    'a..b@c.dd',
    'a@b@c.dd',
    '"a"@b.cc',
    'a@[1.2.3.4]',
    'a@1.2.3.4',
    'a@b.cc.',
    '<a@b.cc>',
    'a@b.cc\r\nBcc: x@y.zz',
    'a@b.cc\0',
    'a\u200b@b.cc',
    'a@b.c\u00adc',
    `${'a'.repeat(65)}@b.cc`,
    `a@${'b.'.repeat(130)}cc`,
    'a(x)@b.cc',
    'a@b.cc,d@e.ff',
    'ａ@b.cc',
  ]
  for (const text of refused) expect(strictAddress(text), text).toBeNull()
})

test('plus tags go on and come off', () => {
  expect(withPlusTag('privacy@example.org', 'HB-7K3M2Q')).toBe('privacy+HB-7K3M2Q@example.org')
  expect(plusTag('Privacy+hb-7k3m2q@EXAMPLE.org', 'privacy@example.org')).toBe('hb-7k3m2q')
  expect(plusTag('privacy@example.org', 'privacy@example.org')).toBeNull()
  expect(plusTag('privacy+@example.org', 'privacy@example.org')).toBeNull()
  expect(plusTag('other+x@example.org', 'privacy@example.org')).toBeNull()
  expect(plusTag('privacy+x@example.net', 'privacy@example.org')).toBeNull()
  expect(isAddressOf('PRIVACY+a+b@example.org', 'privacy@example.org')).toBe(true)
})

test('lists are read with groups opened, and what is no address is left out', () => {
  expect(
    readAddresses(
      '"Doe, Jane" <jane@example.com>, Team: a@example.net, b@example.net;, undisclosed-recipients:;, broken@',
    ),
  ).toEqual(['jane@example.com', 'a@example.net', 'b@example.net'])
})

describe('no reading of a From header finds an identity that another reader would not', () => {
  const hostile = [
    'ada@example.com, eve@evil.example',
    'eve@evil.example ada@example.com',
    '<ada@example.com>eve@evil.example',
    'ada@example.com\0<eve@evil.example>',
    '"<ada@example.com>" eve@evil.example <x@y.zz>',
    'a:<ada@example.com>;',
    '(ada@example.com',
    'ada@example.com)',
    '<<ada@example.com>>',
    'ada@example.com>',
    '=?utf-8?Q?ada=40example.com?=',
    'ada@example.com;eve@evil.example',
    '"a" "b"@example.com',
    'ada@(x)example.com',
    'ada @example.com',
    'ada@ example.com',
    'Ada [x] <ada@example.com> trailing',
  ]
  for (const value of hostile) {
    test(`From: ${JSON.stringify(value)}`, () => {
      expect(readSender([value]).ok).toBe(false)
    })
  }
  test('whatever the display name, the address in angle brackets is the one taken, or none', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        const sender = readSender([`${name} <ada@example.com>`])
        expect(sender.ok ? sender.address : 'ada@example.com').toBe('ada@example.com')
      }),
    )
  })
})
