// Who hears of a deadline, when, and that nobody hears of it twice.

import { expect, test } from 'vitest'
import { carryOut } from '../../src/desk/staff.ts'
import { extend } from '../../src/desk/staff-extend.ts'
import { lookAheadTo } from '../../src/requests/deadline.ts'
import { staffAddress, stories } from '../support/desk.ts'

const { desk: startDesk } = stories()
const officer = 'officer@desk.example'
const complaint = { from: 'alice@example.org', subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }

test('how far to look ahead is counted by the Chinese calendar', () => {
  const policy = { workingDays: 15, months: 1, timeZone: 'Asia/Shanghai' }
  const ahead = (now: string, count: number) => lookAheadTo(new Date(now), count, policy).toISOString()
  // deadlines end with a day: three working days after Wednesday 9 December is Monday 14
  expect(ahead('2026-12-09T02:00:00Z', 3)).toBe('2026-12-14T16:00:00.000Z')
  // over National Day 2026, with a worked Saturday
  expect(ahead('2026-09-30T02:00:00Z', 3)).toBe('2026-10-11T16:00:00.000Z')
})

test('staff are reminded three working days before and one, the officer once it is overdue, each once', async () => {
  const settings = { organisation: { officerAddress: officer }, deadlines: { regimes: ['china_app', 'gdpr'] } }
  const desk = await startDesk({ settings }) // Monday 23 November 2026: due on Monday 14 December
  await desk.send(complaint)
  const reference = (await desk.requests())[0]?.reference ?? ''
  const heard = async (at: string) => {
    const before = [desk.lettersTo(staffAddress).length, desk.lettersTo(officer).length]
    desk.clock.set(at)
    await desk.round()
    await desk.round()
    return [desk.lettersTo(staffAddress).length, desk.lettersTo(officer).length].map((now, i) => now - (before[i] ?? 0))
  }
  expect(await heard('2026-12-08T10:00:00Z')).toEqual([0, 0])
  expect(await heard('2026-12-09T01:00:00Z')).toEqual([1, 0])
  expect((await desk.lastTo(staffAddress)).subject).toContain(`[${reference}]`)
  expect(await heard('2026-12-10T01:00:00Z')).toEqual([0, 0])
  expect(await heard('2026-12-11T01:00:00Z')).toEqual([1, 0])
  expect(await heard('2026-12-14T15:00:00Z')).toEqual([0, 0])
  expect(await heard('2026-12-14T16:00:00Z')).toEqual([0, 1])
  expect((await desk.lastTo(officer)).text).toContain('overdue')
  expect(await heard('2026-12-20T16:00:00Z')).toEqual([0, 0])
  // an extension starts them again
  const reason = { zh: '记录很多。', en: 'Many records.' }
  const step = await extend(desk.app.parts, reference, { by: 'ada', until: '2027-02-01', reason, under: ['gdpr'] })
  if (step.outcome === 'ready') await carryOut(desk.app.parts, step)
  expect(await heard('2027-01-20T01:00:00Z')).toEqual([0, 0])
  expect(await heard('2027-02-01T01:00:00Z')).toEqual([1, 0])
})

test('many at once come as one list, and what is settled is not reminded of', async () => {
  const desk = await startDesk()
  for (let i = 0; i < 7; i++)
    await desk.deliver({ ...complaint, from: `person${i}@elsewhere.example`, text: `${complaint.text} ${i}` })
  await desk.round()
  await desk.app.parts.db.privacyRequest.updateMany({
    where: { requester: 'person0@elsewhere.example' },
    data: { state: 'declined' },
  })
  const before = desk.lettersTo(staffAddress).length
  desk.clock.set('2026-12-09T01:00:00Z')
  await desk.round()
  expect(desk.lettersTo(staffAddress)).toHaveLength(before + 1)
  const { text } = await desk.lastTo(staffAddress)
  expect(text.match(/HB-[0-9A-Z]{6}: 14 Dec/g)).toHaveLength(6)
})

test('where the CCPA counts, staff hear that nobody has confirmed receipt yet, and the officer once that is late', async () => {
  const settings = { organisation: { officerAddress: officer }, deadlines: { regimes: ['ccpa'] } }
  const desk = await startDesk({ settings }) // Monday 23 November 2026: to be confirmed by Monday 7 December
  // of two people one was told at once
  await desk.send({ ...complaint, from: 'told@elsewhere.example' })
  await desk.send(complaint)
  const [, second] = await desk.requests()
  const { db } = desk.app.parts
  await db.outboxLetter.updateMany({
    where: { request: { reference: second?.reference ?? '' }, template: { not: 'staff-note' } },
    data: { state: 'bounced' },
  })
  const heard = async (at: string) => {
    const before = [staffAddress, officer].map((to) => desk.lettersTo(to).length)
    desk.clock.set(at)
    await desk.round()
    await desk.round()
    return [staffAddress, officer].map((to, i) => desk.lettersTo(to).length - (before[i] ?? 0))
  }
  expect(await heard('2026-12-01T01:00:00Z')).toEqual([0, 0])
  expect(await heard('2026-12-02T01:00:00Z')).toEqual([1, 0])
  const note = await desk.lastTo(staffAddress)
  expect(note.subject).toContain(`[${second?.reference}]`)
  expect(note.words).toContain('wants receipt confirmed by 7 Dec 2026')
  expect(note.words).toContain('2026年12月7日前确认收到请求')
  expect(await heard('2026-12-07T15:00:00Z')).toEqual([0, 0])
  expect(await heard('2026-12-07T16:00:00Z')).toEqual([0, 1])
  expect(await heard('2026-12-09T01:00:00Z')).toEqual([0, 0])
})
