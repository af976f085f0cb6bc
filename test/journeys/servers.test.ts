// Servers that fail in the middle of a story: nothing is lost, nothing is done twice, and it goes on by itself.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { rerunMail } from '../../src/desk/rerun-mail.ts'
import { staffAddress, stories, type TestDesk } from '../support/desk.ts'
import { startSmtpSink } from '../support/smtp-sink.ts'

const alice = 'alice@example.org'
const servers = stories()
const { desk: open } = servers
const minute = 60_000

const copy = { from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }
const deletion = {
  from: alice,
  subject: 'Delete my account',
  text: 'Please delete my account and all my personal data.',
}
const accounts = (desk: TestDesk) => desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'").length

afterEach(async () => {
  await servers.dovecot.start()
  await servers.sink.start()
})

const lettersOf = async (desk: TestDesk) => await desk.app.parts.db.outboxLetter.findMany({ orderBy: { id: 'asc' } })

test('the mail server dies and comes back: the mail is taken in once', async () => {
  const desk = await open()
  await desk.deliver(copy)
  await servers.dovecot.kill()
  await expect(desk.round()).rejects.toMatchObject({ code: 'imap_unavailable' })
  await servers.dovecot.start()
  await desk.round()
  await desk.round()
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('a refused mailbox login says so and what to look at, without the password', async () => {
  const refused = open({ settings: { imap: { password: 'not the password' } } })
  await expect(refused).rejects.toMatchObject({
    code: 'imap_login_refused',
    message: expect.stringContaining('check imap.user and imap.password'),
  })
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('not the password') })
})

test('a folder that does not exist says so', async () => {
  await expect(open({ settings: { imap: { folder: 'Nowhere' } } })).rejects.toMatchObject({
    code: 'imap_protocol',
    message: expect.stringContaining('Nowhere'),
  })
})

