// The story that the fault sweeps tell over and over: two people ask for all four kinds, then answer with their codes. Told late, the
// one's confirmed deletion has waited and is due, and the other's export leaves as a link. It can be set back to each beginning in a
// moment: a folder copied, a fresh IMAP folder filled.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { stringify } from 'yaml'
import { type AppOptions, createApp } from '../../src/app.ts'
import { checkSettings } from '../../src/config.ts'
import { tokenHashOf } from '../../src/desk/export-link.ts'
import { loadDeskKey } from '../../src/lib/desk-key.ts'
import { createLog } from '../../src/lib/log.ts'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { type Dovecot, startDovecot } from '../support/dovecot.ts'
import { rawMail, replyTo } from '../support/raw-mail.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'

export type Phase = 'request' | 'confirmation' | 'late'

export interface Servers {
  imapPort: number
  smtpPort: number
}

export interface Scene {
  folder: string
  settingsFile: string
  /** the letters that reached anybody, with how often each Message-ID came */
  letters(): Promise<Map<string, { to: string; subject: string; times: number }>>
  /** holds the platform, the desk and the letters against what must be true after everything has been worked off */
  check(): Promise<void>
  /** what an app of this story is opened with: its letters are read once */
  options: AppOptions
  /** runs `once` in this process, as the next start would, and again to see that nothing is left to do */
  recover(): Promise<void>
  remove(): void
}

export interface Story {
  dovecot: Dovecot
  sink: SmtpSink
  begin(phase: Phase, servers?: Servers): Promise<Scene>
  /** leaves its folder behind when it stops */
  keep(): void
  stop(): Promise<void>
}

