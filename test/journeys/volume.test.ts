// Unusual numbers of requests: staff hear once, with the figures, and once when it is over; nobody is named.

import { expect, test } from 'vitest'
import { readMark } from '../../src/db/marks.ts'
import { release } from '../../src/desk/halt.ts'
import { OperatorWatch } from '../../src/desk/operator-watch.ts'
import { volumeConditions } from '../../src/desk/volume.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()
const staff = 'staff@desk.example'
const hour = 3_600_000
const small = { requests: 5, perDomain: 3, deletions: 2 }

/** Strangers of one domain and of others ask for deletions, all at once. */
async function flooded(volume: Record<string, unknown>): Promise<{ desk: TestDesk; watch: OperatorWatch }> {
  const desk = await open({ settings: { alerts: { volume } } })
  const watch = new OperatorWatch(desk.app.parts, () => null)
  expect(await watch.look()).toBe(0)
  desk.clock.forward(1000)
  for (const from of [
    'a@service.example',
    'b@service.example',
    'c@service.example',
    'd@service.example',
    'e@one.example',
    'f@two.example',
  ]) {
    await desk.deliver({
      from,
      subject: 'Delete my account',
      text: 'Please delete my account and all my personal data.',
    })
  }
  await desk.round()
  return { desk, watch }
}

test('a flood is told once, by its domain too though nobody is named, and once when it is over', async () => {
  const { desk, watch } = await flooded(small)
  expect(await watch.look()).toBe(3)
  expect(await watch.look()).toBe(0)
  await desk.round()
  const texts = await Promise.all(desk.lettersTo(staff).map(async (letter) => (await letter.parse()).text ?? ''))
  const all = texts.join(' ').replace(/\s+/g, ' ')
  expect(all).toContain('6 requests came within 60 minutes (usual: 0)')
  expect(all).toMatch(/4 requests came from one domain within 60 minutes \(usual: 0\), HB-\w{6} among them/)
  expect(all).toContain('6 requests within 60 minutes ask for a deletion')
  expect(all).not.toContain('service.example')
  expect(await readMark(desk.app.parts.db, 'halted')).toBe(null)
  desk.clock.forward(2 * hour)
  await desk.round()
  expect(await watch.look()).toBe(3)
  await desk.round()
  expect((await desk.lastTo(staff)).subject).toContain('The desk is well again')
})

test('where the settings say so, deletions are halted with it; what a person released is not halted again by the same flood', async () => {
  const { desk, watch } = await flooded({ ...small, haltDeletions: true })
  const { db, clock } = desk.app.parts
  await watch.look()
  expect(await readMark(db, 'halted')).toMatchObject({ note: 'many_deletions' })
  await release({ db, clock }, 'staff:ada')
  await watch.look()
  expect(await readMark(db, 'halted')).toBe(null)
})

test('what is many elsewhere is usual on a busy platform: both the number and the multiple must be passed', () => {
  const limits = { windowMs: hour, timesUsual: 5, requests: 60, perDomain: 30, deletions: 20, haltDeletions: false }
  const none = { now: 0, usual: 0 }
  const names = (requests: { now: number; usual: number }, domains = [{ ...none, reference: '' }]) => [
    ...volumeConditions({ requests, deletions: none, domains }, limits).keys(),
  ]
  expect(names({ now: 60, usual: 0 })).toEqual([])
  expect(names({ now: 61, usual: 0 })).toEqual(['many_requests'])
  expect(names({ now: 400, usual: 80 })).toEqual([])
  expect(names({ now: 401, usual: 80 })).toEqual(['many_requests'])
  // the busiest domain is as busy as ever, the second is not
  const domains = [
    { now: 200, usual: 90, reference: 'HB-AAAAAA' },
    { now: 31, usual: 0, reference: 'HB-BBBBBB' },
  ]
  expect(names(none, domains)).toEqual(['many_from_a_domain'])
  expect(
    volumeConditions({ requests: { now: 9999, usual: 0 }, deletions: none, domains: [] }, { ...limits, requests: 0 })
      .size,
  ).toBe(0)
})
