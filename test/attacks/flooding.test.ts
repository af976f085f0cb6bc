// Mail bombing through the desk: what is sent in somebody's name reaches them a few times and no more, and one answer ends it.

import { expect, test } from 'vitest'
import { expireRequests } from '../../src/desk/expire.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'
const hour = 3_600_000
const day = 24 * hour
const copy = (n: number) => ({
  from: alice,
  subject: `My data ${n}`,
  text: `Please send me a copy of all my data. (${n})`,
})

async function forge(desk: TestDesk, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await desk.send(copy(n))
}

test('whoever asks, an address gets a few codes a day, and again the next day', async () => {
  const desk = await open({ settings: { limits: { codesPerAddressPerDay: 3 } } })
  await forge(desk, 6)
  expect(desk.lettersTo(alice)).toHaveLength(3)
  expect((await desk.requests()).slice(3)).toEqual(
    Array.from({ length: 3 }, () =>
      expect.objectContaining({ state: 'expired', stateReason: 'codes_per_address_per_day' }),
    ),
  )
  desk.clock.forward(25 * hour)
  await desk.send(copy(7))
  expect(desk.lettersTo(alice)).toHaveLength(4)
})

test('an owner whose codes a stranger used up is heard when they answer any of those letters', async () => {
  const desk = await open({ settings: { limits: { codesPerAddressPerDay: 2 } } })
  await forge(desk, 4)
  await desk.reply(alice, 'Please delete my account and all my personal data.')
  expect((await desk.states()).at(-1)).toBe('awaiting_verification')
  await desk.confirm(alice)
  expect(desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'")).toEqual([])
})

test.each(['stop', '不是我', 'This was not me.'])(
  'the answer "%s" ends it: no more codes for the time that the letter names',
  async (words) => {
    const desk = await open()
    await forge(desk, 2)
    await desk.reply(alice, words)
    const told = await desk.lastTo(alice)
    expect(told.subject).toContain('Request withdrawn')
    expect(told.words).toContain('we send neither codes nor other letters to this address, whoever writes in its name')
    const letters = desk.lettersTo(alice).length
    for (let n = 0; n < 6; n++) {
      desk.clock.forward(day)
      await desk.send(copy(10 + n))
    }
    expect(desk.lettersTo(alice)).toHaveLength(letters)
    expect((await desk.requests()).at(-1)).toMatchObject({ state: 'expired', stateReason: 'stopped_by_owner' })

    // the owner answers the letter: heard at once
    await desk.reply(alice, 'Please send me a copy of all my data.')
    expect((await desk.states()).at(-1)).toBe('awaiting_verification')
    expect(desk.lettersTo(alice)).toHaveLength(letters + 1)

    desk.clock.forward(2 * day)
    await desk.send(copy(20))
    expect(desk.lettersTo(alice)).toHaveLength(letters + 2)
  },
)

test('who takes back their own request may ask again at once', async () => {
  const desk = await open()
  await desk.send(copy(1))
  await desk.reply(alice, 'cancel')
  expect((await desk.lastTo(alice)).words).toContain('You can ask again at any time')
  await desk.send(copy(2))
  expect(await desk.states()).toEqual(['withdrawn', 'awaiting_verification'])
})

test('nobody else can silence an address', async () => {
  const desk = await open()
  await desk.send(copy(1))
  const { letter } = await desk.lastTo(alice)
  const { messageId = '' } = await letter.parse()
  await desk.send({ from: 'mallory@attacker.example', subject: 'Re', text: 'stop', inReplyTo: messageId })
  await desk.send({ from: alice, subject: 'stop', text: 'stop' })
  await desk.send(copy(2))
  expect((await desk.states())[0]).toBe('awaiting_verification')
  expect((await desk.requests()).at(-1)).toMatchObject({ state: 'awaiting_verification' })
})

test('past the cap of an address the silence lasts its time, counted from the last letter', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 2, quietHours: 48 } } })
  await desk.send(copy(1))
  desk.clock.forward(20 * hour)
  await forge(desk, 2)
  expect(desk.lettersTo(alice)).toHaveLength(2)
  desk.clock.forward(30 * hour)
  await desk.send(copy(3))
  expect(desk.lettersTo(alice)).toHaveLength(2)
  desk.clock.forward(20 * hour)
  await desk.send(copy(4))
  expect(desk.lettersTo(alice)).toHaveLength(3)
})

test('all addresses of one domain together, and all letters together, have a cap', async () => {
  const write = async (desk: TestDesk, from: string) =>
    await desk.send({ from, subject: 'My data', text: 'Please send me a copy of all my data.' })
  const perDomain = await open({ settings: { limits: { lettersPerDomainPerDay: 3 } } })
  for (let n = 0; n < 5; n++) await write(perDomain, `person${n}@flooded.example`)
  await write(perDomain, 'somebody@elsewhere.example')
  const to = perDomain.sink.letters.map((letter) => letter.to[0])
  expect(to.filter((each) => each?.endsWith('@flooded.example'))).toHaveLength(3)
  expect(to).toContain('somebody@elsewhere.example')

  const inAll = await open({ settings: { limits: { lettersPerDay: 4 } } })
  for (let n = 0; n < 6; n++) await write(inAll, `person@domain${n}.example`)
  expect(inAll.sink.letters).toHaveLength(4)
  expect(await inAll.requests()).toHaveLength(6)
})

test('what a stranger makes be held fills the queue of staff, not their mailbox', async () => {
  const desk = await open({ settings: { limits: { heldNotesPerHour: 3 } } })
  const complain = async (n: number) =>
    await desk.send({
      from: `person${n}@flood.example`,
      subject: '投诉',
      text: `我要投诉你们泄露了我的个人信息。（${n}）`,
    })
  for (let n = 0; n < 6; n++) await complain(n)
  expect(await desk.states()).toEqual(Array.from({ length: 6 }, () => 'held'))
  expect(desk.lettersTo('staff@desk.example')).toHaveLength(3)
  desk.clock.forward(61 * 60_000)
  await complain(7)
  expect(desk.lettersTo('staff@desk.example')).toHaveLength(4)
})

test('a request whose owner never heard of it ends without a letter', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 2 } } })
  await forge(desk, 4)
  desk.clock.forward(4 * day)
  await desk.round()
  await expireRequests(desk.app.parts, 14 * day)
  expect(await desk.states()).toEqual(['expired', 'expired', 'expired', 'expired'])
  const expired = await desk.app.parts.db.outboxLetter.count({ where: { template: 'expired' } })
  expect(expired).toBe(2)
})
