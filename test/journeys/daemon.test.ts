// The desk as a daemon: IDLE, schedule, reconnecting, stopping. Here the clock is the real one.

import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { stories, testClock } from '../support/desk.ts'

const alice = 'alice@example.org'
const servers = stories()
const copy = { from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }

/** `pollEverySeconds` so long that only IDLE can be the reason for an answer. */
async function running(pollEverySeconds = 3600) {
  const desk = await servers.desk({
    clock: { ...testClock(), now: () => systemClock.now() },
    settings: { imap: { pollEverySeconds } },
  })
  await desk.app.start()
  await until(async () => (await desk.app.readiness()).checks.mailbox?.ok === true)
  return desk
}

async function until(holds: () => Promise<boolean> | boolean, ms = 15_000): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await pause(50)) {
    if (Date.now() > end) throw new Error(`did not come true within ${ms} ms`)
  }
}

test('a mail is answered promptly, without waiting for the next poll', async () => {
  const desk = await running()
  await pause(300)
  const from = performance.now()
  await desk.dovecot.append(
    'From: alice@example.org\nSubject: My data\nMessage-ID: <idle@mail.example>\n\nPlease send me a copy of all my personal data.\n',
    { folder: desk.mailFolder },
  )
  await desk.sink.waitFor(1, 15_000)
  expect(performance.now() - from).toBeLessThan(10_000)
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('the whole way through in the daemon: request, code, result', async () => {
  const desk = await running()
  await desk.deliver(copy)
  await desk.sink.waitFor(1, 15_000)
  const code = await desk.codeFor(alice)
  const { replyTo } = await import('../support/raw-mail.ts')
  await desk.deliver(await replyTo((await desk.lastTo(alice)).letter, { from: alice, text: code }))
  await desk.sink.waitFor(2, 15_000)
  expect((await desk.subjectsTo(alice)).at(-1)).toMatch(/^Done/)
  await until(async () => (await desk.states())[0] === 'fulfilled')
})

test('after the mail server was killed the desk reconnects by itself and answers what came meanwhile', async () => {
  const desk = await running()
  await servers.dovecot.kill()
  await until(async () => (await desk.app.readiness()).ready === false)
  await desk.deliver(copy)
  await servers.dovecot.start()
  await desk.sink.waitFor(1, 20_000)
  await until(async () => (await desk.app.readiness()).ready)
})

test('letters that could not leave leave by themselves when the SMTP server is back', async () => {
  const desk = await running()
  await servers.sink.stop()
  await desk.deliver(copy)
  await until(async () => (await desk.app.readiness()).checks.smtp?.ok === false)
  await servers.sink.start()
  // the letter itself waits half a minute after a failure; what is looked at here is that it is not lost
  const [letter] = await desk.app.parts.db.outboxLetter.findMany()
  expect(letter).toMatchObject({ state: 'queued', error: 'smtp_unavailable', attempts: 1 })
  await desk.restart()
  await desk.app.start()
  await desk.sink.waitFor(1, 15_000)
})

test('stop ends within seconds, keeps what is stored, and the next start goes on from there', async () => {
  const desk = await running()
  for (let n = 0; n < 20; n++) await desk.deliver({ ...copy, from: `stranger${n}@nowhere.example` })
  await desk.sink.waitFor(1, 15_000)
  const from = performance.now()
  await desk.restart()
  expect(performance.now() - from).toBeLessThan(12_000)
  await desk.app.start()
  await desk.sink.waitFor(20, 20_000)
  await pause(500)
  expect(desk.sink.letters).toHaveLength(20)
  expect(new Set(desk.sink.letters.flatMap((letter) => letter.to)).size).toBe(20)
})

test('mails that come one after the other, each as soon as the last was answered, are all heard of by IDLE', async () => {
  const desk = await running()
  for (let n = 1; n <= 12; n++) {
    await desk.deliver({ ...copy, from: `stranger${n}@nowhere.example` })
    await desk.sink.waitFor(n, 5_000)
  }
})
