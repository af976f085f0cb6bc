// Stopping a request: by a reply in either language, by a mail of its own, and never for somebody else.

import { expect, test } from 'vitest'
import { stories, type TestDesk } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()

async function asked(): Promise<TestDesk> {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  return desk
}

const accounts = (desk: TestDesk) => desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'").length

test.each([
  '取消',
  'stop',
  '不是我',
  'STOP.',
  "This wasn't me",
  '我要撤回这个请求，不用删除了。',
  'Please cancel my request.',
])('the reply "%s" ends the request, and its code is void from then on', async (words) => {
  const desk = await asked()
  const code = await desk.codeFor(alice)
  await desk.reply(alice, words)
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'withdrawn' })])
  expect((await desk.subjectsTo(alice)).at(-1)).toMatch(/withdrawn/i)
  await desk.reply(alice, code)
  expect((await desk.states())[0]).toBe('withdrawn')
  expect(accounts(desk)).toBe(1)
})

test('withdrawn by a mail outside the thread: a code first, then what was still untouched is stopped', async () => {
  const desk = await asked()
  await desk.send({
    from: alice,
    subject: 'Withdraw my request',
    text: 'I would like to withdraw the request I sent you earlier today.',
  })
  const [deletion, withdrawal] = await desk.requests()
  expect(deletion?.state).toBe('awaiting_verification')
  expect(withdrawal).toMatchObject({ topic: 'withdraw', state: 'awaiting_verification' })
  expect((await desk.lastTo(alice)).words).toContain(`Withdraw your request ${deletion?.reference}`)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['withdrawn', 'fulfilled'])
  expect((await desk.lastTo(alice)).words).toContain(`Withdrawn: request ${deletion?.reference}`)
  expect(accounts(desk)).toBe(1)
})

test('nobody else can stop a request, not even with its thread and tag', async () => {
  const desk = await asked()
  await desk.reply(alice, 'stop', { from: 'mallory@attacker.example' })
  expect((await desk.states())[0]).toBe('awaiting_verification')
})

test('what is done cannot be withdrawn: the mail is no answer any more', async () => {
  const desk = await asked()
  await desk.confirm(alice)
  expect(accounts(desk)).toBe(0)
  await desk.reply(alice, 'stop')
  expect((await desk.states())[0]).toBe('fulfilled')
})
