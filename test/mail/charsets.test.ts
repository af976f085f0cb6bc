// Bytes to text: labels as they come, wrong ones, none.

import { describe, expect, test } from 'vitest'
import { canonicalCharset, decodeText } from '../../src/mail/charsets.ts'
import { decodeWords } from '../../src/mail/encoded-words.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replace(/\s/g, ''), 'hex')
// 请删除我的账户
const gbk = bytes('c7eb c9be b3fd ced2 b5c4 d5cb bba7')
// 請刪除我的帳戶
const big5 = bytes('bdd0a752b0a3a7daaabab162a4e1')

test('labels of GB 2312 and GBK all mean GB 18030', () => {
  for (const label of ['gb2312', 'GBK', 'x-gbk', 'cp936', 'GB_2312-80', 'gb18030', 'MS936', 'euc-cn', '"gb2312"']) {
    expect(canonicalCharset(label), label).toBe('gb18030')
    expect(decodeText(gbk, label)).toEqual({
      text: '请删除我的账户',
      charset: 'gb18030',
      guessed: false,
      damaged: false,
    })
  }
  // beyond GBK: four bytes
  expect(decodeText(bytes('c7eb 8139ee39'), 'gb2312').text).toBe('请㐀')
})

test('labels of Big5, HZ and UTF-7 in their many spellings', () => {
  for (const label of ['big5', 'Big5-HKSCS', 'cp950', 'x-x-big5', 'cn-big5'])
    expect(decodeText(big5, label).text, label).toBe('請刪除我的帳戶')
  expect(decodeText(Buffer.from('~{GkI>3}~} ok ~~'), 'hz-gb-2312').text).toBe('请删除 ok ~')
  expect(decodeText(Buffer.from('~{GkI>3}~} ok'), null)).toMatchObject({ text: '请删除 ok', guessed: true })
  expect(decodeText(Buffer.from('Hi +T2BZfQ-! 1 +- 1'), 'unicode-1-1-utf-7').text).toBe('Hi 你好! 1 + 1')
})

test('ISO-2022 in its Japanese, Korean and Chinese kinds, labelled or not', () => {
  const korean = Buffer.from('\x1b$)C\x0e0hA$\x0f ok', 'latin1')
  expect(decodeText(korean, 'iso-2022-kr')).toMatchObject({ text: '계정 ok', guessed: false })
  expect(decodeText(korean, null)).toMatchObject({ text: '계정 ok', guessed: true })
  const chinese = Buffer.from('\x1b$)A\x0eGkI>3}\x0f ok', 'latin1')
  expect(decodeText(chinese, 'iso-2022-cn')).toMatchObject({ text: '请删除 ok', guessed: false })
  const japanese = Buffer.from('\x1b$B:o=|\x1b(B ok', 'latin1')
  expect(decodeText(japanese, 'iso-2022-jp').text).toBe('削除 ok')
  expect(decodeText(japanese, 'us-ascii')).toMatchObject({ text: '削除 ok', guessed: true })
})

describe('without a usable label', () => {
  const cases: [string, string, string][] = [
    ['gb18030', 'c7ebc9beb3fdced2b5c4d5cbbba7', '请删除我的账户'],
    ['gb18030', 'd7a2cffa', '注销'],
    ['big5', 'bdd0a752b0a3a7daaabab162a4e1a4ceadd3a448b8eaaec6a141c1c2c1c2', '請刪除我的帳戶及個人資料，謝謝'],
    ['shift_jis', '8ea9 95aa 82cc 8fee 95f1 82f0 8fc1 82b5 82c4 82ad 82be 82b3 82a2', '自分の情報を消してください'],
    ['euc-kr', 'b0e8c1a4c0bb20bbe8c1a6c7d820c1d6bcbcbfe4', '계정을 삭제해 주세요'],
    ['koi8-r', 'f5c4c1ccc9d4c520cdcfc920c4c1ceced9c5', 'Удалите мои данные'],
    ['windows-1252', '4cf673636865204d756c6c6572', 'Lösche Muller'],
  ]
  for (const [charset, hex, text] of cases) {
    test(`${charset}: ${text}`, () => {
      expect(decodeText(bytes(hex), null)).toEqual({ text, charset, guessed: true, damaged: false })
    })
  }
  test('UTF-8 is seen by its form, also under another label', () => {
    for (const label of [null, 'gb2312', 'big5', 'iso-8859-1', 'koi8-r', 'nonsense'])
      expect(decodeText(Buffer.from('请删除我的账户'), label)).toMatchObject({
        text: '请删除我的账户',
        charset: 'utf-8',
        guessed: false,
      })
  })
  test('a byte order mark beats the label', () => {
    expect(decodeText(bytes('fffe f78b'), 'gb2312').text).toBe('请')
    expect(decodeText(bytes('efbbbf e8afb7'), 'gb2312').text).toBe('请')
  })
})

