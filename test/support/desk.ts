// A whole desk for journeys: real Dovecot, real SMTP receiver, the sample platform in SQLite, the desk's own code. Only the clock
// is replaced. `round()` does what `habeas once` does; a failing test leaves its folder behind and prints where.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, onTestFailed, onTestFinished, vi } from 'vitest'
import { stringify } from 'yaml'
import { type App, type AppOptions, createApp } from '../../src/app.ts'
import { checkSettings, type Settings } from '../../src/config.ts'
import type { Composer } from '../../src/desk/replies/compose.ts'
import { prepareDataFolder } from '../../src/lib/data-folder.ts'
import { loadDeskKey } from '../../src/lib/desk-key.ts'
import { createLog } from '../../src/lib/log.ts'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import type { DataMap } from '../../src/userdb/data-map.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'
import { emptyDatabaseAt } from './empty-database.ts'
import { type RawMail, rawMail, replyTo } from './raw-mail.ts'
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

export interface ReadLetter {
  subject: string
  text: string
  words: string
  html: string
  letter: SunkLetter
}

export interface TestDesk {
  folder: string
  dovecot: Dovecot
  sink: SmtpSink
  clock: TestClock
  settings: Settings
  app: App
  /** the watched folder on the Dovecot */
  mailFolder: string
  /** puts a mail into the privacy mailbox */
  deliver(mail: RawMail | string | Buffer, options?: { arrivedAt?: Date }): Promise<void>
  /** one round of `habeas once` */
  round(): ReturnType<App['once']>
  /** a second later: delivers and works */
  send(mail: RawMail | string | Buffer): Promise<void>
  lettersTo(address: string): SunkLetter[]
  /** the newest letter to an address; `words` is its text with the line breaks of wrapping taken out */
  lastTo(address: string): Promise<ReadLetter>
  /** the code in the newest letter to an address that carries one */
  codeFor(address: string): Promise<string>
  /** answers the newest letter to an address, from that address, as a mail program does: quoted below, thread kept */
  reply(address: string, text: string, over?: Partial<RawMail>): Promise<void>
  /** replies with the code and nothing else */
  confirm(address: string): Promise<void>
  /** subjects of all letters to an address, oldest first */
  subjectsTo(address: string): Promise<string[]>
  /** rows of the platform's database */
  rows(sql: string, ...values: (string | number)[]): Record<string, unknown>[]
  /** something else changes the platform's rows meanwhile */
  write(sql: string): void
  requests(): Promise<
    { reference: string; state: string; stateReason: string | null; topic: string; language: string }[]
  >
  /** states of all requests, oldest first */
  states(): Promise<string[]>
  /** state and reason of every mail taken in, in the order of the mailbox */
  mails(): Promise<{ state: string; stateReason: string | null; kind: string | null; error: string | null }[]>
  /** ends the app and starts it again on the same data, as after a restart; `between` runs while it is stopped */
  restart(between?: () => Promise<void>): Promise<void>
  /** `keep` leaves the folder behind */
  stop(options?: { keep?: boolean }): Promise<void>
}

export interface TestDeskOptions {
  clock?: TestClock
  /** laid over the settings */
  settings?: Record<string, unknown>
  app?: AppOptions
  dovecot?: Dovecot
  sink?: SmtpSink
  /** a folder of the Dovecot; default INBOX */
  mailFolder?: string
  /** started for all tests of a file, before the first */
  forFile?: boolean
}

/** What a story starts on a Monday morning in Shanghai: 2026-11-23 10:00. */
const mondayMorning = '2026-11-23T02:00:00Z'

export interface Stories {
  readonly dovecot: Dovecot
  readonly sink: SmtpSink
  /** a fresh desk with a mailbox folder of its own; it ends with the test */
  desk(options?: Omit<TestDeskOptions, 'dovecot' | 'sink' | 'mailFolder'>): Promise<TestDesk>
}

/** One Dovecot and one SMTP receiver for all stories of a file. */
export function stories(): Stories {
  let dovecot: Dovecot
  let sink: SmtpSink
  let told = 0
  // on a machine that is busy with other things a story takes its time
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  beforeAll(async () => {
    ;[dovecot, sink] = await Promise.all([startDovecot(), startSmtpSink()])
  })
  afterAll(async () => {
    await Promise.all([dovecot.stop(), sink.stop()])
  })
  return {
    get dovecot() {
      return dovecot
    },
    get sink() {
      return sink
    },
    desk: async (options = {}) => {
      sink.clear()
      told++
      const mailFolder = `Story${told}`
      dovecot.createFolder(mailFolder)
      const clock = options.clock ?? testClock(new Date(mondayMorning))
      const desk = await startDesk({ ...options, clock, dovecot, sink, mailFolder })
      onTestFinished(async ({ task }) => await desk.stop({ keep: task.result?.state === 'fail' }))
      return desk
    },
  }
}

let sample: string | null = null

/** Letters and the sample's data map are read and checked once a process for all desks whose settings say the same of them. */
const letters = new Map<string, Composer>()
let map: DataMap | null = null

