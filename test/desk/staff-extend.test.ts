// More time: only as far as the law lets it, once, told in time, and never without a date and a reason.

import { expect, test } from 'vitest'
import { carryOut, type Obstacle, type StaffStep } from '../../src/desk/staff.ts'
import { type Extension, extend } from '../../src/desk/staff-extend.ts'
import { stories } from '../support/desk.ts'

const { desk: startDesk } = stories()
const alice = 'alice@example.org'
const reason = { zh: '记录很多，需逐条核对。', en: 'Many records have to be checked one by one.' }
const gdpr: Extension = { by: 'ada', until: '2027-01-29', reason, under: ['gdpr'] }

function ready(step: StaffStep | Obstacle): StaffStep {
  if (step.outcome === 'refused') throw new Error(`${step.reason}: ${step.words}`)
  return step
}

test('an extension is held to the law, told in both languages, and moves the deadline', async () => {
  const desk = await startDesk() // Monday 23 November 2026
  const { parts } = desk.app
  await desk.send({ from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' })
  const reference = (await desk.requests())[0]?.reference ?? ''
  const tried = async (over: Partial<Extension>) => await extend(parts, reference, { ...gdpr, ...over })

  const china = await tried({ under: [] })
  expect(china).toMatchObject({ reason: 'not_allowed_by_law', words: expect.stringContaining('2026-12-14') })
  expect(await tried({ until: '2027-02-24' })).toMatchObject({ reason: 'not_allowed_by_law' })
  expect(await tried({ until: '2027-01-30' })).toMatchObject({ words: expect.stringContaining('2027-01-29') })
  expect(await tried({ until: 'soon' })).toMatchObject({ reason: 'value_wrong' })
  expect(await tried({ until: '2026-12-01' })).toMatchObject({ reason: 'nothing_to_do' })
  expect(await tried({ reason: { zh: '忙', en: ' ' } })).toMatchObject({ reason: 'value_wrong' })

  const step = ready(await tried({}))
  expect(step).toMatchObject({ becomes: 'held', letters: [{ to: alice }] })
  await carryOut(parts, step)
  await desk.round()
  const { words } = await desk.lastTo(alice)
  for (const told of [reason.zh, reason.en, '2027年1月29日 23:59', '29 January 2027, 23:59'])
    expect(words).toContain(told)
  const row = await parts.db.privacyRequest.findUniqueOrThrow({ where: { reference }, include: { events: true } })
  expect(row.dueAt.toISOString()).toBe('2027-01-29T15:59:59.000Z')
  expect(row).toMatchObject({ extendedUntil: row.dueAt, regimes: 'gdpr', state: 'held' })
  expect(row.events.map((each) => `${each.actor} ${each.type}`)).toContain('staff:ada extended')
  expect(await tried({ until: '2027-02-10' })).toMatchObject({ words: expect.stringContaining('once') })
})

test('told after the first month it is too late', async () => {
  const desk = await startDesk({ settings: { deadlines: { regimes: ['gdpr'] } } })
  await desk.send({ from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' })
  const reference = (await desk.requests())[0]?.reference ?? ''
  expect((await extend(desk.app.parts, reference, { ...gdpr, under: [] })).outcome).toBe('ready')
  desk.clock.set('2026-12-24T02:00:00Z')
  const late = await extend(desk.app.parts, reference, { ...gdpr, under: [] })
  expect(late).toMatchObject({ reason: 'not_allowed_by_law', words: expect.stringContaining('2026-12-23') })
})

test('the letter does not exist without its date or its reason', async () => {
  const { composer } = (await startDesk()).app.parts
  const facts = { reference: null, reason, receivedAt: '2026-11-23T02:00:00Z', dueAt: '2027-01-29T15:59:59Z' }
  expect(() => composer.compose('extended', { ...facts, dueAt: '' }, 'zh')).toThrow('needs the new date')
  expect(() => composer.compose('extended', { ...facts, reason: { zh: '', en: 'x' } }, 'zh')).toThrow(
    'needs its reason',
  )
})
