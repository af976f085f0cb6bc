// The breaking proxies themselves, before real servers: what the other side did and what the caller knows of it.
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Dovecot, dovecotAvailable, startDovecot } from './dovecot.ts'
import { createFaults } from './faults.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'

test('the calls are counted in order and the ordered one fails once', () => {
  const faults = createFaults()
  faults.failAt(2, 'cut_after')
  expect(['one', 'two', 'three'].map((what) => faults.meet(what))).toEqual([null, 'cut_after', null])
  expect(faults).toMatchObject({ calls: expect.any(Function) })
  expect(faults.log()).toEqual(['one', 'two', 'three'])
  expect(faults.struck()).toBe(false)
  faults.failFrom(2)
  expect(['one', 'two', 'three'].map((what) => faults.meet(what))).toEqual([null, 'cut_before', 'cut_before'])
})

describe('before an SMTP server', () => {
  let sink: SmtpSink
  let proxy: FaultyProxy
  beforeEach(async () => {
    sink = await startSmtpSink()
    proxy = await startFaultyProxy({ protocol: 'smtp', port: sink.port })
  })
  afterEach(async () => {
    await proxy.stop()
    await sink.stop()
  })

  function send() {
    const timeouts = { greetingTimeout: 400, socketTimeout: 400 }
    return createTransport({ host: proxy.host, port: proxy.port, ignoreTLS: true, ...timeouts }).sendMail({
      from: 'privacy@desk.example',
      to: 'ada@example.org',
      text: 'a line\n.\n..\nthe last line',
    })
  }

  test('a letter is six calls, whatever stands in it', async () => {
    await send()
    const expected = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'end of letter']
    expect(proxy.faults.log().slice(0, 6)).toEqual(expected.map((call) => `smtp ${call}`))
    expect((await sink.letters[0]?.parse())?.text).toContain('.\n..\nthe last line')
  })

  test('whichever call is cut before it arrives, the letter is not taken', async () => {
    for (let n = 1; n <= 6; n += 1) {
      proxy.failAt(n, 'cut_before')
      await expect(send(), `call ${n}`).rejects.toThrow()
      expect(proxy.faults.struck()).toBe(true)
    }
    expect(sink.letters).toHaveLength(0)
  })

  test('the answer to the whole letter lost, it is taken and the sender does not know', async () => {
    let killed = false
    proxy.failAt(6, 'cut_after', () => {
      killed = true
    })
    await expect(send()).rejects.toThrow()
    expect(sink.letters).toHaveLength(1)
    expect(killed).toBe(true)
  })

  test('a swallowed call ends in the time-out of the sender', async () => {
    proxy.failAt(3, 'hang')
    await expect(send()).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })
})

describe.skipIf(!dovecotAvailable())('before an IMAP server', () => {
  let dovecot: Dovecot
  let proxy: FaultyProxy
  beforeAll(async () => {
    dovecot = await startDovecot({ folders: ['Handled'] })
    await dovecot.append('From: ada@example.org\nSubject: one\n\nHello\n')
    proxy = await startFaultyProxy({ protocol: 'imap', port: dovecot.port })
  })
  afterAll(async () => {
    await proxy.stop()
    await dovecot.stop()
  })

  async function story() {
    const auth = { user: dovecot.user, pass: dovecot.password }
    const client = new ImapFlow({ host: proxy.host, port: proxy.port, secure: false, auth, logger: false })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.mailboxOpen('INBOX')
      await client.append('Handled', 'Subject: kept\r\n\r\nx {3}\r\n')
      await client.messageFlagsAdd('1', ['$Seen'])
      await client.logout()
    } finally {
      client.close()
    }
  }

  test('commands count, literals do not, and each of them can fail', { timeout: 30_000 }, async () => {
    proxy.faults.reset()
    await story()
    const all = proxy.faults.log()
    expect(all[0]).toBe('imap connect')
    expect(all).toEqual(expect.arrayContaining(['imap SELECT', 'imap APPEND', 'imap STORE']))
    for (let n = 1; n <= all.length; n += 1) {
      for (const how of ['cut_before', 'cut_after'] as const) {
        proxy.failAt(n, how)
        await story().catch(() => undefined)
        expect(proxy.faults.struck(), `${how} ${all[n - 1]}`).toBe(true)
      }
    }
  })

  test('the answer to an APPEND lost, the mail is there', async () => {
    proxy.faults.reset()
    await story()
    const n = proxy.faults.log().indexOf('imap APPEND') + 1
    const before = (await dovecot.list('Handled')).length
    proxy.failAt(n, 'cut_before')
    await expect(story()).rejects.toThrow()
    expect(await dovecot.list('Handled')).toHaveLength(before)
    proxy.failAt(n, 'cut_after')
    await expect(story()).rejects.toThrow()
    expect(await dovecot.list('Handled')).toHaveLength(before + 1)
  })
})
