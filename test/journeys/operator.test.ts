// What the operator hears of, how often, and how corrections and deletions stop by themselves until a person lets them go on.

import { expect, test } from 'vitest'
import { findConditions } from '../../src/desk/conditions.ts'
import { release } from '../../src/desk/halt.ts'
import { OperatorWatch } from '../../src/desk/operator-watch.ts'
import { DeskError } from '../../src/errors.ts'
import { readFigures } from '../../src/requests/figures.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const ops = 'ops@desk.example'
const servers = stories()
const { desk: open } = servers
const minute = 60_000

async function deskWithOperator(limits: Record<string, unknown> = {}): Promise<TestDesk> {
  return await open({ settings: { organisation: { operatorAddress: ops }, limits, alerts: { diskFreeMB: 0 } } })
}

test('what stands is told once, again after a day, and once when it is over; what flickers is told once an hour', async () => {
  const desk = await deskWithOperator()
  const watch = new OperatorWatch(desk.app.parts, () => null)
  const looks = async () => await watch.look()
  expect(await looks()).toBe(0)
  desk.clock.forward(20 * minute)
  expect(await looks()).toBe(1)
  expect(await looks()).toBe(0)
  // a restart knows what was told
  desk.clock.forward(20 * minute)
  expect(await new OperatorWatch(desk.app.parts, () => null).look()).toBe(0)
  await desk.round()
  const first = await desk.lastTo(ops)
  expect(first.words).toContain('The mailbox was not read for 20 minutes')
  expect(first.words).toContain('未能读取')
  expect(await looks()).toBe(1)
  await desk.round()
  expect((await desk.lastTo(ops)).subject).toContain('The desk is well again')
  // comes back within the hour: not told at once, but not forgotten
  desk.clock.forward(30 * minute)
  expect(await looks()).toBe(0)
  desk.clock.forward(31 * minute)
  expect(await looks()).toBe(1)
  desk.clock.forward(24 * 60 * minute)
  // the reminder, and the letter before it, which nobody sent
  expect(await looks()).toBe(2)
})

test('letters that cannot leave and mails that cannot be read are told once they waited too long; the alert leaves with them', async () => {
  const desk = await deskWithOperator()
  const watch = new OperatorWatch(desk.app.parts, () => 'smtp_unavailable')
  const copyPlease = { subject: 'My data', text: 'Please send me a copy of all my personal data.' }
  await servers.sink.stop()
  await desk.send({ from: 'alice@example.org', ...copyPlease })
  const { read } = desk.app.parts.sources
  desk.app.parts.sources.read = () => Promise.reject(new DeskError('disk_full', { retry: true }))
  await desk.send({ from: 'stranger@nowhere.example', ...copyPlease })
  expect(await watch.look()).toBe(0)
  desk.clock.forward(61 * minute)
  await desk.round()
  expect([...(await watch.standing()).keys()]).toEqual(['letters_stick', 'mails_wait'])
  expect(await watch.look()).toBe(2)
  expect((await desk.app.readiness()).checks).toMatchObject({
    smtp: { ok: false },
    backlog: { ok: false, detail: 'mails_wait, letters_stick' },
    alerts: { ok: false, detail: expect.stringContaining('2 notes') },
  })
  desk.app.parts.sources.read = read
  await servers.sink.start()
  desk.clock.forward(10 * minute)
  await desk.round()
  for (const to of ['alice@example.org', 'stranger@nowhere.example']) expect(desk.lettersTo(to)).toHaveLength(1)
  expect(desk.lettersTo(ops)).toHaveLength(2)
  expect(await watch.look()).toBe(2)
  expect(await watch.standing()).toEqual(new Map())
})

test('every condition has words in both languages that say what to do, and none stands on a sound desk', async () => {
  const desk = await deskWithOperator()
  const { db, clock } = desk.app.parts
  const figures = await readFigures(db, clock)
  const now = clock.now()
  const sound = {
    now,
    startedAt: new Date(now.getTime() - 86_400_000),
    told: [],
    figures,
    diskFreeBytes: 10 ** 12,
    platformError: null,
    mapProblems: 0,
    halted: null,
    volume: { requests: { now: 2, usual: 1 }, deletions: { now: 1, usual: 0 }, domains: [] },
  }
  const { alerts } = desk.app.parts.settings
  expect([...findConditions(sound, alerts)]).toEqual([])
  const broken = {
    ...sound,
    figures: {
      ...figures,
      mails: { received: 3 },
      lastPolledAt: new Date(0),
      lastBackupAt: new Date(0),
      oldestLetterSeconds: 10 ** 6,
      oldestMailSeconds: 10 ** 6,
      oldestStepSeconds: 10 ** 6,
      dueWithinDay: 2,
      overdue: 1,
    },
    diskFreeBytes: -1,
    platformError: 'platform_unavailable',
    mapProblems: 2,
  }
  const found = findConditions(broken, alerts)
  for (const [name, words] of findConditions({ ...broken, halted: { at: now, note: 'by_staff' } }, alerts))
    found.set(name, words)
  // staff are reminded of every request: an operator who is one of them hears of it once
  expect([...findConditions(broken, { ...alerts, deadlines: false }).keys()]).not.toContain('deadline_near')
  expect([...found.keys()].toSorted()).toEqual(
    [
      'mailbox_not_read',
      'letters_stick',
      'mails_wait',
      'requests_stand_still',
      'deadline_near',
      'disk_nearly_full',
      'platform_unreachable',
      'map_drifted',
      'backup_old',
      'halted',
    ].toSorted(),
  )
  for (const { zh, en } of found.values()) {
    expect(zh).toMatch(/[\u4e00-\u9fff].*。?/)
    expect(en.length).toBeGreaterThan(40)
  }
})

test('failing deletions halt all of them until a person releases; copies go on, and what waited is carried out', async () => {
  const desk = await deskWithOperator({ haltFailures: 2 })
  const [third] = desk.rows(
    "SELECT email FROM users WHERE email NOT IN ('alice@example.org', 'xiaoming@example.com') GROUP BY email HAVING count(*) = 1 AND email IS NOT NULL ORDER BY email LIMIT 1",
  ) as { email: string }[]
  const people = ['alice@example.org', 'xiaoming@example.com', third?.email ?? '']
  desk.write("CREATE TRIGGER nobody_goes BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'no'); END")
  for (const from of people) {
    await desk.send({ from, subject: 'Delete my account', text: 'Please delete my account and all my personal data.' })
    await desk.confirm(from)
  }
  expect(await desk.states()).toEqual(['held', 'held', 'in_progress'])
  const { checks, ready } = await desk.app.readiness()
  expect(ready).toBe(false)
  expect(checks.erasing).toMatchObject({ ok: false, detail: expect.stringContaining('habeas release') })
  const watch = new OperatorWatch(desk.app.parts, () => null)
  expect(await watch.look()).toBe(1)
  await desk.send({
    from: 'alice@example.org',
    subject: 'My data',
    text: 'Please send me a copy of all my personal data.',
  })
  await desk.confirm('alice@example.org')
  expect((await desk.states()).at(-1)).toBe('fulfilled')
  expect((await desk.lastTo(ops)).words).toContain('Corrections and deletions are halted')
  desk.write('DROP TRIGGER nobody_goes')
  expect(await release(desk.app.parts, 'staff:test')).toBe(true)
  desk.clock.forward(60 * minute)
  await desk.round()
  expect((await desk.states())[2]).toBe('fulfilled')
  expect(desk.rows('SELECT id FROM users WHERE email = ?', third?.email ?? '')).toEqual([])
  expect((await desk.app.readiness()).checks.erasing?.ok).toBe(true)
})
