// An operator's day with the real program: installed into a folder of its own, each thing it stands on broken in turn, what doctor,
// status, /readyz and the alerts say of it, a backup beside the running daemon, the loss of everything, and the restore. Nothing is lost
// or answered twice.

import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { habeas, writeSettings } from '../cli/habeas.ts'
import { privacyAddress, staffAddress } from '../support/desk.ts'
import { startDovecot } from '../support/dovecot.ts'
import { freePort } from '../support/free-port.ts'
import { rawMail } from '../support/raw-mail.ts'
import { startSmtpSink } from '../support/smtp-sink.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const alice = 'alice@example.org'
const copyPlease = { subject: 'My data', text: 'Please send me a copy of all my personal data.' }

test('installed, broken in turn, backed up, lost and restored', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-day-'))
  const [dovecot, sink, port] = [await startDovecot(), await startSmtpSink(), await freePort()]
  const current: { daemon: ChildProcess | null } = { daemon: null }
  onTestFinished(async () => {
    current.daemon?.kill('SIGKILL')
    await Promise.all([dovecot.stop(), sink.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  // the README's way
  const init = await habeas(['init', folder])
  expect(init.code).toBe(0)
  expect(existsSync(join(folder, 'habeas.yaml'))).toBe(true)
  const platform = join(folder, 'platform.db')
  createSamplePlatform(platform, { small: true })
  copyFileSync(sampleDataMapFile, join(folder, 'data-map.yaml'))
  const { host, user, password } = dovecot
  const settings = {
    organisation: {
      names: { zh: '示例平台', en: 'Example Platform' },
      privacyAddress,
      policyUrl: 'https://desk.example/privacy',
      staffAddress,
    },
    imap: { host, port: dovecot.port, secure: false, user, password, pollEverySeconds: 5 },
    smtp: { host: sink.host, port: sink.port, secure: false },
    platform: { url: 'file:./platform.db', dataMap: './data-map.yaml' },
    console: { listen: `127.0.0.1:${port}` },
    alerts: { diskFreeMB: 0 },
    // nobody listens there, all day
    tracing: { endpoint: 'http://127.0.0.1:1' },
  }
  const config = writeSettings(folder, settings)
  const run = async (...args: string[]) => await habeas([...args, '--config', config])
  const start = () => {
    const daemon = spawn(process.execPath, [main, 'run', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] })
    let log = ''
    current.daemon = daemon
    daemon.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
    return { log: () => log }
  }
  const stop = async (): Promise<number | null> => {
    const ended = new Promise<number | null>((done) => current.daemon?.once('exit', (code) => done(code)))
    current.daemon?.kill('SIGTERM')
    return await ended
  }
  const ready = async (): Promise<Record<string, boolean>> => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer === null) return {}
    const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean }> }
    return Object.fromEntries(Object.entries(checks).map(([name, { ok }]) => [name, ok]))
  }
  const until = async (holds: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + 60_000; !(await holds()); await pause(100)) {
      if (Date.now() > end) throw new Error(`did not come true: ${JSON.stringify(await ready())}`)
    }
  }
  const isWell = async () => {
    const checks = Object.values(await ready())
    return checks.length > 0 && checks.every((ok) => ok)
  }
  const write = async (from: string) => await dovecot.append(rawMail({ from, ...copyPlease }))
  const answered = async (to: string) => await until(() => sink.lettersTo(to).length > 0)

  let running = start()
  await until(isWell)
  await write(alice)
  await answered(alice)

  // thresholds are taken over while it runs, wrong ones are not
  const reload = (alerts: Record<string, number>) => {
    writeSettings(folder, { ...settings, alerts })
    current.daemon?.kill('SIGHUP')
  }
  reload({ diskFreeMB: 10_000_000 })
  await until(async () => (await ready()).disk === false)
  reload({ diskFreeMB: -1 })
  await until(() => running.log().includes('new settings not taken over'))
  expect((await ready()).disk).toBe(false)
  writeSettings(folder, { ...settings, alerts: { diskFreeMB: 10_000_000 } })

  // disk, SMTP, mailbox and data map are broken one after the other; the desk says which
  await sink.stop()
  await write('stranger@nowhere.example')
  await until(async () => (await ready()).smtp === false)
  await dovecot.kill()
  await until(async () => (await ready()).mailbox === false)
  alter(platform, 'ALTER TABLE users ADD COLUMN telephone text')
  await until(async () => (await ready()).map === false)
  const broken = await run('doctor')
  expect(broken.code).toBe(1)
  for (const check of ['SMTP', 'mailbox', 'platform'])
    expect(broken.out).toMatch(new RegExp(`^problem +${check} .+`, 'm'))
  expect(broken.out).toContain('telephone')
  expect(broken.out).toMatch(/^warning +data folder +only \d+ MB are free .*: free some space$/m)
  expect(broken.out).toMatch(/^warning +traces +no collector answers/m)
  // a reload looks at once, where the schedule would within a minute
  current.daemon?.kill('SIGHUP')
  const told = ['disk_nearly_full', 'map_drifted']
  await until(() => told.every((condition) => running.log().includes(`"condition":"${condition}"`)))
  expect(running.log()).toContain('the operator cannot be told by mail: letters wait')
  expect(await ready()).toMatchObject({ alerts: false, database: true, erasing: true })
  expect((await run('status')).out).toMatch(
    /^alerts +2 +disk nearly full, map drifted: habeas doctor says what to do$/m,
  )

  // mended: what waited leaves, once
  reload({ diskFreeMB: 0 })
  await until(async () => (await ready()).disk === true)
  alter(platform, 'ALTER TABLE users DROP COLUMN telephone')
  await Promise.all([sink.start(), dovecot.start()])
  expect(await stop()).toBe(0)
  running = start()
  await answered('stranger@nowhere.example')
  await until(isWell)
  const notes = async () =>
    await Promise.all(sink.lettersTo(staffAddress).map(async (letter) => (await letter.parse()).text ?? ''))
  for (const words of ['are free for the data folder', 'does not fit the platform'])
    await until(async () => (await notes()).filter((text) => text.replace(/\s+/g, ' ').includes(words)).length === 1)

  // a backup beside the daemon, then more work, then all is lost
  const backup = await run('backup', join(folder, 'backups'), '--keep', '3')
  expect(backup.out).toContain('The key is not in it')
  await write('after-the-backup@nowhere.example')
  await answered('after-the-backup@nowhere.example')
  await until(async () => (await dovecot.list()).every((mail) => mail.flags.includes('\\Seen')))
  expect(await stop()).toBe(0)
  // all but the key, which the operator keeps elsewhere
  const data = join(folder, 'data')
  copyFileSync(join(data, 'desk.key'), join(folder, 'kept.key'))
  rmSync(data, { recursive: true })
  mkdirSync(data, { mode: 0o700 })
  copyFileSync(join(folder, 'kept.key'), join(data, 'desk.key'))
  await write('late@nowhere.example')
  const [name = ''] = readdirSync(join(folder, 'backups'))
  const restored = await run('restore', join(folder, 'backups', name), '--yes')
  expect(restored.code).toBe(0)
  start()
  await answered('late@nowhere.example')
  await until(isWell)
  // the alerts of the broken hours stand beside it
  await until(async () => (await notes()).some((text) => text.includes('1 mails taken in')))
  for (const to of [alice, 'stranger@nowhere.example', 'after-the-backup@nowhere.example', 'late@nowhere.example'])
    expect(sink.lettersTo(to), to).toHaveLength(1)
  expect(await stop()).toBe(0)
})

function alter(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  try {
    db.exec(sql)
  } finally {
    db.close()
  }
}
