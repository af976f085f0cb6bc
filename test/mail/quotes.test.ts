import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestText, separate } from '../../src/mail/quotes.ts'

const shapes: [name: string, tail: string][] = [
  ['quoted lines', '> Please reply\n> to delete your account'],
  ['Gmail', 'On Tue, 11 Mar 2025 at 09:12, Cz Studio Privacy <privacy@example.org> wrote:\n> delete your account'],
  [
    'Gmail, wrapped',
    'On Tue, 11 Mar 2025 at 09:12, Cz Studio Privacy <\nprivacy@example.org> wrote:\n\n> delete your account',
  ],
  ['Gmail in Chinese', 'Cz Studio <privacy@example.org> 于2025年3月18日周二 10:05写道：\n> 删除账号'],
  [
    'Gmail in Traditional Chinese',
    'Cz Studio <privacy@example.org> 於 2025年3月18日 週二 上午10:05寫道：\n\n> 刪除帳號',
  ],
  ['Apple', '在 2025年3月18日，上午10:05，Cz Studio <privacy@example.org> 写道：\n\n删除账号'],
  ['163', 'At 2025-03-18 10:05:00, "Cz Studio" <privacy@example.org> wrote:\n删除账号'],
  ['Outlook', '-----Original Message-----\nFrom: Cz Studio\nSent: Monday\nTo: You\nSubject: x\n\ndelete your account'],
  [
    'Outlook without a line',
    'From: Cz Studio <privacy@example.org>\nSent: Monday, 3 March 2025\nTo: You\nSubject: Your account\n\ndelete',
  ],
  [
    'Outlook in Chinese',
    '-----邮件原件-----\n发件人: Cz Studio\n发送时间: 2025年3月18日\n收件人: 你\n主题: 账号\n\n删除账号',
  ],
  ['Outlook in Traditional Chinese', '寄件者: Cz Studio\n寄件日期: 2025年3月18日\n收件者: 你\n主旨: 帳號\n\n刪除帳號'],
  ['QQ', '------------------ 原始邮件 ------------------\n发件人: "Cz Studio"\n主题: 账号\n\n删除账号'],
  ['QQ in English', '------------------ Original ------------------\nFrom: "Cz Studio"\nSubject: x\n\ndelete'],
  ['QQ mobile', '---原始邮件---\n发件人: "Cz Studio"\n\n删除账号'],
  ['Foxmail', '发件人： Cz Studio\n发送时间： 2025-03-18 10:05\n收件人： you@example.com\n主题： 账号\n删除账号'],
]

describe('what the sender wrote now is told from what is quoted', () => {
  test.each(shapes)('%s', (_, tail) => {
    const parts = separate(`Please send me my data.\n我要我的数据。\n\n${tail}`)
    expect(parts.newText).toBe('Please send me my data.\n我要我的数据。')
    expect(parts.quotedText).toContain(tail.split('\n').at(-1)?.replace(/^> /, ''))
  })

  test('answers between quoted lines stay', () => {
    expect(separate('> Which one?\nThe second.\n> Delete it?\nNo.').newText).toBe('The second.\nNo.')
  })

  test('a letter that opens with To, From and Date is no quote', () => {
    const text = 'To: Cz Studio\nFrom: Nikhil\nDate: 9 September\n\nPlease supply my data.'
    expect(separate(text).newText).toBe(text)
  })
})

describe('forwards', () => {
  test.each([
    ['---------- Forwarded message ---------\nFrom: Ada\nSubject: x\n\ndelete my account'],
    ['Begin forwarded message:\n\nFrom: Ada\nSubject: x\n\ndelete my account'],
    ['-------- 转发邮件信息 --------\n发件人：甲\n主题：乙\n\n删除账号'],
    ['---------- 轉寄的郵件 ----------\n寄件者：甲\n主旨：乙\n\n刪除帳號'],
  ])('%#', (tail) => {
    const parts = separate(`FYI\n\n${tail}`)
    expect(parts.newText).toBe('FYI')
    expect(parts.forwardedText).toContain(tail.split('\n').at(-1))
  })
})

describe('signatures and footers', () => {
  test.each([
    ['Sent from my iPhone'],
    ['发自我的iPhone'],
    ['來自我的 iPhone'],
    ['来自我的华为手机'],
    ['-- \nAda Lovelace\nbackup: ada@example.org'],
    ['—\n方予宁\n青禾信息咨询有限公司\n本邮件及附件含保密信息，如您并非指定收件人，请立即删除本邮件。'],
    ['CONFIDENTIALITY NOTICE: This message is intended solely for the addressee. Delete it if received in error.'],
    [
      '-----\nThis e-mail and any attachments are confidential. If you are not the intended recipient, please delete it.',
    ],
    ['————————\n声明：本邮件仅供指定收件人使用，若误收请告知发件人。'],
    ['You are receiving this because you subscribed.\nUnsubscribe | Preferences'],
    ['签名由 网易邮箱大师 定制'],
  ])('%#', (tail) => {
    const parts = separate(`Please send me my data.\n\n${tail}`)
    expect(parts.newText).toBe('Please send me my data.')
    expect(parts.signature).not.toBe('')
  })

  test('a request to be unsubscribed is no footer', () => {
    expect(separate('请帮我退订。\nPlease unsubscribe me.').newText).toBe('请帮我退订。\nPlease unsubscribe me.')
  })
})

describe('whatever comes', () => {
  test('every kept line lands in exactly one part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...shapes.map(([, tail]) => tail), '-- ', ''))),
        (pieces) => {
          const text = pieces.join('\n')
          const parts = separate(text)
          const length = (words: string) => words.replace(/\s+/g, '').length
          const sum =
            length(parts.newText) + length(parts.quotedText) + length(parts.forwardedText) + length(parts.signature)
          expect(sum).toBe(length(text))
        },
      ),
    )
  })

  test.each([
    ['ten thousand nested quotes', Array.from({ length: 10_000 }, (_, depth) => '>'.repeat(depth % 200)).join('\n')],
    ['five million characters', 'a '.repeat(2_500_000)],
    ['a million combining marks', `a${'\u0301'.repeat(1_000_000)}`],
    ['a million dashes', '-'.repeat(1_000_000)],
    ['many attributions', 'On Monday somebody wrote:\n'.repeat(100_000)],
    ['blanks', `${' '.repeat(500_000)}x`],
  ])('%s end, cut with a mark', (_, text) => {
    const parts = separate(text)
    expect(parts.marks).toContain('cut')
    expect(parts.newText.length + parts.quotedText.length).toBeLessThanOrEqual(longestText)
  })
})
