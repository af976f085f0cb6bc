// The one-time code: how it looks, what an answer may look like, what it is bound to, and when it is worth nothing.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codesIn,
  hashCode,
  judgeAnswer,
  newCode,
  type OpenChallenge,
} from '../../../src/desk/verification/challenge.ts'
import { disowns } from '../../../src/desk/verification/disowns.ts'
import { type DeskKey, loadDeskKey } from '../../../src/lib/desk-key.ts'
import { systemChance } from '../../../src/lib/ids.ts'

let folder: string
let key: DeskKey
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'habeas-key-'))
  key = await loadDeskKey({ dataFolder: folder })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const now = new Date('2026-11-23T02:00:00Z')
const binding = { requestId: 'request-1', sentTo: 'alice@example.org', acts: '[{"kind":"access"}]' }
const code = '7KMQ-3XRT'
const open = (over: Partial<OpenChallenge> = {}): OpenChallenge => ({
  ...binding,
  codeHash: hashCode(key, code, binding),
  expiresAt: new Date(now.getTime() + 3_600_000),
  tries: 0,
  ...over,
})
const judge = (text: string, over: Partial<OpenChallenge> = {}, at = now) => judgeAnswer(key, open(over), text, at, 5)

describe('a new code', () => {
  test('has two groups of four, a digit and a letter, and none of the characters that look alike', () => {
    for (let n = 0; n < 2_000; n++) {
      const made = newCode(systemChance)
      expect(made).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
      expect(made).toMatch(/\d/)
      expect(made).toMatch(/[A-Z]/)
      expect(made).not.toMatch(/[01ILOU]|^HB/)
    }
  })

  test('is always found in an answer, however it is written', () => {
    const ways: ((text: string) => string)[] = [
      (text) => text,
      (text) => text.toLowerCase(),
      (text) => text.replace('-', ''),
      (text) => text.replace('-', ' '),
      (text) => text.replace('-', '—'),
      (text) => [...text.replace('-', '')].join(' '),
      (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
      (text) => `验证码：${text}，谢谢`,
      (text) => `"${text}".`,
      (text) => `My code:\n\n    ${text}\n\nAlice`,
      (text) => `\u200b${text.slice(0, 2)}\u200b${text.slice(2)}`,
    ]
    for (let n = 0; n < 300; n++) {
      const made = newCode(systemChance)
      for (const way of ways) expect(codesIn(way(made))).toContain(made.replace('-', ''))
    }
  })
})

describe('what is no code', () => {
  test.each([
    ['an empty answer', ''],
    ['words', 'Yes, please go ahead and delete everything. Thank you very much.'],
    ['words of eight letters', 'PLEASE CONFIRM PARAMETER SENTENCE'],
    ['our reference', 'Re: HB-7K3M2Q [HB-7K3M2Q] ＨＢ－7K3M2Q'],
    ['a longer run of characters', 'A7KMQ-3XRT and 7KMQ-3XRTA'],
    ['a phone number with 0 and 1', '13800138000, 010-8888 1234'],
  ])('%s', (_what, text) => {
    expect(codesIn(text)).toEqual([])
  })

  test('what stands behind the first 4,000 characters', () => {
    expect(codesIn(`${'x '.repeat(2_000)}${code}`)).toEqual([])
  })

  test('any text at all ends soon and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 5_000 }), (text) => {
        for (const found of codesIn(text)) expect(found).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('judging an answer', () => {
  test('the right code is right, once within its time and tries', () => {
    expect(judge(code)).toEqual({ outcome: 'right' })
    expect(judge(code, { tries: 4 })).toEqual({ outcome: 'right' })
  })

  test('no code in the new text is missing and costs no try', () => {
    expect(judge('yes')).toEqual({ outcome: 'missing' })
    expect(judge('yes', { tries: 5 })).toEqual({ outcome: 'missing' })
  })

  test('a wrong code says how many tries are left; the last one exhausts', () => {
    expect(judge('2222-2222')).toEqual({ outcome: 'wrong', triesLeft: 4 })
    expect(judge('2222-2222', { tries: 3 })).toEqual({ outcome: 'wrong', triesLeft: 1 })
    expect(judge('2222-2222', { tries: 4 })).toEqual({ outcome: 'exhausted' })
  })

  test('once exhausted, the right code is worth nothing', () => {
    expect(judge(code, { tries: 5 })).toEqual({ outcome: 'exhausted' })
  })

  test('at the moment of its expiry a code is expired, a millisecond before it is not', () => {
    const { expiresAt } = open()
    expect(judge(code, {}, new Date(expiresAt.getTime() - 1))).toEqual({ outcome: 'right' })
    expect(judge(code, {}, expiresAt)).toEqual({ outcome: 'expired' })
    expect(judge('2222-2222', {}, expiresAt)).toEqual({ outcome: 'expired' })
  })

  test('of several codes in one answer the first three are looked at, and they are one try', () => {
    expect(judge(`2222-2222 3333-3333 ${code}`)).toEqual({ outcome: 'right' })
    expect(judge(`2222-2222 3333-3333 4444-4444 ${code}`)).toEqual({ outcome: 'wrong', triesLeft: 4 })
  })

  test.each([
    ['another request', { requestId: 'request-2' }],
    ['another address', { sentTo: 'mallory@example.org' }],
    ['another act', { acts: '[{"kind":"deletion"}]' }],
  ])('the code of %s is wrong', (_what, over) => {
    expect(judge(code, over)).toMatchObject({ outcome: 'wrong' })
  })

  test('the stored hash does not hold the code', () => {
    expect(open().codeHash).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('"that was not me"', () => {
  test.each([
    'stop',
    'STOP!',
    'Not me.',
    'This was not me',
    "It wasn't me",
    '不是我',
    '不是我本人申请的。',
    '取消',
    '撤回',
    '“取消”',
    '非本人操作',
    'cancel, please',
  ])('%s stops', (text) => expect(disowns(`\n${text}\n\nregards`)).toBe(true))

  test.each([
    '',
    code,
    'yes',
    'Please do not stop.',
    'I did not receive the code',
    '不是我的邮箱有问题',
    '请不要取消',
    'stopwatch',
    'How can I cancel?',
  ])('%s does not', (text) => expect(disowns(text)).toBe(false))
})
