import { expect, test } from 'vitest'
import type { Letter } from '../../src/sandbox/letter.ts'
import { codeIn, replyDrafts, replySubject } from '../../src/sandbox/reply-drafts.ts'

const text = '您好：\n\n您的一次性确认码是：\n\n7KMQ-3XRT\n\n请在 72 小时内回复。\n'
const composed = text.replace('7KMQ-3XRT', '{{secret}}')
const facts = {
  template: 'confirm',
  code: '7KMQ-3XRT',
  intents: ['access'],
  signature: '小明',
  language: 'zh',
  timeZone: 'UTC',
} as const

function letter(body: string): Letter {
  const rest = {
    html: null,
    attachments: [],
    raw: Buffer.of(),
    messageId: 'l1',
    inReplyTo: null,
    references: [],
    replyTo: null,
  }
  const head = { id: 'x', envelopeFrom: '', envelopeTo: '', from: 'Desk <privacy@desk.example>', to: '', subject: 's' }
  return { ...rest, ...head, arrivedAt: new Date(0), text: body }
}

test('the code is what stands in the letter where the composed text has its placeholder', () => {
  expect(codeIn(text, composed)).toBe('7KMQ-3XRT')
  expect(codeIn('Code: ABCD-2345.\r\n', 'Code: {{secret}}.\n')).toBe('ABCD-2345')
  expect(codeIn('Hello\n', 'Hello\n')).toBeNull()
})

test('the answer with the code quotes the whole letter; the wrong one nowhere holds the right code', () => {
  const [right, wrong, notMe] = replyDrafts(letter(text), { ...facts, intents: ['access'] })
  expect(right?.text).toMatch(/^确认，确认码是 7KMQ-3XRT\n\n在 .*写道：\n> 您好/)
  expect(right?.text).toContain('> 7KMQ-3XRT')
  expect(wrong?.text).toContain('TRX3-QMK7')
  expect(wrong?.text).not.toContain('7KMQ-3XRT')
  expect(notMe?.text).toMatch(/^不是我\n/)
})

test('a letter that asks for details gets its form back, filled in with what was asked for', () => {
  const form =
    'Which?\n\n[ ] 查阅 / access\n[ ] 更正 / correction\n要更正的项目 / What to correct:\n原来的值 / Old value:\n新的值 / New value:\n\nThanks\n'
  const drafts = replyDrafts(letter(form), {
    ...facts,
    template: 'ask-details',
    code: null,
    intents: ['correction'],
    language: 'en',
  })
  expect(drafts.map((draft) => draft.key)).toEqual(['form', 'empty'])
  expect(drafts[0]?.text).toContain('[ ] 查阅 / access\n[x] 更正 / correction')
  expect(drafts[0]?.text).toContain('New value: Captain 小明')
})

test('a subject is marked as an answer once', () => {
  expect(replySubject('结果 [HB-7K3M2Q]')).toBe('Re: 结果 [HB-7K3M2Q]')
  expect(replySubject('回复：结果')).toBe('回复：结果')
})
