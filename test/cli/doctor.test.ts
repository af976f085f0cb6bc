// habeas doctor and habeas status: how the desk stands, beside one that is running.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { stories, type TestDesk, testClock } from '../support/desk.ts'
import { habeas, main, performed, type Ran, settingsFile } from './habeas.ts'

const { desk: open } = stories()

let desk: TestDesk
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  // commands read the machine's clock
  desk = await open({ clock: testClock(new Date()) })
  const config = settingsFile(desk)
  run = async (...args) => await performed([...args, '--config', config])
})

test('status tells what waits, what is due and when the mailbox was read last', async () => {
  await desk.send({
    from: 'alice@example.org',
    subject: '投诉',
    text: '我要投诉你们泄露了我的个人信息，要求给出说法。',
  })
  const status = JSON.parse((await run('status', '--json')).out)
  expect(status).toMatchObject({
    polling: true,
    waiting: { mails: 0, letters: 0 },
    open: { requests: 1, held: 1, overdue: 0 },
    failures: { mailsFailed: 0, lettersGivenUp: 0 },
  })
  expect(status.lastSentAt).not.toBeNull()
  const { out } = await run('status')
  expect(out).toMatch(/for staff +1 +habeas requests list --held/)
  expect(out).toMatch(/requests open +1 +1 held; the oldest/)
})

test('status --watch on a terminal shows the desk as it changes, until q or Ctrl-C', { timeout: 120_000 }, async () => {
  const config = settingsFile(desk)
  // script gives the command a terminal of its own
  const command = `${process.execPath} ${main} status --watch 1 --config ${config}`
  const watched = ['q', '\u0003'].map((key) => {
    const child = spawn('script', ['-qfec', command, '/dev/null'])
    onTestFinished(() => void child.kill('SIGKILL'))
    let shown = ''
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString()
    })
    const ended = new Promise((done) => child.on('close', done))
    return { pages: () => shown.split('\u001b[H\u001b[J').slice(1), press: () => child.stdin.write(key), ended }
  })
  const until = async (holds: (page: string) => boolean) =>
    await vi.waitFor(() => expect(watched.every(({ pages }) => pages().some(holds))).toBe(true), 60_000)
  await until((page) => /requests open +0/.test(page))
  await desk.send({ from: 'alice@example.org', subject: '投诉', text: '我要投诉你们泄露了我的个人信息。' })
  await until((page) => /requests open +1 +1 held/.test(page))
  for (const { press, ended } of watched) {
    press()
    expect(await ended).toBe(0)
  }
})

test('the doctor finds a sound desk sound', async () => {
  const ran = await habeas(['doctor', '--config', settingsFile(desk)])
  expect(ran.out).not.toMatch(/^problem/m)
  expect(ran.code).toBe(0)
  for (const check of [
    'settings',
    'data folder',
    'desk key',
    'trail',
    'reachable',
    'clock',
    'holidays',
    'letters',
    'senders',
    'staff',
    'database',
    'platform',
    'mailbox',
    'SMTP',
    'port',
  ]) {
    expect(ran.out).toMatch(new RegExp(`^ok +${check} `, 'm'))
  }
})

test('the doctor goes on after a failure and says of each what to do', async () => {
  const { imap, smtp, platform } = desk.settings
  const config = settingsFile(desk, {
    imap: { ...imap, password: 'battery staple', tls: { rejectUnauthorized: false } },
    smtp: { ...smtp, host: '127.0.0.2', port: 1 },
    platform: { ...platform, url: `file:${join(desk.folder, 'gone.db')}` },
    verification: { ...desk.settings.verification, trustedServers: [] },
    tracing: { endpoint: 'http://127.0.0.2:1' },
  })
  writeFileSync(join(desk.folder, 'data', 'desk.key'), readFileSync(join(desk.folder, 'data', 'desk.key')), {
    mode: 0o644,
  })
  const ran = await performed(['doctor', '--config', config, '--json'])
  expect(ran.code).toBe(1)
  const found = JSON.parse(ran.out).map(({ check, level }: { check: string; level: string }) => `${level} ${check}`)
  for (const line of [
    'ok data folder',
    'warning senders',
    'problem platform',
    'problem mailbox',
    'warning mailbox TLS',
    'problem SMTP',
    'warning traces',
    'ok letters',
  ]) {
    expect(found).toContain(line)
  }
  expect(ran.out).toContain('check imap.user and imap.password')
  expect(ran.out).toContain('check platform.url')
  expect(ran.out).not.toContain('battery staple')
})

test('the doctor makes nothing where a desk never ran', async () => {
  const { imap } = desk.settings
  const ran = await performed([
    'doctor',
    '--config',
    settingsFile(desk, {
      imap: { ...imap, moveTo: 'Handled' },
      dataFolder: join(desk.folder, 'elsewhere'),
      database: { url: `file:${join(desk.folder, 'elsewhere', 'habeas.db')}` },
    }),
  ])
  expect(ran.out).toMatch(/ok +data folder .* is made at the first start/)
  expect(ran.out).toMatch(/warning +mailbox .*the folder Handled of imap.moveTo/)
  expect(await desk.dovecot.folders()).not.toContain('Handled')
  expect(() => statSync(join(desk.folder, 'elsewhere'))).toThrow('ENOENT')
})

test('the doctor tells a broken trail, a key that others can read, and a key that is another or gone', async () => {
  await desk.send({ from: 'alice@example.org', subject: 'Data', text: 'Please send me a copy of all my data.' })
  const { db } = desk.app.parts
  await db.$executeRawUnsafe('DROP TRIGGER "Event_not_changed"')
  await db.$executeRawUnsafe('UPDATE "Event" SET "type" = \'fulfilled\' WHERE "id" = 2')
  const key = join(desk.folder, 'data', 'desk.key')
  chmodSync(key, 0o640)
  const first = await run('doctor')
  expect(first.out).toMatch(/^problem +trail +The trail is broken at entry 2: it is not as the desk wrote it/m)
  expect(first.out).toMatch(/^warning +desk key +the group can read/m)
  expect(await run('audit', 'verify')).toMatchObject({ code: 1, out: expect.stringContaining('broken at entry 2') })
  const right = readFileSync(key)
  writeFileSync(key, `${'ab'.repeat(32)}\n`)
  expect((await run('doctor')).out).toMatch(
    /^problem +desk key +This was encrypted with the key [0-9a-f]{8}, which is not at/m,
  )
  rmSync(key)
  const gone = await run('doctor')
  expect(gone.out).toMatch(
    /^problem +desk key .*desk\.key is gone: nothing that the desk keeps can be read without it/m,
  )
  // and no command makes another in its place
  expect((await run('status')).code).toBe(1)
  expect(existsSync(key)).toBe(false)
  writeFileSync(key, right)
})

test('the doctor warns of a port that other machines reach', async () => {
  const config = settingsFile(desk, { console: { listen: '0.0.0.0:0' } })
  const ran = await performed(['doctor', '--config', config])
  expect(ran.out).toMatch(/^warning +reachable +0\.0\.0\.0:0 can be reached from other machines/m)
})
