// Staff put a held request right: other acts, a question back, a second person's approval, a settled one taken up again, a duplicate.

import { expect, test } from 'vitest'
import { declineReasons } from '../../src/desk/decline-reasons.ts'
import { carryOut, decline, type Obstacle, type StaffStep } from '../../src/desk/staff.ts'
import { approve } from '../../src/desk/staff-approval.ts'
import { askSender, changeActs } from '../../src/desk/staff-change.ts'
import { merge } from '../../src/desk/staff-merge.ts'
import type { ActChoice } from '../../src/desk/staff-plan.ts'
import { reopen } from '../../src/desk/staff-reopen.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: startDesk } = stories()
const alice = 'alice@example.org'
const complaint = { from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }
const asAsked: ActChoice = { kinds: [], corrections: [], purposes: [] }
const deletion: ActChoice = { ...asAsked, kinds: ['deletion'] }

async function held(desk: TestDesk, mail = complaint): Promise<string> {
  await desk.send(mail)
  const request = (await desk.requests()).at(-1)
  expect(request?.state).toBe('held')
  return request?.reference ?? ''
}
function ready(step: StaffStep | Obstacle): StaffStep {
  if (step.outcome === 'refused') throw new Error(`${step.reason}: ${step.words}`)
  return step
}
const take = async (desk: TestDesk, step: StaffStep | Obstacle) => await carryOut(desk.app.parts, ready(step))
const row = async (desk: TestDesk, reference: string) =>
  await desk.app.parts.db.privacyRequest.findUniqueOrThrow({
    where: { reference },
    include: { events: true, acts: true, mails: true },
  })

test('what was read wrongly is put right, shown against the data, and waits for approval', async () => {
  const desk = await startDesk()
  const { parts } = desk.app
  const reference = await held(desk)
  const change = (value: string) => ({
    by: 'ada',
    reason: 'means the nickname',
    choice: { ...asAsked, kinds: ['correction' as const], corrections: [{ field: 'nickname', old: null, value }] },
  })
  expect(await changeActs(parts, reference, { by: 'ada', reason: 'x', choice: asAsked })).toMatchObject({
    reason: 'no_acts',
  })
  expect(await changeActs(parts, reference, change('admin'))).toMatchObject({ reason: 'value_wrong' })
  const step = ready(await changeActs(parts, reference, change('Ally')))
  expect(step).toMatchObject({ becomes: 'held', statements: [{ kind: 'correction', changes: [{ after: 'Ally' }] }] })
  await take(desk, step)
  expect(await row(desk, reference)).toMatchObject({ state: 'held', topic: 'request', acts: [{ kind: 'correction' }] })
  expect(desk.rows('SELECT nickname FROM users WHERE id = 2')).not.toEqual([{ nickname: 'Ally' }])
  await take(desk, await approve(parts, reference, { by: 'ada', reason: 'called', subject: null, choice: asAsked }))
  await desk.round()
  expect(desk.rows('SELECT nickname FROM users WHERE id = 2')).toEqual([{ nickname: 'Ally' }])
})

test('a question goes out in the words of staff, and its answer takes the way of every mail', async () => {
  const desk = await startDesk()
  const reference = await held(desk)
  const question = { zh: '您想要的是副本吗？', en: 'Is it a copy that you want?' }
  const step = ready(await askSender(desk.app.parts, reference, { by: 'ada', question }))
  expect(step).toMatchObject({ becomes: 'received', cautions: ['recipient_unproven'], letters: [{ to: alice }] })
  await take(desk, step)
  await desk.round()
  const { words } = await desk.lastTo(alice)
  expect(words).toContain(question.zh)
  expect(words).toContain(question.en)
  await desk.reply(alice, 'Yes, please send me a copy of all my personal data.')
  expect((await row(desk, reference)).state).toBe('awaiting_verification')
  await desk.confirm(alice)
  expect((await row(desk, reference)).state).toBe('fulfilled')
})

