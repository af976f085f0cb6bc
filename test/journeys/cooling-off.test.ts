// A confirmed deletion waits (verification.deletionCoolingOffDays): a letter at once, a reminder, one answer stops it, and only then
// it is carried out.

import { expect, test } from 'vitest'
import { moveRequests } from '../../src/desk/progress.ts'
import { type Approval, approve } from '../../src/desk/staff-approval.ts'
import { carryOut, type StaffStep } from '../../src/desk/staff-step.ts'
import { takeBack } from '../../src/desk/staff-take-back.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'
const day = 86_400_000
const hour = 3_600_000
const week = { settings: { verification: { deletionCoolingOffDays: 7 } } }

const isThere = (desk: TestDesk) => desk.rows('SELECT id FROM users WHERE email = ?', alice).length === 1
const request = async (desk: TestDesk) =>
  await desk.app.parts.db.privacyRequest.findFirstOrThrow({ include: { acts: true } })

/** Alice has asked for it on Monday at 10:00 Beijing time and answered the code. */
async function confirmed(text = 'Please delete my account and all my personal data.'): Promise<TestDesk> {
  const desk = await open(week)
  await desk.send({ from: alice, subject: 'My account', text })
  expect((await desk.lastTo(alice)).words).toContain('the deletion itself waits 7 days')
  await desk.confirm(alice)
  expect((await request(desk)).state).toBe('in_progress')
  return desk
}

test('the right code begins the wait: a letter with the day, a reminder a day before, then it is done; restarts change nothing', async () => {
  const desk = await confirmed()
  const begun = await desk.lastTo(alice)
  expect(begun.subject).toContain('Your account will be deleted')
  expect(begun.words).toContain('30 November 2026, 10:00')
  expect(begun.words).toContain('2026年11月30日 10:00')
  desk.clock.forward(5 * day)
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(2)
  await desk.restart()
  desk.clock.forward(day + hour)
  await desk.round()
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(3)
  expect((await desk.lastTo(alice)).subject).toContain('Reminder: your account will soon be deleted')
  expect(isThere(desk)).toBe(true)
  await desk.restart()
  desk.clock.forward(day - 2 * hour)
  await desk.round()
  expect(isThere(desk)).toBe(true)
  desk.clock.forward(2 * hour)
  await desk.round()
  expect(isThere(desk)).toBe(false)
  expect(await request(desk)).toMatchObject({ state: 'fulfilled', coolingOffUntil: null })
  expect((await desk.lastTo(alice)).subject).toContain('Done: Deletion')
  expect(desk.lettersTo(alice)).toHaveLength(4)
})

test.each([['stop'], ['撤回'], ['I changed my mind, please withdraw my request.']])(
  '“%s” in the wait keeps the account',
  async (words) => {
    const desk = await confirmed()
    desk.clock.forward(3 * day)
    await desk.reply(alice, words)
    expect(await request(desk)).toMatchObject({ state: 'withdrawn', coolingOffUntil: null })
    const told = await desk.lastTo(alice)
    expect(told.subject).toContain('Request withdrawn')
    // who proved who they are may ask again at once
    expect(told.words).toContain('You can ask again at any time')
    desk.clock.forward(5 * day)
    await desk.round()
    expect(isThere(desk)).toBe(true)
    expect(desk.lettersTo(alice)).toHaveLength(3)
  },
)

test('a stop that reached the mailbox in time counts, however late the desk reads it', async () => {
  const desk = await confirmed()
  const { letter } = await desk.lastTo(alice)
  desk.clock.forward(7 * day - hour)
  await desk.deliver(await replyTo(letter, { from: alice, text: 'stop' }))
  // the desk was away over the end, and comes back with the mailbox unread
  desk.clock.forward(2 * day)
  await desk.restart()
  expect(await moveRequests(desk.app.parts)).toBe(0)
  await desk.round()
  expect((await request(desk)).state).toBe('withdrawn')
  expect(isThere(desk)).toBe(true)
})

test('what else was asked for is done and told at once; stopping then still keeps the account', async () => {
  const desk = await confirmed('Please send me a copy of all my data and then delete my account.')
  const subjects = await desk.subjectsTo(alice)
  expect(subjects).toHaveLength(3)
  expect(subjects[2]).toContain('Done: Access')
  expect((await desk.lastTo(alice)).letter.raw.toString()).toContain('my-data-')
  expect((await request(desk)).acts.map((act) => [act.kind, act.state])).toEqual([
    ['access', 'done'],
    ['deletion', 'pending'],
  ])
  desk.clock.forward(2 * day)
  await desk.reply(alice, '不是我')
  expect((await request(desk)).state).toBe('withdrawn')
  desk.clock.forward(6 * day)
  await desk.round()
  expect(isThere(desk)).toBe(true)
})

