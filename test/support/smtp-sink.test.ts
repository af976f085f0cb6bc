// The SMTP receiver of the tests itself: it keeps letters and fails exactly as told.
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'

let sink: SmtpSink
beforeEach(async () => {
  sink = await startSmtpSink()
})
afterEach(() => sink.stop())

function send(to: string, more: object = {}) {
  const transport = createTransport({ host: sink.host, port: sink.port, secure: false, ignoreTLS: true, ...more })
  return transport.sendMail({
    envelope: { from: '', to },
    from: 'privacy@desk.example',
    to,
    subject: '查阅结果',
    text: 'your data',
  })
}

test('a letter with the null sender is kept as sent', async () => {
  await send('ada@example.org')
  const [letter] = await sink.waitFor(1)
  expect(letter).toMatchObject({ from: '', to: ['ada@example.org'], connection: 1 })
  expect((await letter?.parse())?.subject).toBe('查阅结果')
  expect(sink.lettersTo('ADA@example.org')).toHaveLength(1)
})

test.for([451, 550] as const)('an address refused with %i stays refused until it is lifted', async (code) => {
  sink.refuse('ada@example.org', code)
  await expect(send('ada@example.org')).rejects.toMatchObject({ responseCode: code })
  await send('bob@example.org')
  sink.refuse('ada@example.org', null)
  await send('ada@example.org')
  expect(sink.letters.map((letter) => letter.to[0])).toEqual(['bob@example.org', 'ada@example.org'])
})

test.for(['connect', 'mail', 'rcpt', 'data'] as const)('told to fail at %s, it answers 421 once', async (step) => {
  sink.failNext(step, 421)
  await expect(send('ada@example.org')).rejects.toMatchObject({ responseCode: 421 })
  await send('ada@example.org')
  expect(sink.letters).toHaveLength(1)
})

test('cut before the letter is taken, nothing is kept; cut after it, the sender does not know', async () => {
  sink.failNext('data', 'drop')
  await expect(send('ada@example.org')).rejects.toThrow()
  expect(sink.letters).toHaveLength(0)
  sink.failNext('accepted', 'drop')
  await expect(send('ada@example.org')).rejects.toThrow()
  expect(sink.letters).toHaveLength(1)
})

test('silence lasts until the client loses patience', async () => {
  sink.failNext('mail', 'hang')
  await expect(send('ada@example.org', { socketTimeout: 200 })).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  expect(sink.pendingFailures()).toBe(0)
})

test('stopped it refuses connections, started again it stands on the same port', async () => {
  await sink.stop()
  await expect(send('ada@example.org')).rejects.toMatchObject({ message: expect.stringContaining('ECONNREFUSED') })
  await sink.start()
  await send('ada@example.org')
  expect(sink.letters).toHaveLength(1)
})

test('with a login, a wrong password gets 535', async () => {
  const guarded = await startSmtpSink({ login: { user: 'desk', password: 'right' } })
  const attempt = (pass: string) =>
    createTransport({ host: guarded.host, port: guarded.port, ignoreTLS: true, auth: { user: 'desk', pass } }).sendMail(
      {
        from: 'privacy@desk.example',
        to: 'ada@example.org',
        text: 'x',
      },
    )
  await expect(attempt('wrong')).rejects.toMatchObject({ responseCode: 535, code: 'EAUTH' })
  await attempt('right')
  expect(guarded.letters[0]?.user).toBe('desk')
  await guarded.stop()
})
