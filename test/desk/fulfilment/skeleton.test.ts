// Names that look like reserved ones do not pass; names of people do.

import { expect, test } from 'vitest'
import { checkValue } from '../../../src/desk/fulfilment/check-value.ts'
import { skeleton } from '../../../src/desk/fulfilment/skeleton.ts'

const check = {
  type: 'text' as const,
  min: 1,
  max: 30,
  unique: true,
  reserved: ['admin', 'moderator', 'system', '管理员', '官方'],
} as unknown as Parameters<typeof checkValue>[0]

test.each([
  'аdmin', // Cyrillic а
  'ɑdmіn',
  'ADMIN',
  'Аdмin',
  'ａｄｍｉｎ',
  'adm1n',
  'a d m i n',
  'a.d.m.i.n',
  'adrnin',
  'ad\u00admin',
  'ádmin',
  'mοderаtοr',
  'm0derat0r',
  'ѕуѕtem',
  '5ystem',
  '管\u200c理员',
  '官 方',
])('%j looks reserved and is refused', (value) => {
  expect(checkValue(check, value)).toHaveProperty('problem')
})

test.each(['小明', 'Алиса', 'Αλίκη', 'Adam', 'Admiral', 'administrare', 'sys', '官方网站爱好者', 'José'])(
  '%j is a name',
  (value) => {
    expect(checkValue(check, value)).toEqual({ value: value.normalize('NFC') })
  },
)

test('a skeleton is the same for whatever looks the same', () => {
  expect(skeleton('раураl')).toBe(skeleton('PayPal'))
  expect(skeleton('alice')).not.toBe(skeleton('alicia'))
})
