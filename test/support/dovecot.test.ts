// The IMAP server of the tests itself: what it promises to journeys, faults and benches.
import { setTimeout as pause } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, dovecotAvailable, startDovecot } from './dovecot.ts'

const mail = (subject: string) => `From: ada@example.org\nTo: privacy@desk.example\nSubject: ${subject}\n\nHello\n`

describe.skipIf(!dovecotAvailable())('Dovecot for tests', () => {
  let dovecot: Dovecot

  beforeAll(async () => {
    dovecot = await startDovecot({ folders: ['Handled'] })
  })
  afterAll(() => dovecot.stop())

  test('mails stand in the mailbox in the order they were put in, with date and flags', async () => {
    const internalDate = new Date('2026-11-01T08:00:00Z')
    await dovecot.append([mail('one'), mail('two')])
    await dovecot.append(mail('three'), { flags: ['\\Seen', '\\Answered'], internalDate })
    const mails = await dovecot.list()
    expect(mails.map((one) => /Subject: (\w+)/.exec(one.source.toString())?.[1])).toEqual(['one', 'two', 'three'])
    expect(mails[2]).toMatchObject({ flags: expect.arrayContaining(['\\Answered', '\\Seen']), internalDate })
    expect(mails[0]?.source.toString()).toContain('\r\n\r\nHello\r\n')
    expect(await dovecot.folders()).toEqual(expect.arrayContaining(['INBOX', 'Handled']))
  })

  test('IDLE hears of a new mail', async () => {
    const auth = { user: dovecot.user, pass: dovecot.password }
    const client = new ImapFlow({ host: dovecot.host, port: dovecot.port, secure: false, auth, logger: false })
    await client.connect()
    await client.mailboxOpen('INBOX')
    const heard = new Promise<number>((resolve) => client.on('exists', (event) => resolve(event.count)))
    const idle = client.idle()
    await pause(200)
    const before = (await dovecot.list()).length
    await dovecot.append(mail('pushed'))
    expect(await heard).toBe(before + 1)
    await client.logout()
    await idle
  })

  test('a wrong password is refused', async () => {
    const auth = { user: dovecot.user, pass: 'wrong' }
    const client = new ImapFlow({ host: dovecot.host, port: dovecot.port, secure: false, auth, logger: false })
    await expect(client.connect()).rejects.toMatchObject({ authenticationFailed: true })
  })

  test('a new UIDVALIDITY keeps the mails', async () => {
    const before = { validity: await dovecot.uidValidity(), mails: (await dovecot.list()).length }
    await dovecot.bumpUidValidity()
    expect(await dovecot.uidValidity()).not.toBe(before.validity)
    expect(await dovecot.list()).toHaveLength(before.mails)
  })

  test('killed and started again it has every mail, on the same port', async () => {
    const before = await dovecot.list()
    await dovecot.kill()
    await expect(dovecot.list()).rejects.toThrow()
    await dovecot.start()
    expect(await dovecot.list()).toHaveLength(before.length)
  })
})
