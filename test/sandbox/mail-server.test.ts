import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { type MailServer, startMailServer } from '../../src/sandbox/mail-server.ts'

const privacyAddress = 'privacy@desk.example'
let server: MailServer
const stops: (() => Promise<void> | void)[] = []

async function start(): Promise<MailServer> {
  server = await startMailServer({ privacyAddress, password: 'secret', clock: systemClock })
  stops.push(() => server.stop())
  return server
}

async function mailbox(): Promise<ImapFlow> {
  const { host, port, user, password: pass } = server.imap
  const client = new ImapFlow({ host, port, secure: false, auth: { user, pass }, logger: false })
  await client.connect()
  stops.push(() => client.close())
  return client
}

function send(mail: { from: string; to: string; raw?: string; envelopeFrom?: string; subject?: string }) {
  const transport = createTransport({ ...server.smtp, secure: false, ignoreTLS: true })
  const { from, to, envelopeFrom = from, subject = '查阅' } = mail
  return transport.sendMail({
    envelope: { from: envelopeFrom, to },
    ...(mail.raw ? { raw: mail.raw } : { from, to, subject, text: '我想查阅我的数据。' }),
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(condition()).toBe(true)
}

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

test('a mail sent over SMTP to the privacy address reaches the mailbox while a client waits in IDLE', async () => {
  await start()
  const client = await mailbox()
  await client.mailboxOpen('INBOX')
  const seen: number[] = []
  client.on('exists', ({ count }) => seen.push(count))
  const idling = client.idle()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await send({ from: 'xiaoming@example.com', to: 'privacy+HB-7K3M2Q@desk.example' })
  await until(() => seen.includes(1))
  const mail = await client.fetchOne('*', { source: true, internalDate: true, uid: true })
  await idling
  const source = String((mail || undefined)?.source)
  expect(source).toContain('Delivered-To: privacy+HB-7K3M2Q@desk.example')
  expect(source).toContain('dmarc=pass header.from=example.com')
  expect(mail && Math.abs(Date.now() - new Date(mail.internalDate ?? 0).getTime())).toBeLessThan(5000)
})

test('a mail put straight into the mailbox keeps every byte, and can be flagged and moved', async () => {
  await start()
  const raw = Buffer.concat([
    Buffer.from('From: a@b.example\r\nSubject: x\r\n\r\n'),
    Buffer.from([0xd6, 0xd0, 0xff, 0x0d, 0x0a]),
  ])
  await server.deliver(raw)
  const client = await mailbox()
  await client.mailboxOpen('INBOX')
  const mail = await client.fetchOne('1', { source: true, uid: true })
  expect((mail || undefined)?.source?.equals(raw)).toBe(true)
  await client.messageFlagsAdd('1', ['\\Seen'])
  await client.mailboxCreate('Handled')
  await client.messageMove('1', 'Handled')
  expect(server.mailsInBox()).toHaveLength(0)
})

test('a forged author fails DMARC, and a forged Authentication-Results of this server is cut out', async () => {
  await start()
  const raw = [
    `Authentication-Results: ${server.authservId};`,
    ' dmarc=pass header.from=example.org',
    'From: Alice <alice@example.org>',
    'Subject: my data',
    '',
    'send it',
  ].join('\r\n')
  await send({ from: 'alice@example.org', envelopeFrom: 'mallory@elsewhere.example', to: privacyAddress, raw })
  const source = server.mailsInBox()[0]?.toString() ?? ''
  expect(source).toContain('dmarc=fail header.from=example.org')
  expect(source).not.toContain('dmarc=pass')
})

test('a letter to somebody else stays in that mailbox, with its bodies and attachments', async () => {
  await start()
  const heard: string[] = []
  server.onLetter((letter) => heard.push(letter.subject))
  const transport = createTransport({ ...server.smtp, secure: false, ignoreTLS: true })
  await transport.sendMail({
    envelope: { from: '', to: 'Alice@example.org' },
    from: privacyAddress,
    to: 'alice@example.org',
    replyTo: 'privacy+HB-7K3M2Q@desk.example',
    subject: '结果 [HB-7K3M2Q]',
    text: '见附件',
    html: '<p>见附件</p>',
    attachments: [{ filename: '导出.zip', content: Buffer.from([1, 2, 255]) }],
  })
  const [letter] = server.lettersTo('alice@EXAMPLE.org')
  expect(letter).toMatchObject({ subject: '结果 [HB-7K3M2Q]', html: '<p>见附件</p>', envelopeFrom: '' })
  expect(letter?.replyTo).toBe('privacy+HB-7K3M2Q@desk.example')
  expect(letter?.attachments[0]).toMatchObject({ name: '导出.zip', content: Buffer.from([1, 2, 255]) })
  expect(server.lettersTo('bob@example.org')).toEqual([])
  expect(server.mailsInBox()).toEqual([])
  expect(heard).toEqual(['结果 [HB-7K3M2Q]'])
})

test('difficult addresses refuse, ask to wait once, return or answer the letter', async () => {
  await start()
  const desk = { from: privacyAddress, envelopeFrom: '' }
  await expect(send({ ...desk, to: 'gone@outside.example' })).rejects.toMatchObject({ responseCode: 550 })
  await expect(send({ ...desk, to: 'slow@outside.example' })).rejects.toMatchObject({ responseCode: 451 })
  await send({ ...desk, to: 'slow@outside.example' })
  expect(server.lettersTo('slow@outside.example')).toHaveLength(1)
  await send({ ...desk, to: 'full@outside.example' })
  await send({ ...desk, to: 'away@outside.example' })
  const [bounce, notice] = server.mailsInBox().map((mail) => mail.toString())
  expect(bounce).toContain('Return-Path: <>')
  expect(bounce).toContain('report-type=delivery-status')
  expect(notice).toContain('Auto-Submitted: auto-replied')
})

test('a wrong password is refused by the mailbox', async () => {
  await start()
  const { host, port, user } = server.imap
  const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: 'wrong' }, logger: false })
  await expect(client.connect()).rejects.toThrow()
})
