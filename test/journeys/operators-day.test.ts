// An operator's day with the real program: installed into a folder of its own, each thing it stands on broken in turn, what doctor and
// /readyz say of it, a backup beside the running daemon, the loss of everything, and the restore. Nothing is lost or answered twice.

import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
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
  const config = writeSettings(folder, {
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
  })
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

  // SMTP, mailbox and data map break one after the other; the desk says which
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
  current.daemon?.kill('SIGHUP')
  await until(() => running.log().includes('settings taken over'))

  // mended: what waited leaves, once
  alter(platform, 'ALTER TABLE users DROP COLUMN telephone')
  await Promise.all([sink.start(), dovecot.start()])
  expect(await stop()).toBe(0)
  running = start()
  await answered('stranger@nowhere.example')
  await until(isWell)

  // a backup beside the daemon, then more work, then all is lost
  const backup = await run('backup', join(folder, 'backups'), '--keep', '3')
  expect(backup.out).toContain('The key is not in it')
  await write('after-the-backup@nowhere.example')
  await answered('after-the-backup@nowhere.example')
  await until(async () => (await dovecot.list()).every((mail) => mail.flags.includes('\\Seen')))
  expect(await stop()).toBe(0)
  for (const name of ['habeas.db', 'habeas.db-wal', 'habeas.db-shm', 'mails', 'exports', 'hash.key'])
    rmSync(join(folder, 'data', name), { recursive: true, force: true })
  await write('late@nowhere.example')
  const [name = ''] = readdirSync(join(folder, 'backups'))
  const restored = await run('restore', join(folder, 'backups', name), '--yes')
  expect(restored.code).toBe(0)
  start()
  await answered('late@nowhere.example')
  await until(isWell)
  // the alerts of the broken hours may stand beside it
  const notes = async () =>
    await Promise.all(sink.lettersTo(staffAddress).map(async (letter) => (await letter.parse()).text ?? ''))
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
