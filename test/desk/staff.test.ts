// What staff do with held requests: shown first, then carried out by the code that the path runs, signed in the trail.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { declineReasons } from '../../src/desk/decline-reasons.ts'
import { answer, carryOut, decline, type Obstacle, type StaffStep } from '../../src/desk/staff.ts'
import { approve } from '../../src/desk/staff-approval.ts'
import { challenge } from '../../src/desk/staff-challenge.ts'
import type { ActChoice } from '../../src/desk/staff-plan.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const asAsked: ActChoice = { kinds: [], corrections: [], purposes: [] }
const vouched = { by: 'ada', reason: 'called back on the number on file', subject: null, choice: asAsked }

const { desk: open } = stories()
let desk: TestDesk
beforeEach(async () => {
  desk = await open()
})

function ready(step: StaffStep | Obstacle): StaffStep {
  if (step.outcome === 'refused') throw new Error(`${step.reason}: ${step.words}`)
  return step
}

/** A mail that ends as a held request; its reference. */
async function held(mail: { from: string; subject: string; text: string }): Promise<string> {
  await desk.send(mail)
  const request = (await desk.requests()).at(-1)
  expect(request?.state).toBe('held')
  return request?.reference ?? ''
}

const complaint = { from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }
const newAddress = { from: xiaoming, subject: '更正邮箱', text: '请把我的邮箱改成 new@example.com，谢谢。' }

async function trail(reference: string) {
  const { events } = await desk.app.parts.db.privacyRequest.findUniqueOrThrow({
    where: { reference },
    include: { events: true },
  })
  return events.map((event) => `${event.actor} ${event.type}`)
}

const stateOf = async (reference: string) => (await desk.requests()).find((each) => each.reference === reference)

describe('answer', () => {
  test('the words of staff go out in both languages and close the request', async () => {
    const reference = await held(complaint)
    const step = ready(
      await answer(
        desk.app.parts,
        reference,
        { zh: '我们查过了。\n\n没有泄露。', en: 'We looked.\n\nNothing leaked.' },
        'ada',
      ),
    )
    expect(step).toMatchObject({ becomes: 'fulfilled', letters: [{ to: alice }] })
    expect(await stateOf(reference)).toMatchObject({ state: 'held' })
    await carryOut(desk.app.parts, step)
    await desk.round()
    expect(await stateOf(reference)).toMatchObject({ state: 'fulfilled', stateReason: 'answered_by_staff' })
    const { text } = await desk.lastTo(alice)
    expect(text).toContain('没有泄露。')
    expect(text).toContain('Nothing leaked.')
    expect(await trail(reference)).toContain('staff:ada answered')
  })

  test('a question back leaves the request held', async () => {
    const reference = await held(complaint)
    const words = { zh: '哪一天？', en: 'Which day?', stayHeld: true }
    await carryOut(desk.app.parts, ready(await answer(desk.app.parts, reference, words, 'ada')))
    expect(await stateOf(reference)).toMatchObject({ state: 'held', stateReason: 'topic_complaint' })
  })
})

describe('decline', () => {
  test('the letter names the reason in both languages, and the acts are declined', async () => {
    const reference = await held(newAddress)
    const choice = { by: 'ada', reason: declineReasons.others_rights, code: 'others_rights' }
    await carryOut(desk.app.parts, ready(await decline(desk.app.parts, reference, choice)))
    await desk.round()
    expect(await stateOf(reference)).toMatchObject({ state: 'declined', stateReason: 'others_rights' })
    const { text } = await desk.lastTo(xiaoming)
    const flat = text.replace(/\s+/g, '')
    expect(flat).toContain(declineReasons.others_rights.zh.replace(/\s+/g, ''))
    expect(flat).toContain(declineReasons.others_rights.en.replace(/\s+/g, ''))
    const acts = await desk.app.parts.db.act.findMany()
    expect(acts.map((act) => act.state)).toEqual(['declined'])
    expect(await trail(reference)).toContain('staff:ada declined')
  })
})

