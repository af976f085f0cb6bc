// Attacks by somebody who has read the code: each a test named for it. What they try is not in the list of `habeas attack`, for it needs
// more than one mail's shape: a second account, an endpoint, a letter of long ago.

import { expect, test } from 'vitest'
import { csvLine } from '../../src/desk/fulfilment/csv.ts'
import { readable } from '../../src/desk/fulfilment/export-values.ts'
import { challenge } from '../../src/desk/staff-challenge.ts'
import { commit, noChanges } from '../../src/requests/changes.ts'
import { verifyTrail } from '../../src/requests/trail.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'
const mallory = 'mallory@attacker.example'
const day = 86_400_000
const copy = { subject: 'My data', text: 'Please send me a copy of all my personal data.' }
const deletion = { subject: 'Delete', text: 'Please delete my account and all my personal data.' }

async function ownMessageId(desk: TestDesk, address: string): Promise<string> {
  return (await (await desk.lastTo(address)).letter.parse()).messageId ?? ''
}

const lastRequest = async (desk: TestDesk) => (await desk.requests()).at(-1)

test('guessing codes in mails outside the thread, where no try is counted, ends after some', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...deletion })
  const code = await desk.codeFor(alice)
  const inReplyTo = await ownMessageId(desk, alice)
  await desk.send({ from: alice, subject: 'x', text: '7KMQ-3XR2' })
  // and nineteen more of these
  const { db } = desk.app.parts
  const guess = await db.event.findFirstOrThrow({ where: { type: 'code_unmatched' } })
  const { requestId, at, actor, type, reason } = guess
  const changes = noChanges()
  changes.events.push(...Array.from({ length: 19 }, () => ({ requestId, at, actor, type, reason })))
  await commit(db, [changes])
  await desk.send({ from: alice, subject: 'x', text: code })
  expect((await desk.requests())[0]).toMatchObject({ state: 'awaiting_verification' })
  // the owner answers the letter, and is heard
  await desk.send({ from: alice, subject: 'Re', text: code, inReplyTo })
  expect((await desk.requests())[0]).toMatchObject({ state: 'fulfilled' })
})

test('a letter of ours to the attacker does not speak for a mail that is forged in the victim’s name', async () => {
  const desk = await open({ settings: { limits: { codesPerAddressPerDay: 1 } } })
  await desk.send({ from: mallory, ...copy })
  const inReplyTo = await ownMessageId(desk, mallory)
  // what the desk keeps of that request is gone, so that the letter is nobody's
  await desk.app.parts.db.outboxLetter.updateMany({ data: { requestId: null } })
  await desk.send({ from: alice, ...copy })
  await desk.send({ from: alice, ...deletion, inReplyTo })
  expect(await lastRequest(desk)).toMatchObject({ state: 'expired', stateReason: 'codes_per_address_per_day' })
})

test.each([
  ['who is not registered', 'elise@elsewhere.example'],
  ['who is registered', alice],
])('after "stop" no letter of any kind reaches somebody %s, whatever is sent in their name', async (_who, victim) => {
  const desk = await open()
  await desk.send({ from: victim, ...copy })
  await desk.reply(victim, 'stop')
  expect((await desk.lastTo(victim)).words).toContain('we send neither codes nor other letters')
  const letters = desk.lettersTo(victim).length
  for (const text of [
    copy.text,
    'How long do you keep access logs?',
    'I want to complain about you.',
    'asdf',
    'Correct my nickname.',
  ])
    await desk.send({ from: victim, subject: 'x', text })
  desk.clock.forward(4 * day)
  await desk.round()
  expect(desk.lettersTo(victim)).toHaveLength(letters)
  await desk.reply(victim, copy.text)
  expect(desk.lettersTo(victim).length).toBeGreaterThan(letters)
})

test('who wants silence gets no code as the new address of somebody’s account either', async () => {
  const victim = 'elise@elsewhere.example'
  const desk = await open({ settings: { verification: { emailChange: 'two_addresses' } } })
  await desk.send({ from: victim, ...copy })
  await desk.reply(victim, 'stop')
  const letters = desk.lettersTo(victim).length
  await desk.send({ from: alice, subject: 'New e-mail', text: `Please change my e-mail address to ${victim}.` })
  await desk.confirm(alice)
  expect(await lastRequest(desk)).toMatchObject({ state: 'awaiting_verification', stateReason: 'new_address' })
  expect(desk.lettersTo(victim)).toHaveLength(letters)
})

test('a forged report of a failed letter, by a reference that the attacker has seen, holds nothing', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...deletion })
  const [{ reference = '' } = {}] = await desk.requests()
  const report = (to: string) => ({
    from: 'mailer-daemon@attacker.example',
    to,
    subject: 'Undelivered Mail Returned to Sender',
    contentType: 'multipart/report; report-type=delivery-status; boundary="r"',
    text: `--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ${alice}\nAction: failed\nStatus: 5.1.1\n\n--r--\n`,
    headers: [['Return-Path', '<>']] as [string, string][],
  })
  await desk.send(report(`privacy+${reference}@desk.example`))
  await desk.send(report(`privacy+${reference}.0123456789ab@desk.example`))
  expect(await desk.states()).toEqual(['awaiting_verification'])
  // the true one comes back to the envelope sender, which nobody but the servers on the way has seen
  await desk.send(report((await desk.lastTo(alice)).letter.from))
  expect(await desk.requests()).toMatchObject([{ state: 'held', stateReason: 'letter_bounced' }])
})

