import { expect, test } from 'vitest'
import { conversations, type SentMail } from '../../src/sandbox/conversations.ts'
import type { Letter } from '../../src/sandbox/letter.ts'

const minute = (number: number) => new Date(Date.UTC(2026, 10, 23, 8, number))

function sent(messageId: string, at: number, references: string[] = []): SentMail {
  const threading = { inReplyTo: references.at(-1) ?? null, references }
  return {
    messageId,
    by: 'a',
    sentAt: minute(at),
    to: '',
    subject: messageId,
    text: '',
    shape: 'plain',
    raw: Buffer.of(),
    ...threading,
  }
}

function letter(messageId: string, at: number, references: string[] = []): Letter {
  const empty = {
    envelopeFrom: '',
    envelopeTo: '',
    from: '',
    to: '',
    replyTo: null,
    text: '',
    html: null,
    attachments: [],
  }
  const threading = { inReplyTo: references.at(-1) ?? null, references }
  return {
    id: messageId,
    arrivedAt: minute(at),
    messageId,
    subject: messageId,
    raw: Buffer.of(),
    ...empty,
    ...threading,
  }
}

const ids = (all: ReturnType<typeof conversations>) =>
  all.map((one) => one.entries.map((entry) => (entry.kind === 'sent' ? entry.mail : entry.letter).messageId))

test('a mail, the letter with the code, the answer and the result are one conversation', () => {
  const mails = [sent('m1', 1), sent('m2', 3, ['m1', 'l1']), sent('other', 4)]
  const letters = [letter('l1', 2, ['m1']), letter('l2', 5, ['m1'])]
  expect(ids(conversations(mails, letters))).toEqual([['m1', 'l1', 'm2', 'l2'], ['other']])
})

test('a letter that belongs to nothing the person sent stands alone', () => {
  expect(ids(conversations([sent('m1', 1)], [letter('l1', 2, ['unknown'])]))).toEqual([['l1'], ['m1']])
})