test('an answer that asks for nothing comes back to staff', async () => {
  const desk = await startDesk()
  const reference = await held(desk)
  await take(
    desk,
    await askSender(desk.app.parts, reference, { by: 'ada', question: { zh: '哪天？', en: 'Which day?' } }),
  )
  await desk.round()
  await desk.reply(alice, 'It was on Monday.')
  expect(await row(desk, reference)).toMatchObject({ state: 'held', stateReason: 'still_unclear' })
})

test('what two people approve is done after the second, not before, and not by one name twice', async () => {
  const desk = await startDesk({ settings: { console: { twoPersonKinds: ['deletion'] } } })
  const { parts } = desk.app
  const reference = await held(desk)
  const by = (name: string, choice = asAsked) => ({ by: name, reason: 'called back', subject: null, choice })
  const first = ready(await approve(parts, reference, by('ada', deletion)))
  expect(first).toMatchObject({ becomes: 'held', cautions: ['deletion_at_once', 'second_person_needed'], letters: [] })
  await take(desk, first)
  await desk.round()
  expect(await row(desk, reference)).toMatchObject({ state: 'held', stateReason: 'second_approval', verifiedAt: null })
  expect(desk.rows('SELECT id FROM users WHERE id = 2')).toHaveLength(1)
  expect(await approve(parts, reference, by('Ada '))).toMatchObject({ reason: 'second_person' })
  const access = ready(await approve(parts, reference, by('bob', { ...asAsked, kinds: ['access'] })))
  expect(access.becomes).toBe('in_progress') // one person suffices for it here
  const second = ready(await approve(parts, reference, by('bob')))
  expect(second).toMatchObject({ becomes: 'in_progress', statements: [{ kind: 'deletion' }] })
  await take(desk, second)
  await desk.round()
  expect(desk.rows('SELECT id FROM users WHERE id = 2')).toHaveLength(0)
  const { events } = await row(desk, reference)
  expect(events.map((each) => `${each.actor} ${each.type}`)).toEqual(
    expect.arrayContaining(['staff:ada approved_first', 'staff:bob approved', 'desk fulfilled']),
  )
})

test('a first approval does not outlive a change of what was approved', async () => {
  const desk = await startDesk({ settings: { console: { twoPersonKinds: ['deletion', 'disclosure'] } } })
  const { parts } = desk.app
  const reference = await held(desk)
  const by = (name: string, choice: ActChoice) => ({ by: name, reason: 'called back', subject: null, choice })
  await take(desk, await approve(parts, reference, by('ada', { ...asAsked, kinds: ['access'] })))
  expect(ready(await approve(parts, reference, by('bob', deletion))).becomes).toBe('held')
  await take(desk, await changeActs(parts, reference, { by: 'cem', choice: deletion, reason: 'wants it deleted' }))
  expect(ready(await approve(parts, reference, by('bob', asAsked))).becomes).toBe('held')
})

test('who moves an account to another address has its copy by a code afterwards: that takes two where a copy does', async () => {
  const desk = await startDesk({ settings: { console: { twoPersonKinds: ['disclosure'] } } })
  const text = 'Please change my e-mail address to ada@desk-staff.example.'
  const reference = await held(desk, { from: alice, subject: 'New e-mail', text })
  const given = { by: 'ada', reason: 'called back', subject: null, choice: asAsked }
  const first = ready(await approve(desk.app.parts, reference, given))
  expect(first).toMatchObject({ becomes: 'held', cautions: ['address_changes', 'second_person_needed'] })
})

