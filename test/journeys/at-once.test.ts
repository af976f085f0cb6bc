// Several mails of one person in one fetch, answers that cross, letters that nobody answers: each seen in its order, each once.

import { expect, test } from 'vitest'
import { staffAddress, stories, type TestDesk, trustedServer } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()
const day = 86_400_000

const copy = { from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }
const deletion = {
  from: alice,
  subject: 'Delete my account',
  text: 'Please delete my account and all my personal data.',
}
const accounts = (desk: TestDesk) => desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'").length

/** A reply to the newest letter, not yet delivered. */
async function reply(desk: TestDesk, text: string) {
  return await replyTo((await desk.lastTo(alice)).letter, { from: alice, text })
}

test('the code sent twice in one fetch is one deletion and one answer', async () => {
  const desk = await open()
  await desk.send(deletion)
  const code = await desk.codeFor(alice)
  await desk.deliver(await reply(desk, code))
  await desk.deliver(await reply(desk, code))
  await desk.round()
  expect(await desk.states()).toEqual(['fulfilled'])
  expect((await desk.subjectsTo(alice)).filter((subject) => subject.startsWith('Done'))).toHaveLength(1)
})

test('"stop" before the code in one fetch: nothing is deleted', async () => {
  const desk = await open()
  await desk.send(deletion)
  await desk.deliver(await reply(desk, 'stop'))
  await desk.deliver(await reply(desk, await desk.codeFor(alice)))
  await desk.round()
  expect((await desk.states())[0]).toBe('withdrawn')
  expect(accounts(desk)).toBe(1)
})

test('"stop" right after the code, before anything was done: nothing is deleted', async () => {
  const desk = await open()
  await desk.send(deletion)
  await desk.deliver(await reply(desk, await desk.codeFor(alice)))
  await desk.deliver(await reply(desk, 'stop'))
  await desk.round()
  expect(await desk.states()).toEqual(['withdrawn'])
  expect(accounts(desk)).toBe(1)
})

test('a request and its reply-less twin with other words are two requests, each with a code of its own', async () => {
  const desk = await open()
  await desk.deliver(copy)
  await desk.deliver(deletion)
  await desk.round()
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification'])
  const codes = await Promise.all(
    desk.lettersTo(alice).map(async (letter) => /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await letter.parse()).text ?? '')?.[0]),
  )
  expect(new Set(codes).size).toBe(2)
})

test('somebody who floods Alice in her own name reaches her at most so often as the settings say', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 4 } } })
  for (let n = 0; n < 8; n++) await desk.deliver({ ...copy, text: `${copy.text} (${n})` })
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(4)
})

test('a request nobody confirms does not stand in the way of one that is confirmed', async () => {
  const desk = await open()
  await desk.send({ ...deletion, headers: [['Return-Path', '<mallory@attacker.example>']] })
  await desk.send(copy)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['awaiting_verification', 'fulfilled'])
})

test('details that never come end the request after two weeks, with a letter', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My nickname', text: 'My nickname is wrong, please correct it.' })
  desk.clock.forward(13 * day)
  await desk.round()
  expect(await desk.states()).toEqual(['received'])
  desk.clock.forward(2 * day)
  await desk.round()
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'expired', stateReason: 'details_never_came' }),
  ])
  expect(desk.lettersTo(alice)).toHaveLength(2)
})

test('a stranger who is asked for details and gives them gets the neutral letter', async () => {
  const desk = await open()
  const from = 'one@nowhere.example'
  await desk.send({ from, subject: 'My nickname', text: 'My nickname is wrong, please correct it.' })
  await desk.reply(from, 'Please change my nickname to "Alice Springs".')
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'declined', stateReason: 'address_not_on_file' }),
  ])
  expect((await desk.lastTo(from)).subject).toContain('About your privacy request')
})

test('what staff hold can still be stopped by its requester', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Email',
    text: 'Please change my registered e-mail address to alice.new@example.org.',
  })
  await desk.reply(alice, 'stop')
  expect(await desk.states()).toEqual(['withdrawn'])
})

test('a withdrawal with an aligned DMARC pass stops what is open at once', async () => {
  const desk = await open()
  await desk.send(deletion)
  await desk.send({
    from: alice,
    subject: 'Withdraw',
    text: 'I would like to withdraw the request I sent you earlier today.',
    headers: [
      ['Authentication-Results', `${trustedServer}; dmarc=pass header.from=example.org`],
      [
        'Received',
        `from mail.example.org (mail.example.org [203.0.113.7]) by ${trustedServer} with ESMTPS; Mon, 23 Nov 2026 02:00:00 +0000`,
      ],
    ],
  })
  expect(await desk.states()).toEqual(['withdrawn', 'fulfilled'])
})

test('a withdrawal where nothing is open is answered at once: there is nothing to stop', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Withdraw',
    text: 'I would like to withdraw the request I sent you earlier today.',
  })
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ topic: 'withdraw', state: 'declined', stateReason: 'nothing_to_do' }),
  ])
  expect((await desk.lastTo(alice)).words).toContain('no open request')
})

test('a mail from Exchange that wants no automatic answers still gets what it asks for', async () => {
  const desk = await open()
  await desk.send({ ...copy, headers: [['X-Auto-Response-Suppress', 'All']] })
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('the clock of a request runs from when the mail reached the mailbox, not from when the desk read it', async () => {
  const desk = await open()
  const arrivedAt = new Date(desk.clock.now().getTime() + 1000)
  await desk.deliver(copy, { arrivedAt })
  desk.clock.forward(5 * day)
  await desk.round()
  const [request] = await desk.app.parts.db.privacyRequest.findMany()
  expect(request?.receivedAt).toEqual(arrivedAt)
  expect(request?.dueAt.toISOString()).toBe('2026-12-14T15:59:59.000Z')
  expect(desk.lettersTo(staffAddress)).toEqual([])
})
