// What an SMTP server says becomes one of the desk's errors, told apart by whose fault it is.

import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openTransport, type Transport, type WireLetter } from '../../../src/desk/outbox/transport.ts'
import { DeskError } from '../../../src/errors.ts'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts'

let sink: SmtpSink
let transport: Transport
beforeAll(async () => {
  sink = await startSmtpSink()
  transport = to(sink)
})
afterEach(() => sink.clear())
afterAll(async () => {
  transport.close()
  await sink.stop()
})

function to(server: { host: string; port: number }, over: { user?: string; password?: string } = {}): Transport {
  return openTransport({
    host: server.host,
    port: server.port,
    secure: false,
    connections: 2,
    tls: { rejectUnauthorized: true },
    ...over,
  })
}

const letter: WireLetter = {
  from: { name: '示例 Example', address: 'privacy@desk.example' },
  envelopeFrom: '',
  to: 'alice@example.org',
  replyTo: 'privacy+HB-7K3M2Q@desk.example',
  subject: '请确认 / Please confirm [HB-7K3M2Q]',
  messageId: '<one@desk.example>',
  autoSubmitted: 'auto-generated',
  text: '你好\n',
  html: '<p>你好</p>',
}

test('an accepted letter arrives as it was written', async () => {
  await transport.send(letter)
  const parsed = await sink.letters[0]?.parse()
  expect(parsed).toMatchObject({ subject: letter.subject, messageId: letter.messageId, text: '你好\n' })
  expect(sink.letters[0]?.from).toBe('')
})

test.each<['mail' | 'rcpt' | 'data' | 'connect', number, string, boolean]>([
  ['mail', 451, 'smtp_refused_for_now', true],
  ['rcpt', 450, 'smtp_refused_for_now', true],
  ['rcpt', 452, 'smtp_refused_for_now', true],
  ['data', 451, 'smtp_refused_for_now', true],
  ['mail', 550, 'smtp_refused', false],
  ['rcpt', 550, 'smtp_refused', false],
  ['data', 554, 'smtp_refused', false],
  ['connect', 421, 'smtp_unavailable', true],
])('%s answered with %i is %s', async (step, code, expected, retry) => {
  const fresh = to(sink)
  sink.failNext(step, code)
  await expect(fresh.send(letter)).rejects.toMatchObject({ code: expected, retry })
  fresh.close()
})

test('a connection cut after the letter was sent is a server that is away, heard or not', async () => {
  sink.failNext('data', 'drop')
  await expect(transport.send(letter)).rejects.toMatchObject({ code: 'smtp_unavailable', retry: true })
  sink.failNext('accepted', 'drop')
  await expect(transport.send(letter)).rejects.toMatchObject({ code: 'smtp_unavailable', retry: true })
  await transport.send(letter)
})

test('a server that is not there, and one that refuses the login', async () => {
  const nobody = to({ host: '127.0.0.1', port: 9 })
  await expect(nobody.send(letter)).rejects.toMatchObject({
    code: 'smtp_unavailable',
    message: expect.stringContaining('check smtp.host'),
  })
  await expect(nobody.verify()).rejects.toMatchObject({ code: 'smtp_unavailable' })
  nobody.close()
  const guarded = await startSmtpSink({ login: { user: 'desk', password: 'right' } })
  const wrong = to(guarded, { user: 'desk', password: 'wrong-password' })
  const refused = wrong.send(letter)
  await expect(refused).rejects.toMatchObject({
    code: 'smtp_login_refused',
    message: expect.stringContaining('check smtp.user'),
  })
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('wrong-password') })
  wrong.close()
  await guarded.stop()
})

test('a file that does not open while it is sent is no fault of the server', async () => {
  const broken = (async function* () {
    yield Buffer.from('the first piece')
    await Promise.resolve()
    throw new DeskError('record_unreadable', { retry: false })
  })()
  const lost = { ...letter, attachment: { name: 'my-data.zip', content: Readable.from(broken) } }
  await expect(transport.send(lost)).rejects.toMatchObject({ code: 'export_failed', retry: false })
  await transport.send(letter)
})

test('no message of these errors holds an address', async () => {
  for (const step of ['rcpt', 'data'] as const) {
    sink.failNext(step, 550)
    const error: unknown = await transport.send(letter).catch((caught: unknown) => caught)
    expect(error instanceof Error ? error.message : 'no error').not.toContain('alice')
  }
})
