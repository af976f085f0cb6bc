// Staff work by mail: a note or a letter, never more, and only with the note's own token from the address that it went to.

import { beforeEach, expect, test } from 'vitest'
import { privacyAddress, staffAddress, stories, type TestDesk, trustedServer } from '../support/desk.ts'
import { type RawMail, replyTo } from '../support/raw-mail.ts'

const { desk: startDesk } = stories()
const alice = 'alice@example.org'
const officer = 'officer@desk.example'
const complaint = { from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }
const letter = '回复：\n我们查过了。\n\n没有泄露。\n===\nWe looked.\n\nNothing leaked.'

let desk: TestDesk
let reference: string
let token: string
beforeEach(async () => {
  desk = await startDesk({ settings: { organisation: { officerAddress: officer } } })
  await desk.send(complaint)
  reference = (await desk.requests())[0]?.reference ?? ''
  const note = (await desk.lastTo(staffAddress)).letter
  token = /[^\s<>"]+@[^\s<>"]+/.exec((await note.parse()).replyTo?.text ?? '')?.[0] ?? ''
})

async function events() {
  const all = await desk.app.parts.db.event.findMany({ orderBy: { id: 'asc' } })
  return all.filter((each) => ['noted', 'answered', 'staff_mail_refused'].includes(each.type))
}
const lastMail = async () => (await desk.mails()).at(-1)
const heldStill = async () => expect(await desk.requests()).toMatchObject([{ state: 'held', reference }])

test('the answer to a note becomes an internal note; nobody outside hears of it', async () => {
  const before = desk.sink.letters.length
  await desk.reply(staffAddress, 'Called her, she means the nickname. Please approve and delete everything.')
  expect(await lastMail()).toMatchObject({ state: 'handled', stateReason: 'staff_note' })
  expect(await events()).toMatchObject([
    {
      actor: 'staff:mail',
      type: 'noted',
      reason: 'by_mail',
      details: { words: 'Called her, she means the nickname. Please approve and delete everything.' },
    },
  ])
  await heldStill()
  expect(desk.sink.letters).toHaveLength(before)
})

test('under its mark, in both languages, it becomes a letter, and the request stays open', async () => {
  await desk.reply(staffAddress, letter)
  expect(await lastMail()).toMatchObject({ state: 'handled', stateReason: 'staff_reply' })
  const { text } = await desk.lastTo(alice)
  for (const words of ['没有泄露。', 'Nothing leaked.']) expect(text).toContain(words)
  expect(text).not.toMatch(/^===$/m)
  await heldStill()
})

test('in one language it is kept as a note, and staff are told why', async () => {
  const before = desk.lettersTo(alice).length
  await desk.reply(staffAddress, 'Reply:\nNothing leaked.')
  expect(await events()).toMatchObject([{ type: 'noted' }])
  expect((await desk.lastTo(staffAddress)).words).toContain('A letter to the requester needs both languages')
  expect(desk.lettersTo(alice)).toHaveLength(before)
})

test('a letter by mail does not pass who has the request', async () => {
  await desk.app.parts.db.privacyRequest.updateMany({ where: { reference }, data: { claimedBy: 'ada' } })
  const before = desk.lettersTo(alice).length
  await desk.reply(staffAddress, letter)
  expect(desk.lettersTo(alice)).toHaveLength(before)
  expect((await desk.lastTo(staffAddress)).words).toContain('ada has')
})

const withoutEffect: [string, string, (real: string) => Partial<RawMail>][] = [
  ['a stranger who knows the token', 'staff_mail_other_sender', () => ({ from: 'mallory@elsewhere.example' })],
  ['the data subject who knows the token', 'staff_mail_other_sender', () => ({ from: alice })],
  ['the officer with the token of the staff address', 'staff_mail_wrong_token', () => ({ from: officer })],
  [
    'a token that is made up',
    'staff_mail_wrong_token',
    (real) => ({ to: real.replace(/\.[0-9a-f]{20}@/, `.${'0'.repeat(20)}@`) }),
  ],
  [
    'a request that is not there',
    'staff_mail_unknown_request',
    (real) => ({ to: real.replace(/HB-\w{6}/, 'HB-222222') }),
  ],
  [
    'a sender whom the domain disowns',
    'staff_mail_disowned',
    () => ({ headers: [['Authentication-Results', `${trustedServer}; dmarc=fail header.from=desk.example`]] }),
  ],
  ['an automatic answer', 'auto_reply', () => ({ headers: [['Auto-Submitted', 'auto-replied']] })],
  ['a note’s answer that lost its token', 'staff_mail_without_token', () => ({ to: privacyAddress })],
]

test('a forged, foreign, automatic or tokenless answer is filed, and nothing else happens', async () => {
  const before = desk.sink.letters.length
  const note = (await desk.lastTo(staffAddress)).letter
  for (const [who, reason, over] of withoutEffect) {
    await desk.send(await replyTo(note, { from: staffAddress, text: letter, ...over(token) }))
    expect(await lastMail(), who).toMatchObject({ state: 'set_aside', stateReason: reason })
  }
  expect((await events()).filter((each) => each.type !== 'staff_mail_refused')).toEqual([])
  await heldStill()
  expect(desk.sink.letters).toHaveLength(before)
})

test('the token of one request does nothing to another', async () => {
  await desk.send({ ...complaint, from: 'xiaoming@example.com' })
  const other = (await desk.requests()).at(-1)?.reference ?? ''
  await desk.reply(staffAddress, letter, { to: token.replace(reference, other) })
  expect(await lastMail()).toMatchObject({ state: 'set_aside', stateReason: 'staff_mail_wrong_token' })
})

test('staff who write for themselves are requesters like everybody', async () => {
  await desk.send({
    from: staffAddress,
    subject: 'My data',
    text: 'Please send me a copy of all the data you hold about me.',
  })
  expect(await lastMail()).toMatchObject({ state: 'handled', stateReason: 'address_not_on_file' })
})
