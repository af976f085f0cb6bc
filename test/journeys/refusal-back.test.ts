// A refusal lasts until the person takes it back: by answering its letter, after a code, and only for what that refusal had
// turned off.

import { expect, test } from 'vitest'
import { allowedAgain } from '../../src/desk/allow-again.ts'
import { carryOut } from '../../src/desk/staff.ts'
import { approve } from '../../src/desk/staff-approval.ts'
import { stories, trustedServer } from '../support/desk.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

const switches = (desk: Awaited<ReturnType<typeof open>>, id: number) =>
  desk.rows('SELECT analytics_on, personalisation_on, notifications_on, newsletter FROM users WHERE id = ?', id)[0]

test('English: everything refused, then taken back: what was off before the refusal stays off', async () => {
  const desk = await open({ settings: { organisation: { policyVersion: '2026-10' } } })
  desk.write(
    "UPDATE users SET analytics_on = 1, personalisation_on = 0, notifications_on = 1, newsletter = 'weekly' WHERE id = 2",
  )
  await desk.send({
    from: alice,
    subject: 'Opt out',
    text: 'I object to all processing of my data that is not essential.',
  })
  await desk.confirm(alice)
  expect(switches(desk, 2)).toEqual({ analytics_on: 0, personalisation_on: 0, notifications_on: 0, newsletter: 'off' })
  expect((await desk.lastTo(alice)).words).toContain('take back my refusal')
  const [act] = await desk.app.parts.db.act.findMany({ where: { kind: 'refusal' } })
  expect(act?.result).toMatchObject({
    recorded: {
      at: expect.stringMatching(/^2026-11-23T/),
      policyVersion: '2026-10',
      wording: expect.arrayContaining([{ zh: '使用分析', en: 'Usage analytics' }]),
    },
  })

  await desk.reply(alice, 'Take back my refusal, please.')
  expect(switches(desk, 2)).toMatchObject({ analytics_on: 0, newsletter: 'off' })
  const asked = await desk.lastTo(alice)
  expect(asked.words).toContain('Take back your earlier refusal')
  expect(asked.words).toContain('Usage analytics')
  expect(asked.words).not.toContain('Personalised suggestions')
  await desk.confirm(alice)
  expect(switches(desk, 2)).toEqual({
    analytics_on: 1,
    personalisation_on: 0,
    notifications_on: 1,
    newsletter: 'weekly',
  })
  expect((await desk.lastTo(alice)).words).toContain('This is switched on again')
  expect(await desk.states()).toEqual(['fulfilled', 'fulfilled'])

  // what was taken back is not taken back again
  await desk.reply(alice, 'Take back my refusal')
  expect(switches(desk, 2)).toMatchObject({ analytics_on: 1 })
})

test('a fresh mail allows again what is named, once there is something to allow; the rest stays refused', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Analytics', text: 'Please turn analytics back on.' })
  expect((await desk.lastTo(alice)).words).toContain('There is no refusal to take back')
  desk.write('UPDATE users SET analytics_on = 1, personalisation_on = 1 WHERE id = 2')
  await desk.send({ from: alice, subject: 'No', text: 'I object to all processing of my data that is not essential.' })
  await desk.confirm(alice)
  expect(switches(desk, 2)).toMatchObject({ analytics_on: 0, personalisation_on: 0 })
  await desk.send({ from: alice, subject: 'Analytics', text: 'Hello,\nplease turn analytics back on.\nAlice' })
  const asked = await desk.lastTo(alice)
  expect(asked.words).toContain('Take back your earlier refusal')
  expect(asked.words).not.toContain('Personalised suggestions')
  await desk.confirm(alice)
  expect(switches(desk, 2)).toMatchObject({ analytics_on: 1, personalisation_on: 0 })

  // what she asks for at the counter staff carry out
  await desk.send({ from: alice, subject: 'Lawyer', text: 'I will sue you, a human being must answer me.' })
  const [held] = await desk.app.parts.db.privacyRequest.findMany({ where: { state: 'held' } })
  const step = await approve(desk.app.parts, held?.reference ?? '', {
    by: 'mei',
    reason: 'at the counter',
    subject: { key: '2' },
    choice: { kinds: ['refusal'], corrections: [], purposes: [], back: true },
  })
  if (step.outcome !== 'ready') throw new Error(step.words)
  expect(step.statements).toMatchObject([{ kind: 'refusal', back: true }])
  // what she took back herself is on already
  expect(JSON.stringify(step.statements)).not.toContain('Usage analytics')
  await carryOut(desk.app.parts, step)
  await desk.round()
  expect(switches(desk, 2)).toMatchObject({ analytics_on: 1, personalisation_on: 1 })
})

test.each([
  ['Please turn analytics back on.', ['analytics']],
  ['Hi,\nplease turn my personalised suggestions back on for me, thanks\n\nAlice', ['personalisation']],
  ['I would like to opt back in to the newsletter', ['marketing']],
  ['重新开启分析', ['analytics']],
  ['您好：\n请把个性化推荐重新打开，谢谢', ['personalisation']],
  ['撤回對個性化推薦的拒絕', ['personalisation']],
  ['撤回我的拒绝', []],
  ['Please turn my account back on.', null],
  ['Please turn analytics back on. And delete my posts.', null],
  ['Please turn analytics back on?\nOr would you not?', null],
  ['我再说一遍，不要推送', null],
  ['恢复我的账号', null],
])('%j allows again: %j', (text, purposes) => {
  expect(allowedAgain(text)).toEqual(purposes)
})

test('Chinese: a mail whose domain vouches for it refuses without a code, and consents with one alone', async () => {
  const desk = await open()
  const vouched: [string, string][] = [
    ['Authentication-Results', `${trustedServer}; dmarc=pass header.from=example.com`],
  ]
  await desk.send({
    from: xiaoming,
    subject: '拒绝个性化推荐',
    text: '我拒绝个性化推荐，请关闭。',
    headers: vouched,
  })
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(switches(desk, 1)).toMatchObject({ personalisation_on: 0 })
  expect((await desk.lastTo(xiaoming)).words).toContain('撤回拒绝')
  await desk.reply(xiaoming, '撤回拒绝', { headers: vouched })
  expect((await desk.states()).at(-1)).toBe('awaiting_verification')
  expect((await desk.lastTo(xiaoming)).words).toContain('撤回您先前的拒绝')
  await desk.confirm(xiaoming)
  expect(switches(desk, 1)).toMatchObject({ personalisation_on: 1 })
  expect((await desk.lastTo(xiaoming)).words).toContain('以下项目重新开启')
})