export async function tellStory(): Promise<Story> {
  const dovecot = await startDovecot()
  const sink = await startSmtpSink()
  const home = mkdtempSync(join(tmpdir(), 'habeas-faults-'))
  const direct = { imapPort: dovecot.port, smtpPort: sink.port }
  let scenes = 0
  let kept = false
  const options: AppOptions = { log: silent }

  const requests = [
    rawMail({ from: alice, subject: 'Account', text: 'Please delete my account and all my data.' }),
    rawMail({
      from: xiaoming,
      subject: '导出并更正',
      text: '请把我的数据导出一份给我。另外把昵称改成“晨星”。还有，请停止收集分析数据。',
    }),
  ]
  const stages: Record<Phase, Stage> = {
    request: { folder: join(home, 'request'), mails: requests },
    confirmation: { folder: join(home, 'confirmation'), mails: [] },
    late: { folder: join(home, 'late'), mails: [] },
  }
  mkdirSync(stages.request.folder)
  createSamplePlatform(join(stages.request.folder, 'platform.db'), { small: true })
  await warm(stages.request.folder)

  // the first phase, told once without a fault, is where the second begins
  const first = await begin('request', direct)
  await first.recover()
  stages.confirmation.mails = await Promise.all([alice, xiaoming].map(codeReply))
  cpSync(first.folder, stages.confirmation.folder, { recursive: true })
  first.remove()

  async function begin(phase: Phase, servers: Servers = direct): Promise<Scene> {
    if (phase === 'late' && stages.late.mails.length === 0) await waitUntilLate()
    return await open(stages[phase], phase, servers)
  }

  async function open(stage: Stage, phase: Phase, servers: Servers): Promise<Scene> {
    const name = `scene${++scenes}`
    const folder = join(home, name)
    cpSync(stage.folder, folder, { recursive: true })
    dovecot.createFolder(name)
    await dovecot.append(stage.mails, { folder: name })
    sink.clear()
    const settingsFile = join(folder, 'habeas.yaml')
    writeFileSync(settingsFile, settings(name, servers, phase))
    return {
      folder,
      settingsFile,
      letters,
      check: async () => await check(folder, phase),
      options,
      recover: async () => await recover(folder, settings(name, direct, phase), options),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    }
  }

  async function check(folder: string, phase: Phase): Promise<void> {
    if (phase === 'request') return await checkRequested(folder)
    await checkFulfilled(folder)
    if (phase === 'late') await checkLinked(folder)
  }

  /** The story with a week's wait and links: asked, the deletion confirmed, its week over; the other code waits in the mailbox. */
  async function waitUntilLate(): Promise<void> {
    const asked = await open(stages.request, 'late', direct)
    await asked.recover()
    const [hers = '', his = ''] = await Promise.all([alice, xiaoming].map(codeReply))
    const waiting = await open({ folder: asked.folder, mails: [hers] }, 'late', direct)
    await waiting.recover()
    expect(person(waiting.folder, alice)).toHaveLength(1)
    const app = await createApp(checkSettings(settings('INBOX', direct, 'late'), waiting.settingsFile), options)
    const past = new Date(Date.now() - 60_000)
    const { count } = await app.parts.db.privacyRequest.updateMany({
      where: { coolingOffUntil: { not: null } },
      data: { coolingOffUntil: past, nextStepAt: past, stateReason: 'cooling_off_reminded' },
    })
    await app.stop()
    expect(count).toBe(1)
    cpSync(waiting.folder, stages.late.folder, { recursive: true })
    stages.late.mails = [his]
    for (const scene of [asked, waiting]) scene.remove()
  }

  function settings(imapFolder: string, servers: Servers, phase: Phase): string {
    return stringify({
      ...(phase === 'late' ? late : {}),
      organisation: {
        names: { zh: '示例平台', en: 'Example Platform' },
        privacyAddress: 'privacy@desk.example',
        policyUrl: 'https://desk.example/privacy',
        staffAddress: 'staff@desk.example',
      },
      dataFolder: 'data',
      imap: {
        host: '127.0.0.1',
        port: servers.imapPort,
        secure: false,
        user: dovecot.user,
        password: dovecot.password,
        folder: imapFolder,
        startAt: '2020-01-01T00:00:00Z',
      },
      smtp: { host: '127.0.0.1', port: servers.smtpPort, secure: false, connections: 1 },
      platform: { url: 'file:platform.db', dataMap: sampleDataMapFile },
      log: { level: 'silent' },
    })
  }

  /** Creates database and key, so that no scene pays for migrations. */
  async function warm(folder: string): Promise<void> {
    const app = await createApp(checkSettings(settings('INBOX', direct, 'request'), join(folder, 'habeas.yaml')), {
      log: silent,
    })
    options.composer = app.parts.composer
    options.dataMap = app.parts.userDb.map
    await app.stop()
  }

  async function codeReply(address: string): Promise<string> {
    const letter = sink.lettersTo(address).at(-1)
    if (letter === undefined) throw new Error(`no letter to ${address}`)
    const [code] = /\b[2-9A-Z]{4}-[2-9A-Z]{4}\b/.exec((await letter.parse()).text ?? '') ?? []
    return rawMail(await replyTo(letter, { from: address, text: code ?? 'no code' }))
  }

  async function letters() {
    const seen = new Map<string, { to: string; subject: string; times: number }>()
    for (const letter of sink.letters) {
      const parsed = await letter.parse()
      const id = parsed.messageId ?? 'none'
      const times = (seen.get(id)?.times ?? 0) + 1
      seen.set(id, { to: letter.to.join(','), subject: parsed.subject ?? '', times })
    }
    return seen
  }

  /** Nobody was forgotten, nobody asked twice: one open request each, one letter each; nothing of the platform changed. */
  async function checkRequested(folder: string): Promise<void> {
    expect(rows(join(folder, 'data/habeas.db'), 'SELECT state FROM PrivacyRequest')).toEqual([
      { state: 'awaiting_verification' },
      { state: 'awaiting_verification' },
    ])
    expect(await lettersPerAddress()).toEqual({ [alice]: 1, [xiaoming]: 1 })
    await noLetterMoreThanTwice()
    expect(person(folder, alice)).toHaveLength(1)
    expect(person(folder, xiaoming)).toEqual([{ nickname: '小明', analytics: 1 }])
  }

  async function checkFulfilled(folder: string): Promise<void> {
    expect(
      rows(join(folder, 'data/habeas.db'), "SELECT state FROM PrivacyRequest WHERE state = 'fulfilled'"),
    ).toHaveLength(2)
    expect(await lettersPerAddress()).toEqual({ [alice]: 1, [xiaoming]: 1 })
    await noLetterMoreThanTwice()
    expect(person(folder, alice)).toEqual([])
    expect(leftOf(folder, alice)).toEqual([])
    expect(person(folder, xiaoming)).toEqual([{ nickname: '晨星', analytics: 0 }])
  }

  /** One link, which the letter holds, and behind it the one export there is. */
  async function checkLinked(folder: string): Promise<void> {
    const [letter] = sink.lettersTo(xiaoming)
    const [, token = ''] = /\/download\/(\w+)/.exec((await letter?.parse())?.text ?? '') ?? []
    const key = await loadDeskKey({ dataFolder: join(folder, 'data') }, true)
    const links = rows(join(folder, 'data/habeas.db'), 'SELECT tokenHash, file, closedAs FROM Download')
    const file = expect.stringMatching(/^exports\//)
    expect(links).toEqual([{ tokenHash: tokenHashOf(key, token), file, closedAs: null }])
    expect(readdirSync(join(folder, 'data/exports'))).toEqual([basename(String(links[0]?.file))])
  }

  async function lettersPerAddress(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const { to } of (await letters()).values()) counts[to] = (counts[to] ?? 0) + 1
    return counts
  }

  async function noLetterMoreThanTwice(): Promise<void> {
    for (const letter of (await letters()).values()) expect(letter.times).toBeLessThanOrEqual(2)
  }

  return {
    dovecot,
    sink,
    begin,
    keep: () => {
      kept = true
    },
    stop: async () => {
      await dovecot.stop()
      await sink.stop()
      if (!kept) rmSync(home, { recursive: true, force: true })
    },
  }
}