test('GBK that is valid UTF-8 by chance follows its label', () => {
  // c4 a1: the UTF-8 of ġ, too
  expect(decodeText(bytes('c4a1'), 'gbk').text).toBe('摹')
})

test('a label that does not fit gives way to what fits', () => {
  expect(decodeText(gbk, 'utf-8')).toMatchObject({ text: '请删除我的账户', guessed: true })
  expect(decodeText(gbk, 'iso-8859-1')).toMatchObject({ text: '请删除我的账户', guessed: true })
  expect(decodeText(gbk, 'us-ascii')).toMatchObject({ text: '请删除我的账户', guessed: true })
})

test('a few broken bytes in UTF-8 damage those characters alone', () => {
  const text = decodeText(
    Buffer.concat([Buffer.from('请删除我的账户，谢谢您的帮助'), bytes('ff'), Buffer.from('。')]),
    'utf-8',
  )
  expect(text).toMatchObject({ charset: 'utf-8', damaged: true })
  expect(text.text).toContain('请删除我的账户')
})

test('encoded words: split characters, blanks between, a missing end, an unknown charset', () => {
  const word = (part: Buffer): string => `=?gbk?B?${part.toString('base64')}?=`
  expect(decodeWords(`${word(gbk.subarray(0, 3))}\r\n ${word(gbk.subarray(3))} ok`).text).toBe('请删除我的账户 ok')
  expect(decodeWords('=?utf-8?q?a_b?= c =?utf-8*en?Q?d?=').text).toBe('a b c d')
  expect(decodeWords('=?utf-8?B?6K+35Yig').text).toBe('请删')
  expect(decodeWords('=?x-nothing?B?x+vJvrP9ztK1xNXLu6c=?=').text).toBe('请删除我的账户')
  expect(decodeWords('plain =? text ?= stays').text).toBe('plain =? text ?= stays')
})

// what the decoder reads, backwards: the runtime has no encoder
function encoder(charset: 'gb18030' | 'big5'): (text: string) => Buffer {
  const codes = new Map<string, number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = new TextDecoder(charset).decode(Uint8Array.of(lead, trail))
      if ([...character].length === 1 && !codes.has(character)) codes.set(character, [lead, trail])
    }
  return (text) => Buffer.from([...text].flatMap((character) => codes.get(character) ?? [character.charCodeAt(0)]))
}

describe('short unlabelled subjects of this desk', () => {
  const simplified = [
    '注销',
    '查询',
    '更正邮箱',
    '拒绝个性化推荐',
    '删除我的账号',
    '我的信息被谁看过',
    '换邮箱 a@example.com → b@example.com',
    '退订',
    '请问在吗',
    '导出数据',
    '不要再联系我',
    '投诉',
    '拒绝函',
    '失望透顶',
    '昵称写错了',
    '关于张偉豪的账户',
    'Delete 我的数据',
    '撤回同意',
    '未成年人账号',
  ]
  const traditional = [
    '註銷帳號',
    '查詢',
    '更正電郵',
    '拒絕個人化推薦',
    '刪除我的帳戶',
    '請教隱私權政策',
    '退訂',
    '匯出資料',
    '請停止追蹤我',
    '撤回同意',
    '冒昧打擾',
    '爛透了',
  ]
  const cases = [
    ['gb18030', simplified],
    ['big5', traditional],
  ] as const
  for (const [charset, subjects] of cases) {
    const encode = encoder(charset)
    for (const subject of subjects)
      test(`${charset}: ${subject}`, () => {
        expect(decodeText(encode(subject), null)).toMatchObject({ text: subject, charset })
        expect(decodeText(encode(subject), 'utf-8')).toMatchObject({ text: subject })
        expect(decodeText(encode(subject), charset)).toMatchObject({ text: subject, guessed: false })
      })
  }
})
