// A new registered address without staff (verification.emailChange: two_addresses): code from the old one, code from the new one, a
// notice, a quiet period in which one answer undoes it. Nothing goes to the new address before.

import { expect, test } from 'vitest'
import { moveRequests } from '../../src/desk/progress.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const { desk: open } = stories()
const old = 'alice@example.org'
const fresh = 'alice.new@example.net'
const day = 86_400_000
const both = { settings: { verification: { emailChange: 'two_addresses', emailQuietDays: 10 } } }
const ask = (address = fresh) => ({
  from: old,
  subject: 'New e-mail',
  text: `Please change my e-mail address from ${old} to ${address}.`,
})
const stored = (desk: TestDesk) =>
  desk.rows('SELECT id, email FROM users WHERE email IN (?, ?)', old, fresh).map((row) => row.email)

async function confirmedByBoth(): Promise<TestDesk> {
  const desk = await open(both)
  await desk.send(ask())
  await desk.confirm(old)
  await desk.confirm(fresh)
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'in_progress', stateReason: 'quiet_period' }),
  ])
  return desk
}

test('code from the old address, code from the new one, notice, quiet period, change', async () => {
  const desk = await open(both)
  await desk.send(ask())
  expect(desk.sink.letters.map((letter) => letter.to[0])).toEqual([old])
  expect((await desk.lastTo(old)).words).toContain(fresh)
  await desk.confirm(old)
  expect(desk.sink.letters.map((letter) => letter.to[0])).toEqual([old, fresh])
  const { words, html } = await desk.lastTo(fresh)
  for (const secret of [old, 'Alice']) expect(words + html).not.toContain(secret)
  expect(stored(desk)).toEqual([old])
  await desk.confirm(fresh)
  expect((await desk.lastTo(old)).subject).toContain('Your e-mail address will change')
  expect((await desk.lastTo(old)).words).toContain('3 December 2026')
  desk.clock.forward(9 * day)
  await desk.round()
  expect(stored(desk)).toEqual([old])
  desk.clock.forward(2 * day)
  await desk.round()
  expect(stored(desk)).toEqual([fresh])
  expect(await desk.states()).toEqual(['fulfilled'])
  // the old address hears that it was done; the new one gets nothing but its code
  expect((await desk.lastTo(old)).subject).toContain('Done')
  expect(desk.lettersTo(fresh)).toHaveLength(1)
})

test('until the old address has confirmed, the new one hears nothing', async () => {
  const desk = await open(both)
  await desk.send(ask('victim@elsewhere.example'))
  await desk.reply(old, '2222-2222')
  expect(desk.lettersTo('victim@elsewhere.example')).toEqual([])
})

test('one answer from the old address undoes it in the quiet period', async () => {
  const desk = await confirmedByBoth()
  desk.clock.forward(5 * day)
  await desk.reply(old, 'stop')
  desk.clock.forward(20 * day)
  await desk.round()
  expect(stored(desk)).toEqual([old])
  expect((await desk.states())[0]).toBe('withdrawn')
})

test('an answer that reached the mailbox in the quiet period undoes it, however late the desk reads it', async () => {
  const desk = await confirmedByBoth()
  const { letter } = await desk.lastTo(old)
  desk.clock.forward(9 * day)
  await desk.deliver(await replyTo(letter, { from: old, text: 'stop' }))
  desk.clock.forward(2 * day)
  await desk.restart()
  // the path begins at once, the mailbox is read a moment later
  expect(await moveRequests(desk.app.parts)).toBe(0)
  await desk.round()
  expect((await desk.states())[0]).toBe('withdrawn')
  expect(stored(desk)).toEqual([old])
})

test('in the quiet period an export goes to the old address, and the new one is a stranger’s', async () => {
  const desk = await confirmedByBoth()
  await desk.send({ from: fresh, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  expect((await desk.lastTo(fresh)).subject).toContain('About your privacy request')
  await desk.send({ from: old, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  await desk.confirm(old)
  const results = await desk.app.parts.db.outboxLetter.findMany({ where: { attachment: { not: null } } })
  expect(results.map((letter) => letter.recipient)).toEqual([old])
})

test('each code counts from its own address alone', async () => {
  const desk = await open(both)
  await desk.send(ask())
  const first = await desk.codeFor(old)
  await desk.reply(old, first, { from: fresh })
  expect((await desk.requests())[0]).toMatchObject({ state: 'awaiting_verification', stateReason: 'old_address' })
  await desk.reply(old, first)
  const second = await desk.codeFor(fresh)
  expect(second).not.toBe(first)
  await desk.reply(fresh, second, { from: old })
  await desk.reply(fresh, second, { from: 'mallory@attacker.example' })
  expect((await desk.requests())[0]).toMatchObject({ state: 'awaiting_verification', stateReason: 'new_address' })
  await desk.reply(fresh, second)
  expect((await desk.requests())[0]).toMatchObject({ state: 'in_progress', stateReason: 'quiet_period' })
})

test('the owner of the new address says "not me": the change ends, and the old address keeps its voice', async () => {
  const desk = await open(both)
  await desk.send(ask())
  await desk.confirm(old)
  await desk.reply(fresh, 'not me')
  expect((await desk.states())[0]).toBe('withdrawn')
  await desk.send({ from: old, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  expect((await desk.states()).at(-1)).toBe('awaiting_verification')
})

test('whether the new address is registered already is told to nobody: the same letters', async () => {
  const told = async (address: string) => {
    const desk = await open(both)
    await desk.send(ask(address))
    await desk.confirm(old)
    await desk.confirm(address)
    return await Promise.all(
      desk.sink.letters.map(async (letter) => {
        const { subject, text } = await letter.parse()
        const words = `${subject}\n${text}`.replaceAll(address, 'new').replace(/HB-[2-9A-Z]{6}/g, 'HB')
        return words.replace(/[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'code').replace(/\s+/g, ' ')
      }),
    )
  }
  const registered = await told('xiaoming@example.com')
  expect(registered).toHaveLength(3)
  expect(registered).toEqual(await told('xiaoning@example.com'))
})

test('by default a person decides, and no code is sent', async () => {
  const desk = await open()
  await desk.send(ask())
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'email_change' })])
})