describe('approve', () => {
  test('a change of address waits for staff, is done by the desk, and the old address hears of it', async () => {
    const reference = await held(newAddress)
    const step = ready(await approve(desk.app.parts, reference, vouched))
    expect(step).toMatchObject({
      becomes: 'in_progress',
      statements: [{ kind: 'correction', changes: [{ before: xiaoming, after: 'new@example.com' }] }],
      cautions: ['address_changes'],
    })
    expect(desk.rows('SELECT email FROM users WHERE id = 1')).toEqual([{ email: xiaoming }])
    await carryOut(desk.app.parts, step)
    await desk.round()
    expect(desk.rows('SELECT email FROM users WHERE id = 1')).toEqual([{ email: 'new@example.com' }])
    expect(await stateOf(reference)).toMatchObject({ state: 'fulfilled' })
    expect((await desk.lastTo(xiaoming)).text).toContain('new@example.com')
    expect(await trail(reference)).toEqual(
      expect.arrayContaining(['staff:ada verified', 'staff:ada approved', 'desk fulfilled']),
    )
    const request = await desk.app.parts.db.privacyRequest.findUniqueOrThrow({
      where: { reference },
      include: { events: true },
    })
    expect(request.verifiedBy).toBe('staff')
    expect(request.events.find((event) => event.type === 'verified')?.details).toEqual({ words: vouched.reason })
  })

  test('a request that names nothing to do is refused until staff say what', async () => {
    const reference = await held(complaint)
    expect(await approve(desk.app.parts, reference, vouched)).toMatchObject({ outcome: 'refused', reason: 'no_acts' })
    const choice: ActChoice = { ...asAsked, kinds: ['deletion', 'access'] }
    const step = ready(await approve(desk.app.parts, reference, { ...vouched, choice }))
    expect(step.statements).toEqual([{ kind: 'access' }, { kind: 'deletion' }])
    expect(step.touches.find((each) => each.table === 'users')).toMatchObject({
      rows: 1,
      onDeletion: 'deleted',
      exported: true,
    })
  })

  test('the result goes to the stored address of the account that staff name, never to who wrote', async () => {
    const stranger = 'mother@family.example'
    const reference = await held({ ...complaint, from: stranger })
    expect(
      await approve(desk.app.parts, reference, { ...vouched, choice: { ...asAsked, kinds: ['access'] } }),
    ).toMatchObject({
      reason: 'subject_unknown',
    })
    const named = { ...vouched, subject: { address: alice }, choice: { ...asAsked, kinds: ['access' as const] } }
    const step = ready(await approve(desk.app.parts, reference, named))
    expect(step.cautions).toEqual(['other_address'])
    const before = desk.lettersTo(stranger).length
    await carryOut(desk.app.parts, step)
    await desk.round()
    const parsed = await (await desk.lastTo(alice)).letter.parse()
    expect(parsed.attachments).toHaveLength(1)
    expect(desk.lettersTo(stranger)).toHaveLength(before)
  })

  test('two accounts at one address: staff name one by its key', async () => {
    const reference = await held({
      from: 'lin.family@example.cn',
      subject: 'Access',
      text: 'Please send me a copy of all the data you hold about me.',
    })
    expect(await approve(desk.app.parts, reference, vouched)).toMatchObject({
      reason: 'several_subjects',
      words: expect.stringContaining('4, 5'),
    })
    const step = ready(await approve(desk.app.parts, reference, { ...vouched, subject: { key: '5' } }))
    expect(step.subject).toMatchObject({ key: '5' })
  })

  test('an account without a stored address gets nothing by mail', async () => {
    const reference = await held(complaint)
    const named = { ...vouched, subject: { key: '3' }, choice: { ...asAsked, kinds: ['access' as const] } }
    expect(await approve(desk.app.parts, reference, named)).toMatchObject({ reason: 'no_stored_address' })
  })

  test('a value that may not be set is refused with the rule', async () => {
    const reference = await held(complaint)
    const corrections = [{ field: 'nickname', fieldWords: 'nickname', old: null, value: 'admin' }]
    const choice: ActChoice = { kinds: ['correction'], corrections, purposes: [] }
    expect(await approve(desk.app.parts, reference, { ...vouched, choice })).toMatchObject({ reason: 'value_wrong' })
  })
})