interface Stage {
  folder: string
  mails: (string | Buffer)[]
}

const late = {
  verification: { deletionCoolingOffDays: 7 },
  exports: { as: 'link' },
  console: { publicUrl: 'https://privacy.desk.example' },
}

const silent = createLog({ level: 'silent', format: 'json' })

/** As the next process would, with a clock that has moved past every pause; a second round must find nothing to do. */
async function recover(folder: string, settings: string, options: AppOptions): Promise<void> {
  const clock = { now: () => new Date(Date.now() + 20 * 60_000) }
  const app = await createApp(checkSettings(settings, join(folder, 'habeas.yaml')), { ...options, clock })
  try {
    await app.once()
    expect(await app.once()).toEqual({ received: 0, handled: 0, moved: 0, sent: 0 })
  } finally {
    await app.stop()
  }
}

function rows(file: string, sql: string, ...values: string[]): Record<string, unknown>[] {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db
      .prepare(sql)
      .all(...values)
      .map((row) => ({ ...row }))
  } finally {
    db.close()
  }
}

function person(folder: string, address: string) {
  const sql = 'SELECT nickname, analytics_on AS analytics FROM users WHERE email = ?'
  return rows(join(folder, 'platform.db'), sql, address)
}

/** Tables of the platform that still name the address anywhere. */
function leftOf(folder: string, address: string): string[] {
  const db = new DatabaseSync(join(folder, 'platform.db'), { readOnly: true })
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name))
    return tables.filter((table) => {
      const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(table)
      const whole = columns.map(({ name }) => `coalesce("${String(name)}", '')`).join(" || '|' || ")
      return db.prepare(`SELECT 1 FROM "${table}" WHERE instr(${whole}, ?) > 0 LIMIT 1`).get(address) !== undefined
    })
  } finally {
    db.close()
  }
}
