// The four rights, each in both languages, from a mail in a real mailbox to the answer over real SMTP.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDesk, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'

let desk: TestDesk
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(async () => {
  await desk.stop()
})

/** Answers the newest letter with the code it carries, as a mail program does. */
async function confirm(address: string): Promise<void> {
  const code = await desk.codeFor(address)
  const { letter } = await desk.lastTo(address)
  await desk.send(await replyTo(letter, { from: address, text: code }))
}

test('access in English: code, then a ZIP to the stored address', async () => {
  await desk.send({ from: `Alice <${alice}>`, subject: 'My data', text: 'Please send me a copy of all the data you hold about me.' })
  expect((await desk.requests()).map((request) => request.state)).toEqual(['awaiting_verification'])
  await confirm(alice)
  expect((await desk.requests()).map((request) => request.state)).toEqual(['fulfilled'])
  const parsed = await (await desk.lastTo(alice)).letter.parse()
  expect(parsed.attachments.map((file) => file.filename)).toEqual([expect.stringMatching(/^my-data-HB-.{6}\.zip$/)])
  expect(parsed.headers.get('auto-submitted')).toBe('auto-replied')
})

test('deletion in Chinese: nothing goes before the code, then the account is gone', async () => {
  const account = "SELECT * FROM users WHERE email = 'xiaoming@example.com'"
  await desk.send({ from: xiaoming, subject: '注销账号', text: '您好，请注销我的账号并删除我的全部个人信息。谢谢。' })
  expect(desk.rows(account)).toHaveLength(1)
  await confirm(xiaoming)
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'fulfilled' })])
  expect(desk.rows(account)).toHaveLength(0)
})