test('a child’s request stays one and takes two people, whatever one of them changes in it or its writer answers', async () => {
  const desk = await startDesk({ settings: { console: { twoPersonKinds: ['minors'] } } })
  const { parts } = desk.app
  const child = { from: alice, subject: '孩子的账号', text: '我是家长，孩子12岁，请注销孩子的账号。' }
  const reference = await held(desk, child)
  await take(desk, await changeActs(parts, reference, { by: 'ada', choice: deletion, reason: 'read wrongly' }))
  const given = { by: 'ada', reason: 'called back', subject: null, choice: asAsked }
  expect(ready(await approve(parts, reference, given)).becomes).toBe('held')
  const question = { zh: '请问是哪个账号？', en: 'Which account is it?' }
  await take(desk, await askSender(parts, reference, { by: 'ada', question }))
  await desk.round()
  await desk.reply(alice, 'Please delete my account and all my personal data.')
  expect(await row(desk, reference)).toMatchObject({ state: 'held', stateReason: 'topic_minor', topic: 'minor' })
})

test('what was declined is taken up again, with its first deadline and no proof', async () => {
  const desk = await startDesk()
  const { parts } = desk.app
  const reference = await held(desk, {
    from: 'xiaoming@example.com',
    subject: '更正邮箱',
    text: '请把我的邮箱改成 new@example.com，谢谢。',
  })
  const { dueAt } = await row(desk, reference)
  expect(await reopen(parts, reference, { by: 'ada', reason: 'x' })).toMatchObject({ reason: 'state_moved_on' })
  await take(
    desk,
    await decline(parts, reference, { by: 'ada', reason: declineReasons.no_such_data, code: 'no_such_data' }),
  )
  await take(desk, await reopen(parts, reference, { by: 'bob', reason: 'called: it is him' }))
  const again = await row(desk, reference)
  expect(again).toMatchObject({ state: 'held', stateReason: 'reopened', settledAt: null, dueAt, verifiedAt: null })
  expect(again.acts).toMatchObject([{ state: 'pending', result: null }])
  await take(desk, await approve(parts, reference, { by: 'bob', reason: 'called', subject: null, choice: asAsked }))
  await desk.round()
  expect(desk.rows('SELECT email FROM users WHERE id = 1')).toEqual([{ email: 'new@example.com' }])
  await parts.db.privacyRequest.updateMany({ where: { reference }, data: { reducedAt: new Date() } })
  expect(await reopen(parts, reference, { by: 'ada', reason: 'x' })).toMatchObject({ reason: 'nothing_to_do' })
})

test('duplicates are joined where the same person is proved in both, and never otherwise', async () => {
  const desk = await startDesk()
  const { parts } = desk.app
  const first = await held(desk)
  const second = await held(desk, { ...complaint, text: '我再次投诉你们泄露了我的个人信息，要求给出说法。' })
  const earlier = await row(desk, first)
  const merged = async () => await merge(parts, first, { by: 'ada', into: second })
  const prove = async (reference: string, subjectKey: string) =>
    await parts.db.privacyRequest.update({
      where: { id: (await row(desk, reference)).id },
      data: { subjectKey, verifiedAt: new Date(), verifiedBy: 'challenge' },
    })
  expect(await merged()).toMatchObject({ reason: 'not_proven' })
  await prove(second, '2')
  expect(await merged()).toMatchObject({ reason: 'not_proven' })
  await prove(first, '1')
  expect(await merged()).toMatchObject({ reason: 'not_the_same' })
  await prove(first, '2')
  expect(await merge(parts, first, { by: 'ada', into: first })).toMatchObject({ reason: 'not_the_same' })
  await take(desk, await merged())
  expect(await row(desk, first)).toMatchObject({
    state: 'withdrawn',
    stateReason: 'merged',
    mergedInto: second,
    mails: [],
  })
  const kept = await row(desk, second)
  expect(kept).toMatchObject({ state: 'held', receivedAt: earlier.receivedAt, dueAt: earlier.dueAt })
  expect(kept.mails).toHaveLength(2)
  await desk.send({ ...complaint, to: `privacy+${first.toLowerCase()}@desk.example`, text: '我的请求怎么样了？' })
  expect((await row(desk, second)).mails).toHaveLength(3)
})