test('the last letter of both tells of the deletion alone', async () => {
  const desk = await confirmed('Please send me a copy of all my data and then delete my account.')
  desk.clock.forward(6.5 * day)
  await desk.round()
  desk.clock.forward(day)
  await desk.round()
  expect(isThere(desk)).toBe(false)
  const last = await desk.lastTo(alice)
  expect(last.subject).toContain('Done: Deletion')
  expect(last.words).not.toContain('The copy of your personal data')
})

test('the state of requests says until when, and a withdrawal by a new mail stops it, too', async () => {
  const desk = await confirmed()
  await desk.send({ from: alice, subject: 'Status', text: 'What is the status of my request?' })
  await desk.confirm(alice)
  const status = await desk.lastTo(alice)
  expect(status.words).toContain('will be deleted at 30 November 2026')
  await desk.send({ from: alice, subject: 'Withdraw', text: 'Please withdraw my deletion request.' })
  await desk.confirm(alice)
  expect((await request(desk)).state).toBe('withdrawn')
  expect(isThere(desk)).toBe(true)
})

test('nobody else can stop it', async () => {
  const desk = await confirmed()
  const { letter } = await desk.lastTo(alice)
  await desk.send(await replyTo(letter, { from: 'mallory@example.net', text: 'stop' }))
  expect((await request(desk)).state).toBe('in_progress')
})

test('staff who approve are told that it waits; the owner is told too; it can be taken back, and approved it waits anew', async () => {
  const desk = await open(week)
  const { parts } = desk.app
  await desk.send({
    from: alice,
    subject: 'Unacceptable',
    text: 'I want to complain. Nobody answered me. I will go to the regulator.',
  })
  const { reference } = await request(desk)
  const deletion: Approval = {
    by: 'Lin',
    reason: 'called back',
    subject: { address: alice },
    choice: { kinds: ['deletion'], corrections: [], purposes: [] },
  }
  const asItStands: Approval = { ...deletion, subject: null, choice: { kinds: [], corrections: [], purposes: [] } }
  const ready = async (given: Approval): Promise<StaffStep> => {
    const step = await approve(parts, reference, given)
    if (step.outcome === 'refused') throw new Error(step.words)
    return step
  }
  const first = await ready(deletion)
  expect(first.cautions).toEqual(['deletion_waits'])
  expect(first.letters).toHaveLength(1)
  await carryOut(parts, first)
  await desk.round()
  const told = (await desk.lastTo(alice)).words
  expect(told).toContain('our staff verified that it was you. Your account and its data will be deleted at 30 November')
  expect(told).not.toContain('code')
  desk.clock.forward(2 * day)
  await desk.round()
  expect(isThere(desk)).toBe(true)
  const stop = await takeBack(parts, reference, { by: 'Chen', reason: 'she rang: it was her brother' })
  if (stop.outcome === 'refused') throw new Error(stop.words)
  await carryOut(parts, stop)
  expect(await request(desk)).toMatchObject({ state: 'held', stateReason: 'taken_back', coolingOffUntil: null })
  // what was taken back begins anew
  await carryOut(parts, await ready(asItStands))
  expect((await request(desk)).coolingOffUntil).toEqual(new Date(parts.clock.now().getTime() + 7 * day))
  desk.clock.forward(8 * day)
  await desk.round()
  await desk.round()
  expect(isThere(desk)).toBe(false)
  expect(await takeBack(parts, reference, { by: 'Chen', reason: 'late' })).toMatchObject({ outcome: 'refused' })
})

test('what waited already and then failed is not made to wait again', async () => {
  const desk = await confirmed()
  const { db } = desk.app.parts
  desk.clock.forward(8 * day)
  const { id, reference } = await request(desk)
  const failed = { state: 'held' as const, stateReason: 'platform_refused', coolingOffUntil: null, nextStepAt: null }
  await db.privacyRequest.update({ where: { id }, data: failed })
  const choice = { kinds: [], corrections: [], purposes: [] }
  const step = await approve(desk.app.parts, reference, { by: 'Lin', reason: 'seen', subject: null, choice })
  if (step.outcome === 'refused') throw new Error(step.words)
  expect(step.cautions).toEqual(['deletion_at_once'])
  await carryOut(desk.app.parts, step)
  await desk.round()
  expect(isThere(desk)).toBe(false)
})