describe('approve what failed half way', () => {
  const refuse = "CREATE TRIGGER keep BEFORE DELETE ON access_logs BEGIN SELECT RAISE(ABORT, 'kept'); END"

  function onPlatform(sql: string): void {
    const db = new DatabaseSync(join(desk.folder, 'platform.db'))
    db.exec(sql)
    db.close()
  }

  test('the acts that are left go on by their plan, those that are done are not done again', async () => {
    onPlatform(refuse)
    await desk.send({
      from: alice,
      subject: 'My account',
      text: 'Please send me a copy of all my personal data and then delete my account.',
    })
    const code = await desk.codeFor(alice)
    await desk.send(await replyTo((await desk.lastTo(alice)).letter, { from: alice, text: code }))
    for (let round = 0; round < 12; round++) {
      desk.clock.forward(3_600_000)
      await desk.round()
    }
    const [request] = await desk.requests()
    expect(request?.state).toBe('held')
    const reference = request?.reference ?? ''
    expect(desk.rows('SELECT id FROM users WHERE id = 2')).toHaveLength(1)
    const choice: ActChoice = { ...asAsked, kinds: ['access'] }
    expect(await approve(desk.app.parts, reference, { ...vouched, choice })).toMatchObject({ reason: 'acts_begun' })
    expect(await approve(desk.app.parts, reference, { ...vouched, subject: { key: '1' } })).toMatchObject({
      reason: 'acts_begun',
    })

    const reply = { by: 'ada', reason: declineReasons.law_requires_keeping, code: 'law_requires_keeping' }
    expect(ready(await decline(desk.app.parts, reference, reply)).cautions).toEqual(['done_untold'])

    onPlatform('DROP TRIGGER keep')
    const step = ready(await approve(desk.app.parts, reference, vouched))
    expect(step.statements).toEqual([{ kind: 'deletion' }])
    await carryOut(desk.app.parts, step)
    await desk.round()
    expect(await stateOf(reference)).toMatchObject({ state: 'fulfilled' })
    expect(desk.rows('SELECT id FROM users WHERE id = 2')).toHaveLength(0)
    const parsed = await (await desk.lastTo(alice)).letter.parse()
    expect(parsed.attachments).toHaveLength(1)
  })
})

describe('ask for a code', () => {
  test('the code goes to the stored address, and its answer carries the request out', async () => {
    const reference = await held(complaint)
    const choice: ActChoice = { ...asAsked, kinds: ['access'] }
    const step = ready(await challenge(desk.app.parts, reference, { by: 'ada', subject: null, choice }))
    expect(step.letters[0]?.text).toContain('{{secret}}')
    await carryOut(desk.app.parts, step)
    await desk.round()
    expect(await stateOf(reference)).toMatchObject({ state: 'awaiting_verification', stateReason: 'asked_by_staff' })
    const code = await desk.codeFor(alice)
    await desk.send(await replyTo((await desk.lastTo(alice)).letter, { from: alice, text: code }))
    expect(await stateOf(reference)).toMatchObject({ state: 'fulfilled' })
    expect(await trail(reference)).toContain('staff:ada challenged')
  })

  test('a code does not suffice for a change of address', async () => {
    const reference = await held(newAddress)
    const step = await challenge(desk.app.parts, reference, { by: 'ada', subject: null, choice: asAsked })
    expect(step).toMatchObject({ outcome: 'refused', reason: 'staff_alone' })
  })
})

describe('a request that has moved on', () => {
  test('of two who act at once the second is refused and writes nothing', async () => {
    const reference = await held(newAddress)
    const first = ready(await approve(desk.app.parts, reference, vouched))
    const second = ready(
      await decline(desk.app.parts, reference, {
        by: 'bob',
        reason: declineReasons.no_such_data,
        code: 'no_such_data',
      }),
    )
    await carryOut(desk.app.parts, first)
    const letters = await desk.app.parts.db.outboxLetter.count()
    await expect(carryOut(desk.app.parts, second)).rejects.toMatchObject({ code: 'state_moved_on' })
    expect(await desk.app.parts.db.outboxLetter.count()).toBe(letters)
    expect(await approve(desk.app.parts, reference, vouched)).toMatchObject({
      outcome: 'refused',
      reason: 'state_moved_on',
    })
  })

  test('an unknown reference is said to be unknown', async () => {
    await expect(approve(desk.app.parts, 'HB-222222', vouched)).rejects.toMatchObject({ code: 'request_unknown' })
  })
})