test('a made-up reference and one of somebody else bring the same letter: nobody learns which there are', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...deletion })
  const [{ reference = '' } = {}] = await desk.requests()
  for (const tag of [reference, 'HB-222222']) {
    await desk.send({ from: mallory, to: `privacy+${tag}@desk.example`, ...copy })
    expect(await lastRequest(desk)).toMatchObject({ state: 'held', stateReason: 'foreign_reference' })
  }
  const letters = desk.lettersTo(mallory)
  const told = await Promise.all(letters.map(async (letter) => (await letter.parse()).text?.replace(/HB-\w{6}/g, 'HB')))
  expect(told).toHaveLength(2)
  expect(told[0]).toBe(told[1])
})

test('a copy that comes by a list, or as an automatic mail, does not swallow the mail that comes straight', async () => {
  const desk = await open()
  const mail = { from: alice, ...copy, messageId: 'same@mail.example' }
  await desk.send({ ...mail, headers: [['List-Id', '<friends.lists.example>']] })
  await desk.send({ ...mail, headers: [['Auto-Submitted', 'auto-generated']] })
  expect(desk.lettersTo(alice)).toEqual([])
  await desk.send(mail)
  await desk.send(mail)
  expect(await desk.mails()).toMatchObject([
    { stateReason: 'list' },
    { stateReason: 'auto_reply' },
    { state: 'handled' },
    { stateReason: 'duplicate' },
  ])
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('a link as a new nickname, in the victim’s name, does not reach the victim in a letter of the desk', async () => {
  const desk = await open()
  for (const link of ['https://evil.example/x', 'www.evil.example', 'win at evil.com/x', 'evil．com']) {
    await desk.send({ from: alice, subject: 'Nickname', text: `Please change my nickname to “${link}”.` })
    const { state, stateReason } = (await lastRequest(desk)) ?? {}
    expect(['value_holds_a_link', 'asked_details'], `${link}: ${state}`).toContain(stateReason)
  }
  const seen = (await desk.requests()).find(({ stateReason }) => stateReason === 'value_holds_a_link')
  // staff who have seen it may have the code sent all the same
  const asked = { by: 'ada', subject: null, choice: { kinds: [], corrections: [], purposes: [] } }
  expect(await challenge(desk.app.parts, seen?.reference ?? '', asked)).toMatchObject({ outcome: 'ready' })
  for (const letter of desk.lettersTo(alice)) {
    const { text, html } = await letter.parse()
    expect(`${text}${html || ''}`).not.toContain('evil')
  }
})

test('the answer to a question names another account: the code of the sender’s own would erase the wrong one', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Hello', text: 'I want something done with my data please' })
  expect(await desk.states()).toEqual(['received'])
  await desk.reply(alice, 'Please delete the account xiaoming@example.com and all its data.')
  expect(await desk.requests()).toMatchObject([{ state: 'held', stateReason: 'names_other_account' }])
})

test('a clock that goes back makes no code live longer, no request be lost and no trail untrue', async () => {
  const desk = await open({ settings: { limits: { codesPerAddressPerDay: 2 } } })
  desk.clock.forward(10 * day)
  const start = desk.clock.now()
  await desk.send({ from: alice, ...copy })
  const code = await desk.codeFor(alice)
  desk.clock.set(new Date(start.getTime() - 2 * day))
  // caps go on counting what stands in the future
  await desk.send({ from: alice, ...deletion })
  await desk.send({ from: alice, ...copy, text: `${copy.text} Soon.` })
  // in the order of their ids, which go by the clock
  expect(await desk.states()).toEqual(['awaiting_verification', 'expired', 'awaiting_verification'])
  desk.clock.set(new Date(start.getTime() + 60_000))
  await desk.send({ from: alice, subject: 'x', text: code })
  expect((await desk.states()).at(-1)).toBe('fulfilled')
  expect(await verifyTrail(desk.app.parts.db)).toMatchObject({ sound: true })
})

test('an address on the platform that is two to a mail server gets no letter', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...deletion })
  const { db } = desk.app.parts
  const queued = await db.outboxLetter.findFirstOrThrow({ where: { template: 'confirm' } })
  desk.sink.clear()
  const recipient = `${alice}, ${mallory}`
  await db.outboxLetter.update({
    where: { id: queued.id },
    data: { recipient, secret: 'x', state: 'queued', nextAttemptAt: desk.clock.now() },
  })
  await desk.round()
  expect(desk.sink.letters.filter((letter) => !letter.to.includes('staff@desk.example'))).toEqual([])
  expect(await db.outboxLetter.findUnique({ where: { id: queued.id } })).toMatchObject({ state: 'given_up' })
})

test.each([
  ['x;=1+1;y', `"x;'=1+1;y"`],
  ['x\t=1+1', `x\t'=1+1`],
  ['x\r\n@SUM(A1)', `"x\r\n'@SUM(A1)"`],
  ['x; ＝cmd', `"x; '＝cmd"`],
  [' =1+1', `" '=1+1"`],
  ['a;b', '"a;b"'],
])('a formula behind what parts cells in another language of the spreadsheet: %j', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`)
})

test.each(['constructor', '__proto__', 'toString'])('a stored value %j is exported as it stands', (value) => {
  const column = { label: { zh: '状态', en: 'state' }, masked: false, values: { a: { zh: '甲', en: 'A' } } }
  expect(readable(column as unknown as Parameters<typeof readable>[0], value)).toBe(value)
})