test('letters wait while the SMTP server is away, and leave later with the Message-ID they always had', async () => {
  const desk = await open()
  await servers.sink.stop()
  await desk.send(copy)
  const [waiting] = await lettersOf(desk)
  expect(waiting).toMatchObject({ state: 'queued', error: 'smtp_unavailable' })
  desk.clock.forward(10 * minute)
  await desk.round()
  await servers.sink.start()
  desk.clock.forward(20 * minute)
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(1)
  expect((await desk.lettersTo(alice)[0]?.parse())?.messageId).toBe(waiting?.messageId)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a letter refused for now is tried again after a pause, and not before', async () => {
  const desk = await open()
  desk.sink.failNext('data', 451)
  await desk.send(copy)
  expect(await lettersOf(desk)).toEqual([
    expect.objectContaining({ state: 'queued', error: 'smtp_refused_for_now 451' }),
  ])
  expect(desk.lettersTo(alice)).toHaveLength(0)
  desk.clock.forward(minute)
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('a letter whose acceptance was never heard goes once more, under the same Message-ID', async () => {
  const desk = await open()
  desk.sink.failNext('accepted', 'drop')
  await desk.send(copy)
  desk.clock.forward(minute)
  await desk.round()
  desk.clock.forward(60 * minute)
  await desk.round()
  const ids = await Promise.all(desk.lettersTo(alice).map(async (letter) => (await letter.parse()).messageId))
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})

test('a letter refused for good is given up with a note to staff; the note itself causes none', async () => {
  const desk = await open()
  desk.sink.refuse(alice, 550)
  await desk.send(copy)
  expect((await lettersOf(desk))[0]).toMatchObject({ state: 'given_up', error: 'smtp_refused 550', secret: null })
  expect(await desk.subjectsTo(staffAddress)).toEqual([expect.stringContaining('[staff]')])
  desk.sink.refuse(staffAddress, 550)
  await desk.send({
    from: alice,
    subject: 'Question',
    text: 'How long do you keep access logs, and where is your data stored?',
  })
  for (let n = 0; n < 3; n++) {
    desk.clock.forward(60 * minute)
    await desk.round()
  }
  expect((await lettersOf(desk)).filter((letter) => letter.template === 'staff-note')).toHaveLength(3)
})

test('a letter that is refused for now for three days is given up', async () => {
  const desk = await open()
  desk.sink.refuse(alice, 450)
  await desk.send(copy)
  desk.clock.forward(71 * 60 * minute)
  await desk.round()
  expect((await lettersOf(desk))[0]).toMatchObject({ state: 'queued' })
  desk.clock.forward(2 * 60 * minute)
  await desk.round()
  expect((await lettersOf(desk))[0]).toMatchObject({ state: 'given_up' })
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
})

test('one recipient who is refused does not hold up the others', async () => {
  const desk = await open()
  desk.sink.refuse(alice, 450)
  await desk.deliver(copy)
  await desk.deliver({ ...copy, from: 'xiaoming@example.com' })
  await desk.round()
  expect(desk.lettersTo('xiaoming@example.com')).toHaveLength(1)
})

test('a refused SMTP login keeps the letters, and they leave once it is right again', async () => {
  const guarded = await startSmtpSink({ login: { user: 'desk', password: 'right' } })
  const desk = await open({ settings: { smtp: { port: guarded.port, user: 'desk', password: 'wrong' } } })
  await desk.send(copy)
  expect(await lettersOf(desk)).toEqual([expect.objectContaining({ state: 'queued', error: 'smtp_login_refused 535' })])
  expect((await desk.app.readiness()).checks.smtp).toEqual({ ok: false, detail: 'smtp_login_refused' })
  desk.settings.smtp.password = 'right'
  await desk.restart()
  await desk.round()
  expect(guarded.lettersTo(alice)).toHaveLength(1)
  await guarded.stop()
})

test('while the platform is locked a verified request waits, and is carried out once afterwards', async () => {
  const desk = await open()
  await desk.send(deletion)
  const lock = new DatabaseSync(join(desk.folder, 'platform.db'))
  lock.exec('BEGIN IMMEDIATE')
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['in_progress'])
  expect(accounts(desk)).toBe(1)
  lock.exec('ROLLBACK')
  lock.close()
  desk.clock.forward(minute)
  await desk.round()
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(accounts(desk)).toBe(0)
  expect((await desk.subjectsTo(alice)).filter((subject) => subject.startsWith('Done'))).toHaveLength(1)
})

test('a platform whose table is gone: the mail is set down as failed with a note to staff, and run again is answered', async () => {
  const desk = await open({ settings: { limits: { mailAttempts: 2 } } })
  desk.write('ALTER TABLE users RENAME TO users_away')
  await desk.send(copy)
  desk.clock.forward(10 * minute)
  await desk.round()
  expect(await desk.mails()).toEqual([expect.objectContaining({ state: 'failed', error: 'platform_schema_mismatch' })])
  const [, id = ''] = /habeas mails rerun ([0-9a-f-]{36})/.exec((await desk.lastTo(staffAddress)).words) ?? []
  desk.write('ALTER TABLE users_away RENAME TO users')
  expect(await rerunMail(desk.app.parts, id, 'wei')).toEqual({ outcome: 'queued' })
  await desk.round()
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('an account that changed its address after the code was sent is not touched on the word of the old one', async () => {
  const desk = await open()
  await desk.send(deletion)
  desk.write("UPDATE users SET email = 'someone.else@example.org' WHERE email = 'alice@example.org'")
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['held'])
  expect(desk.rows("SELECT id FROM users WHERE email = 'someone.else@example.org'")).toHaveLength(1)
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
  expect(desk.lettersTo('someone.else@example.org')).toEqual([])
})

test('a restart between question and answer loses nothing: the code still counts', async () => {
  const desk = await open()
  await desk.send(copy)
  await desk.restart()
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a second desk on the same data folder is refused', async () => {
  const desk = await open()
  const { createApp } = await import('../../src/app.ts')
  await expect(createApp(desk.settings, {})).rejects.toMatchObject({ code: 'already_running' })
})
