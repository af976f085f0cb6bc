// Who of the staff has a request: two people cannot both hold it, and what one has the other does not settle.

import { beforeEach, expect, test } from 'vitest'
import { declineReasons } from '../../src/desk/decline-reasons.ts'
import type { PathParts } from '../../src/desk/parts.ts'
import { carryOut, decline, type Obstacle, type StaffStep } from '../../src/desk/staff.ts'
import { assign, claim, handOver, release } from '../../src/desk/staff-claim.ts'
import { addNote } from '../../src/desk/staff-note.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: startDesk } = stories()
const complaint = { from: 'alice@example.org', subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }

let desk: TestDesk
let parts: PathParts
let reference: string
beforeEach(async () => {
  desk = await startDesk({ settings: { organisation: { officerAddress: 'officer@desk.example' } } })
  parts = desk.app.parts
  await desk.send(complaint)
  reference = (await desk.requests())[0]?.reference ?? ''
})

function ready(step: StaffStep | Obstacle): StaffStep {
  if (step.outcome === 'refused') throw new Error(`${step.reason}: ${step.words}`)
  return step
}
const take = async (step: StaffStep | Obstacle) => await carryOut(parts, ready(step))
const row = async () =>
  await parts.db.privacyRequest.findUniqueOrThrow({ where: { reference }, include: { events: true } })

test('of two who claim at once one gets it, and the other cannot settle it', async () => {
  const [ada, bob] = await Promise.all([claim(parts, reference, { by: 'ada' }), claim(parts, reference, { by: 'bob' })])
  await take(ada)
  await expect(carryOut(parts, ready(bob))).rejects.toMatchObject({ code: 'state_moved_on' })
  expect(await row()).toMatchObject({ claimedBy: 'ada', state: 'held' })
  expect(await claim(parts, reference, { by: 'bob' })).toMatchObject({ reason: 'claimed_by_other' })
  const reason = { reason: declineReasons.no_such_data, code: 'no_such_data' }
  expect(await decline(parts, reference, { by: 'bob', ...reason })).toMatchObject({ reason: 'claimed_by_other' })
  await take(await decline(parts, reference, { by: 'ada', ...reason }))
})

test('a step prepared while it was free is refused once another has it', async () => {
  const prepared = ready(await decline(parts, reference, { by: 'bob', reason: declineReasons.no_such_data, code: 'x' }))
  await take(await claim(parts, reference, { by: 'ada' }))
  await expect(carryOut(parts, prepared)).rejects.toMatchObject({ code: 'state_moved_on' })
})

test('it is let go by whoever has it, taken over knowingly, and given to others', async () => {
  await take(await claim(parts, reference, { by: 'ada' }))
  expect(await release(parts, reference, { by: 'bob' })).toMatchObject({ reason: 'claimed_by_other' })
  await take(await claim(parts, reference, { by: 'bob', takeOver: true }))
  await take(await assign(parts, reference, { by: 'bob', to: 'cem' }))
  expect(await row()).toMatchObject({ claimedBy: 'cem' })
  await take(await release(parts, reference, { by: 'cem' }))
  const { claimedBy, events } = await row()
  expect(claimedBy).toBeNull()
  expect(events.map((each) => [each.actor, each.type, each.details]).slice(-4)).toEqual([
    ['staff:ada', 'claimed', { to: 'ada' }],
    ['staff:bob', 'claimed', { to: 'bob', from: 'ada' }],
    ['staff:bob', 'assigned', { to: 'cem', from: 'bob' }],
    ['staff:cem', 'released', { from: 'cem' }],
  ])
})

test('the officer hears of what is handed up, without the words', async () => {
  await take(await claim(parts, reference, { by: 'ada' }))
  await take(await handOver(parts, reference, { by: 'ada', to: { role: 'officer' }, words: 'a lawyer wrote' }))
  expect(await row()).toMatchObject({ claimedBy: null, handedTo: 'officer' })
  await desk.round()
  const { text } = await desk.lastTo('officer@desk.example')
  expect(text).toContain(reference)
  expect(text).not.toContain('lawyer')
})

test('a note stands in the trail, encrypted, and in no letter', async () => {
  const letters = await parts.db.outboxLetter.count()
  await take(await addNote(parts, reference, { by: 'ada', words: 'waits for legal' }))
  expect((await row()).events.at(-1)).toMatchObject({
    actor: 'staff:ada',
    type: 'noted',
    details: { words: 'waits for legal' },
  })
  expect(await parts.db.outboxLetter.count()).toBe(letters)
  const [stored] = await parts.db.$queryRawUnsafe<{ details: string }[]>(
    'SELECT "details" FROM "Event" ORDER BY "id" DESC',
  )
  expect(stored?.details).not.toContain('legal')
  expect(await addNote(parts, reference, { by: 'ada', words: '  ' })).toMatchObject({ reason: 'nothing_to_do' })
})
