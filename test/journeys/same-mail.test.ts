// Every mail once: duplicates, new numbering, mail from before the desk began, and mail that cannot be read.

import { expect, test } from 'vitest'
import { staffAddress, stories } from '../support/desk.ts'
import { rawMail } from '../support/raw-mail.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const servers = stories()
const { desk: open } = servers

const copy = {
  from: alice,
  subject: 'My data',
  text: 'Please send me a copy of all my personal data.',
  messageId: 'same@mail.example',
}

test('the same mail again by another way is one request and one letter', async () => {
  const desk = await open()
  const mail = rawMail(copy)
  await desk.send(mail)
  await desk.send(
    `Received: from relay.example by mx.desk.example; Mon, 23 Nov 2026 02:00:00 +0000\r\nDelivered-To: privacy@desk.example\r\n${mail}`,
  )
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(alice)).toHaveLength(1)
  expect((await desk.mails())[1]).toMatchObject({ state: 'set_aside', stateReason: 'duplicate' })
})

test('the same mail twice in one fetch is one request', async () => {
  const desk = await open()
  const mail = rawMail(copy)
  await desk.deliver(mail)
  await desk.deliver(`Received: from relay.example by mx.desk.example; Mon, 23 Nov 2026 02:00:00 +0000\r\n${mail}`)
  await desk.round()
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('the same Message-ID with another body, or from somebody else, is another mail', async () => {
  const desk = await open()
  await desk.send(copy)
  await desk.send({ ...copy, subject: 'Delete my account', text: 'Please delete my account and all my personal data.' })
  await desk.send({ ...copy, from: xiaoming })
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification', 'awaiting_verification'])
})

test('after a new UIDVALIDITY nothing is answered twice and what is new is not overlooked', async () => {
  const desk = await open()
  await desk.send(copy)
  await desk.confirm(alice)
  const letters = desk.sink.letters.length
  await desk.dovecot.bumpUidValidity(desk.mailFolder)
  await desk.deliver({ from: xiaoming, subject: '查阅', text: '我想查阅并复制你们持有的我的全部个人信息。' })
  await desk.round()
  expect(await desk.states()).toEqual(['fulfilled', 'awaiting_verification'])
  expect(desk.sink.letters).toHaveLength(letters + 1)
  await desk.round()
  expect(desk.sink.letters).toHaveLength(letters + 1)
})

test('mail that somebody has read, flagged or answered in the mailbox is taken in all the same', async () => {
  const desk = await open()
  await desk.dovecot.append(rawMail(copy), {
    folder: desk.mailFolder,
    flags: ['\\Seen', '\\Answered', '\\Flagged'],
    internalDate: desk.clock.now(),
  })
  await desk.round()
  expect(await desk.states()).toEqual(['awaiting_verification'])
})

test('mail from before the first start is recorded and never answered', async () => {
  const desk = await open()
  await desk.deliver(copy, { arrivedAt: new Date('2026-11-22T10:00:00Z') })
  await desk.deliver({ ...copy, from: xiaoming, messageId: 'new@mail.example' })
  await desk.round()
  expect((await desk.mails()).map((mail) => [mail.state, mail.stateReason])).toEqual([
    ['handled', 'challenged'],
    ['set_aside', 'before_start'],
  ])
  expect(desk.lettersTo(alice)).toEqual([])
  expect(desk.lettersTo(xiaoming)).toHaveLength(1)
})

test('handled mail is flagged as seen in the mailbox, and stays there', async () => {
  const desk = await open()
  await desk.send(copy)
  const [mail] = await desk.dovecot.list(desk.mailFolder)
  expect(mail?.flags).toContain('\\Seen')
})

test('with imap.moveTo, mail goes to that folder once its bytes are stored', async () => {
  servers.dovecot.createFolder('Handled')
  const desk = await open({ settings: { imap: { moveTo: 'Handled' } } })
  await desk.send(copy)
  expect(await desk.dovecot.list(desk.mailFolder)).toEqual([])
  expect(await desk.dovecot.list('Handled')).toHaveLength(1)
  expect(await desk.states()).toEqual(['awaiting_verification'])
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a mail whose bytes are gone is set down as failed with a note to staff; the next one is answered', async () => {
  const desk = await open({ settings: { limits: { mailAttempts: 2 } } })
  await desk.deliver(copy)
  const { sources } = desk.app.parts
  const read = sources.read
  let first: string | null = null
  sources.read = async (name) => {
    first ??= name
    if (name === first) throw new Error('unreadable')
    return await read(name)
  }
  await desk.deliver({ ...copy, from: xiaoming, messageId: 'next@mail.example' })
  await desk.round()
  expect((await desk.mails()).map((mail) => mail.state)).toEqual(['received', 'handled'])
  expect(desk.lettersTo(xiaoming)).toHaveLength(1)
  desk.clock.forward(60_000)
  await desk.round()
  expect((await desk.mails())[0]).toMatchObject({ state: 'failed', error: 'internal' })
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
  expect((await desk.lastTo(staffAddress)).words).toContain('habeas mails rerun')
})

test('a hundred mails in one fetch are each answered once', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 1000 } } })
  for (let n = 0; n < 100; n++)
    await desk.deliver({ ...copy, from: `stranger${n}@nowhere.example`, messageId: `many-${n}@mail.example` })
  await desk.round()
  expect(desk.sink.letters).toHaveLength(100)
  expect(new Set(desk.sink.letters.flatMap((letter) => letter.to)).size).toBe(100)
})