async function openApp(settings: Settings, options: AppOptions): Promise<App> {
  const own = settings.templates !== undefined || options.composer !== undefined
  const said = JSON.stringify([settings.organisation, settings.deadlines])
  const known = own ? undefined : letters.get(said)
  const isSample = settings.platform.dataMap === sampleDataMapFile
  const app = await createApp(settings, {
    ...(known === undefined ? {} : { composer: known }),
    ...(isSample && map !== null ? { dataMap: map } : {}),
    ...options,
  })
  if (!own) letters.set(said, app.parts.composer)
  if (isSample) map = app.parts.userDb.map
  return app
}

/** The sample platform is the same every time: made once a process, copied from then on. */
function samplePlatformAt(file: string): void {
  if (sample === null) {
    const folder = mkdtempSync(join(tmpdir(), 'habeas-sample-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    sample = join(folder, 'platform.db')
    createSamplePlatform(sample, { small: true })
  }
  copyFileSync(sample, file)
}

/** Keys of its own and an empty database, as the first start makes them. */
async function beginAt(settings: Settings): Promise<void> {
  await prepareDataFolder(settings.dataFolder)
  await loadDeskKey(settings.key)
  await emptyDatabaseAt(settings.database.url.slice('file:'.length))
}

export async function startDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-desk-'))
  let failed = false
  if (options.forFile !== true) {
    onTestFailed(() => {
      failed = true
      console.log(`what this test left behind: ${folder}`)
    })
  }
  const clock = options.clock ?? testClock()
  const dovecot = options.dovecot ?? (await startDovecot())
  const sink = options.sink ?? (await startSmtpSink())
  samplePlatformAt(join(folder, 'platform.db'))
  const mailFolder = options.mailFolder ?? 'INBOX'
  const settings = testSettings(folder, dovecot, sink, merged({ imap: { folder: mailFolder } }, options.settings ?? {}))
  const log = createLog({ level: 'silent', format: 'json' })
  await beginAt(settings)
  const open = async () => await openApp(settings, { clock, log, ...options.app })
  let app = await open()
  let stopped = false
  // the first run sets the start date: an empty round now, so that what is delivered later is answered
  await app.once().catch(async (error: unknown) => {
    await app.stop()
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  const platform = () => new DatabaseSync(join(folder, 'platform.db'), { readOnly: true })
  const desk: TestDesk = {
    folder,
    dovecot,
    sink,
    clock,
    settings,
    mailFolder,
    get app() {
      return app
    },
    deliver: async (mail, { arrivedAt } = {}) => {
      await dovecot.append(toRaw(mail), { folder: mailFolder, internalDate: arrivedAt ?? clock.now() })
    },
    round: async () => await app.once(),
    send: async (mail) => {
      clock.forward(1000)
      await desk.deliver(mail)
      await app.once()
    },
    lettersTo: (address) => sink.lettersTo(address),
    lastTo: async (address) => {
      const letter = sink.lettersTo(address).at(-1)
      if (letter === undefined) throw new Error(`no letter to ${address}`)
      const parsed = await letter.parse()
      const text = parsed.text ?? ''
      return { subject: parsed.subject ?? '', text, words: unwrapped(text), html: parsed.html || '', letter }
    },
    codeFor: async (address) => {
      for (const letter of sink.lettersTo(address).toReversed()) {
        const [code] = codeShape.exec((await letter.parse()).text ?? '') ?? []
        if (code !== undefined) return code
      }
      throw new Error(`no code in any letter to ${address}`)
    },
    reply: async (address, text, over = {}) => {
      const { letter } = await desk.lastTo(address)
      await desk.send(await replyTo(letter, { from: address, text, ...over }))
    },
    confirm: async (address) => await desk.reply(address, await desk.codeFor(address)),
    subjectsTo: async (address) =>
      await Promise.all(sink.lettersTo(address).map(async (letter) => (await letter.parse()).subject ?? '')),
    rows: (sql, ...values) => {
      const db = platform()
      try {
        return db.prepare(sql).all(...values) as Record<string, unknown>[]
      } finally {
        db.close()
      }
    },
    write: (sql) => {
      const db = new DatabaseSync(join(folder, 'platform.db'))
      try {
        db.exec(sql)
      } finally {
        db.close()
      }
    },
    requests: async () =>
      await app.parts.db.privacyRequest.findMany({
        orderBy: { id: 'asc' },
        select: { reference: true, state: true, stateReason: true, topic: true, language: true },
      }),
    states: async () => (await desk.requests()).map((request) => request.state),
    mails: async () =>
      await app.parts.db.mail.findMany({
        orderBy: { id: 'asc' },
        select: { state: true, stateReason: true, kind: true, error: true },
      }),
    restart: async (between) => {
      await app.stop()
      await between?.()
      app = await open()
    },
    stop: async ({ keep = false } = {}) => {
      if (stopped) return
      stopped = true
      await app.stop()
      if (options.dovecot === undefined) await dovecot.stop()
      if (options.sink === undefined) await sink.stop()
      if (!failed && !keep) rmSync(folder, { recursive: true, force: true })
    },
  }
  return desk
}

function unwrapped(text: string): string {
  return text.replace(/(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])/g, '').replace(/\s+/g, ' ')
}

const codeShape = /\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b/

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
    imap: {
      host: imap.host,
      port: imap.port,
      secure: false,
      user: imap.user,
      password: imap.password,
      pollEverySeconds: 5,
    },
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
