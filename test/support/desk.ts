// A whole desk for journeys: real Dovecot, real SMTP receiver, the sample platform in SQLite, the desk's own code. Only the clock
// is replaced. `round()` does what `habeas once` does; a failing test leaves its folder behind and prints where.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFailed } from 'vitest'
import { stringify } from 'yaml'
import { type App, type AppOptions, createApp } from '../../src/app.ts'
import { checkSettings, type Settings } from '../../src/config.ts'
import { createLog } from '../../src/lib/log.ts'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'
import { type RawMail, rawMail } from './raw-mail.ts'
import { type SmtpSink, type SunkLetter, startSmtpSink } from './smtp-sink.ts'

export const privacyAddress = 'privacy@desk.example'
export const staffAddress = 'staff@desk.example'
export const trustedServer = 'mx.desk.example'

/** A clock that stands still until it is told to move. */
export interface TestClock {
  now(): Date
  set(time: string | Date): void
  forward(ms: number): void
}

export function testClock(start = new Date()): TestClock {
  let time = start.getTime()
  return {
    now: () => new Date(time),
    set: (to) => {
      time = new Date(to).getTime()
    },
    forward: (ms) => {
      time += ms
    },
  }
}

export interface TestDesk {
  folder: string
  dovecot: Dovecot
  sink: SmtpSink
  clock: TestClock
  settings: Settings
  app: App
  /** puts a mail into the privacy mailbox */
  deliver(mail: RawMail | string | Buffer): Promise<void>
  /** one round of `habeas once` */
  round(): ReturnType<App['once']>
  /** delivers and works */
  send(mail: RawMail | string | Buffer): Promise<void>
  lettersTo(address: string): SunkLetter[]
  /** the newest letter to an address, with its text */
  lastTo(address: string): Promise<{ subject: string; text: string; html: string; letter: SunkLetter }>
  /** the code in the newest letter to an address */
  codeFor(address: string): Promise<string>
  /** rows of the platform's database */
  rows(sql: string, ...values: (string | number)[]): Record<string, unknown>[]
  requests(): Promise<{ reference: string; state: string; stateReason: string | null; topic: string }[]>
  /** ends the app and starts it again on the same data, as after a restart */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface TestDeskOptions {
  clock?: TestClock
  /** laid over the settings */
  settings?: Record<string, unknown>
  app?: AppOptions
  dovecot?: Dovecot
  sink?: SmtpSink
}

export async function startDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-desk-'))
  let failed = false
  onTestFailed(() => {
    failed = true
    console.log(`what this test left behind: ${folder}`)
  })
  const clock = options.clock ?? testClock()
  const dovecot = options.dovecot ?? (await startDovecot())
  const sink = options.sink ?? (await startSmtpSink())
  createSamplePlatform(join(folder, 'platform.db'), { small: true })
  const settings = testSettings(folder, dovecot, sink, options.settings)
  const log = createLog({ level: 'silent', format: 'json' })
  const open = async () => await createApp(settings, { clock, log, ...options.app })
  let app = await open()
  // the first run sets the start date: an empty round now, so that what is delivered later is answered
  await app.once()
  const platform = () => new DatabaseSync(join(folder, 'platform.db'), { readOnly: true })
  const desk: TestDesk = {
    folder,
    dovecot,
    sink,
    clock,
    settings,
    get app() {
      return app
    },
    deliver: async (mail) => {
      await dovecot.append(toRaw(mail), { internalDate: clock.now() })
    },
    round: async () => await app.once(),
    send: async (mail) => {
      await desk.deliver(mail)
      await app.once()
    },
    lettersTo: (address) => sink.lettersTo(address),
    lastTo: async (address) => {
      const letter = sink.lettersTo(address).at(-1)
      if (letter === undefined) throw new Error(`no letter to ${address}`)
      const parsed = await letter.parse()
      return { subject: parsed.subject ?? '', text: parsed.text ?? '', html: parsed.html || '', letter }
    },
    codeFor: async (address) => {
      const { text } = await desk.lastTo(address)
      const [code] = /\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b/.exec(text) ?? []
      if (code === undefined) throw new Error(`no code in the newest letter to ${address}`)
      return code
    },
    rows: (sql, ...values) => {
      const db = platform()
      try {
        return db.prepare(sql).all(...values) as Record<string, unknown>[]
      } finally {
        db.close()
      }
    },
    requests: async () =>
      await app.parts.db.privacyRequest.findMany({
        orderBy: { id: 'asc' },
        select: { reference: true, state: true, stateReason: true, topic: true },
      }),
    restart: async () => {
      await app.stop()
      app = await open()
    },
    stop: async () => {
      await app.stop()
      if (options.dovecot === undefined) await dovecot.stop()
      if (options.sink === undefined) await sink.stop()
      if (!failed) rmSync(folder, { recursive: true, force: true })
    },
  }
  return desk
}

function toRaw(mail: RawMail | string | Buffer): string | Buffer {
  return typeof mail === 'string' || Buffer.isBuffer(mail) ? mail : rawMail(mail)
}

/** Settings of a desk in a folder, on those servers. */
export function testSettings(
  folder: string,
  imap: { host: string; port: number; user: string; password: string },
  smtp: { host: string; port: number },
  over: Record<string, unknown> = {},
): Settings {
  const base: Record<string, unknown> = {
    organisation: {
      names: { zh: '示例平台', en: 'Example Platform' },
      privacyAddress,
      policyUrl: 'https://desk.example/privacy',
      staffAddress,
    },
    dataFolder: join(folder, 'data'),
    imap: { host: imap.host, port: imap.port, secure: false, user: imap.user, password: imap.password, pollEverySeconds: 5 },
    smtp: { host: smtp.host, port: smtp.port, secure: false },
    platform: { url: `file:${join(folder, 'platform.db')}`, dataMap: sampleDataMapFile },
    verification: { trustedServers: [trustedServer] },
    console: { listen: '127.0.0.1:0' },
    log: { level: 'silent', format: 'json' },
  }
  return checkSettings(stringify(merged(base, over)), join(folder, 'habeas.yaml'))
}

function merged(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const result = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const inner = result[key]
    const both = [inner, value].every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
    result[key] = both ? merged(inner as Record<string, unknown>, value as Record<string, unknown>) : value
  }
  return result
}
