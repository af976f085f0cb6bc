// What is wrong with an installation is said in one message that tells what to do, with the right exit code, before any mail is
// touched. The real process, as operators start it, for what ends or stays as a process; the command line alone for the rest.

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder } from '../../src/lib/single-instance.ts'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { testSettings } from '../support/desk.ts'
import { type Dovecot, startDovecot } from '../support/dovecot.ts'
import { freePort } from '../support/free-port.ts'
import { rawMail } from '../support/raw-mail.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { habeas, performed, type Ran, writeSettings } from './habeas.ts'

const secret = 'correct horse battery'
let dovecot: Dovecot
let sink: SmtpSink
let folder: string

beforeAll(async () => {
  dovecot = await startDovecot({ password: secret })
  sink = await startSmtpSink({ login: { user: 'desk', password: secret } })
  await dovecot.append(
    rawMail({ from: 'alice@example.org', subject: 'My data', text: 'Please send me a copy of my data.' }),
  )
})
afterAll(async () => {
  await dovecot.stop()
  await sink.stop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'habeas-bad-'))
  createSamplePlatform(join(folder, 'platform.db'), { small: true })
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Settings that are right, with some laid over them; the path of the file. */
function settings(over: Record<string, unknown> = {}): string {
  const right = testSettings(folder, dovecot, sink, { smtp: { user: 'desk', password: secret }, ...over })
  const { key: _key, ...written } = right
  return writeSettings(folder, JSON.parse(JSON.stringify(written)))
}

/** One message, no stack, no secret, and the mail lies as it lay. */
async function expectUntouched(ran: Ran): Promise<void> {
  expect(ran.err).toMatch(/^habeas: /)
  expect(ran.err).not.toMatch(/\n\s+at |should not happen|Warning/)
  expect(ran.out + ran.err).not.toContain(secret)
  expect((await dovecot.list()).map((mail) => mail.flags.includes('\\Seen'))).toEqual([false])
  expect(sink.letters).toEqual([])
}

describe('settings', () => {
  test('every wrong setting is named at once, with its place and what is expected, never its value', async () => {
    const file = writeSettings(
      folder,
      [
        'organisation:',
        '  names: { zh: 示例平台 }',
        '  privacyAddress: not an address',
        '  policyUrl: ftp://desk.example',
        '  staffAddress: staff@desk.example',
        '  officeHours: { timeZone: Mars/Olympus, from: "25:00" }',
        'imap:',
        '  host: ""',
        '  port: 99999',
        '  user: privacy',
        `  pasword: ${secret}`,
        'smtp: { host: mail.example, secure: perhaps }',
        'platform: { url: "oracle://x", dataMap: map.yaml }',
        'retention: { mailDays: 0 }',
        'limits: { mailBytes: lots }',
        'verification: { alignedSenderKinds: [deletion] }',
      ].join('\n'),
    )
    for (const command of ['run', 'doctor']) {
      const ran = await habeas([command, '--config', file])
      await expectUntouched(ran)
      expect(ran.code).toBe(2)
      for (const place of [
        'habeas.yaml:2 organisation.names.en',
        'habeas.yaml:3 organisation.privacyAddress',
        'habeas.yaml:4 organisation.policyUrl',
        'organisation.officeHours.timeZone',
        'organisation.officeHours.from',
        'habeas.yaml:8 imap.host',
        'habeas.yaml:9 imap.port',
        'imap.password',
        'habeas.yaml:11 imap.pasword: there is no such setting',
        'smtp.secure',
        'platform.url',
        'retention.mailDays',
        'limits.mailBytes',
        'verification.alignedSenderKinds',
      ]) {
        expect(ran.err).toContain(place)
      }
      expect(ran.err).toContain('14 settings are wrong')
    }
  })

  test('a missing file is said, with how to get one', async () => {
    const ran = await habeas(['run', '--config', join(folder, 'nowhere.yaml')])
    await expectUntouched(ran)
    expect(ran.code).toBe(2)
    expect(ran.err).toMatch(/nowhere\.yaml cannot be read.*habeas init DIR\n$/)
  })

  test('what is no YAML is said with its line', async () => {
    const ran = await habeas(['run', '--config', writeSettings(folder, 'imap:\n  host: [a\n')])
    await expectUntouched(ran)
    expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(/habeas\.yaml:\d is not YAML/) })
  })

  test('the environment is checked like the file', async () => {
    const env = { HABEAS__IMAP__PORT: 'many', HABEAS__IMAP__PASWORD: secret }
    const ran = await habeas(['once', '--config', settings()], { env })
    await expectUntouched(ran)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('imap.port')
    expect(ran.err).toContain('environment HABEAS__IMAP__PASWORD: there is no such setting')
  })
})

describe('servers', () => {
  test('a mailbox server that is not there', async () => {
    const port = await freePort()
    const ran = await habeas(['once', '--config', settings({ imap: { port } })])
    await expectUntouched(ran)
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringMatching(/mailbox server 127\.0\.0\.1:\d+ cannot be reached.*check imap\.host/),
    })
  })

  test('an SMTP server that is not there', async () => {
    const port = await freePort()
    const ran = await habeas(['once', '--config', settings({ smtp: { port } })])
    await expectUntouched(ran)
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringMatching(/SMTP server 127\.0\.0\.1:\d+ cannot be reached.*check smtp\.host/),
    })
  })

  test.for(['once', 'run'])('both passwords wrong: %s names both and ends', async (command) => {
    const file = settings({ imap: { password: 'battery staple' }, smtp: { user: 'desk', password: 'battery staple' } })
    const ran = await habeas([command, '--config', file])
    await expectUntouched(ran)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('refused the login: check imap.user and imap.password.')
    expect(ran.err).toContain('refused the login: check smtp.user and smtp.password.')
    expect(ran.err).not.toContain('battery staple')
  })

  test('a folder that does not exist', async () => {
    const ran = await habeas(['once', '--config', settings({ imap: { folder: 'Nowhere' } })])
    await expectUntouched(ran)
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('check that the folder Nowhere exists') })
  })

  test('an authority whose certificate is not there', async () => {
    const ca = join(folder, 'no-ca.pem')
    const ran = await habeas(['run', '--config', settings({ imap: { tls: { ca } }, smtp: { tls: { ca } } })])
    await expectUntouched(ran)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('imap.tls.ca: the file')
    expect(ran.err).toContain('smtp.tls.ca: the file')
  })

  test('the daemon waits for a server that is away, says so, and ends when told to', async () => {
    const port = await freePort()
    const file = settings({ imap: { port }, log: { level: 'error', format: 'json' } })
    const { out, code } = await runUntil(file, 'cannot be reached')
    expect(out).toMatch(/mailbox server .* cannot be reached .*check imap\.host/)
    expect(code).toBe(0)
  })

  test('a port that somebody else has', async () => {
    const other = createServer()
    const port = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port))
    })
    try {
      const ran = await habeas(['run', '--config', settings({ console: { listen: `127.0.0.1:${port}` } })])
      await expectUntouched(ran)
      expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(/Nothing can listen on .*Set console\.listen/) })
    } finally {
      other.close()
    }
  })
})

describe('data', () => {
  test('a data folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '')
    for (const dataFolder of [join(folder, 'file', 'data'), join(folder, 'file')]) {
      const ran = await performed(['once', '--config', settings({ dataFolder })])
      await expectUntouched(ran)
      expect(ran).toMatchObject({
        code: 1,
        err: expect.stringMatching(/data folder .* cannot be written: give this user the right/),
      })
    }
  })

  test("a desk's database that is none", async () => {
    mkdirSync(join(folder, 'data'))
    writeFileSync(
      join(folder, 'data', 'habeas.db'),
      'not a database at all, but long enough to be taken for one '.repeat(40),
    )
    const ran = await performed(['once', '--config', settings()])
    await expectUntouched(ran)
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining("desk's database") })
  })

  test('two desks on one data folder', async () => {
    mkdirSync(join(folder, 'data'))
    const unlock = lockFolder(join(folder, 'data'))
    try {
      const ran = await performed(['once', '--config', settings()])
      await expectUntouched(ran)
      expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/Another habeas works on .*stop it first/) })
    } finally {
      unlock()
    }
  })

  test('a platform database that is not there', async () => {
    const ran = await performed([
      'once',
      '--config',
      settings({ platform: { url: `file:${join(folder, 'gone.db')}` } }),
    ])
    await expectUntouched(ran)
    expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/gone\.db cannot be opened: check platform\.url/) })
  })

  test('a data map that names a missing column, and a column that no map declares', async () => {
    const map = join(folder, 'map.yaml')
    writeFileSync(map, readFileSync(sampleDataMapFile, 'utf8').replaceAll('nickname', 'nick_name'))
    const file = settings({ platform: { dataMap: map } })
    for (const command of [['once'], ['run']]) {
      const ran = await habeas([...command, '--config', file])
      await expectUntouched(ran)
      expect(ran.code).toBe(1)
      expect(ran.err).toContain('table users has no column nick_name; correct its name in the data map')
      expect(ran.err).toContain('column users.nickname is not in the data map; declare it')
    }
    const checked = await performed(['platform', 'check', '--config', file])
    expect(checked).toMatchObject({
      code: 1,
      out: expect.stringContaining('problem  table users has no column nick_name'),
    })
  })

  test('a data map that is missing, or wrong in several places', async () => {
    const missing = await performed([
      'once',
      '--config',
      settings({ platform: { dataMap: join(folder, 'no-map.yaml') } }),
    ])
    await expectUntouched(missing)
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('no-map.yaml') })
    const map = join(folder, 'map.yaml')
    writeFileSync(
      map,
      readFileSync(sampleDataMapFile, 'utf8')
        .replace('version: 1', 'version: 7')
        .replaceAll('deletion: delete', 'deletion: shred'),
    )
    const wrong = await performed(['once', '--config', settings({ platform: { dataMap: map } })])
    await expectUntouched(wrong)
    expect(wrong.code).toBe(2)
    expect(wrong.err.match(/map\.yaml:\d+ /g)?.length).toBeGreaterThan(2)
  })

  test('a letter that cannot be written', async () => {
    const templates = join(folder, 'templates')
    cpSync(join(import.meta.dirname, '../../templates'), templates, { recursive: true })
    writeFileSync(
      join(templates, 'received', 'en.liquid'),
      '---\nsubject: Hello {{ nonsense }}\n---\n<p>{% if %}</p>\n',
    )
    rmSync(join(templates, 'declined', 'zh.liquid'))
    const ran = await performed(['once', '--config', settings({ templates })])
    await expectUntouched(ran)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('received/en')
    expect(ran.err).toContain('declined/zh')
  })
})

describe('calls', () => {
  test('no command: the commands are listed', async () => {
    const ran = await habeas([])
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('Usage: habeas')
  })

  test.for([
    [['frobnicate'], 'unknown command'],
    [['requests', 'frobnicate'], 'unknown command'],
    [['requests', 'show'], 'missing required argument'],
    [['run', '--fast'], 'unknown option'],
    [['requests', 'list', '--held', '--all'], 'cannot be used with'],
    [['mails', 'list', '--last', 'many'], 'a number from 1'],
  ] as const)('%j is a wrong call', async ([args, words]) => {
    const ran = await performed([...args])
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  })

  test('a desk that never ran has no requests to show, and nothing is made for the asking', async () => {
    const file = settings()
    for (const args of [
      ['requests', 'list'],
      ['requests', 'approve', 'HB-222222', '--reason', 'x'],
      ['status'],
      ['mails', 'list'],
    ]) {
      const ran = await performed([...args, '--config', file])
      await expectUntouched(ran)
      expect(ran).toMatchObject({
        code: 1,
        err: expect.stringMatching(/There is no desk database at .*start the desk first/),
      })
    }
    expect(() => readFileSync(join(folder, 'data', 'desk.key'))).toThrow()
  })

  test('an unknown reference, an unknown mail', async () => {
    const file = settings()
    expect(await performed(['migrate', '--config', file])).toMatchObject({ code: 0 })
    for (const args of [
      ['requests', 'show', 'HB-222222'],
      ['requests', 'decline', 'HB-222222', '--reason', 'no_such_data'],
    ]) {
      const ran = await performed([...args, '--config', file])
      await expectUntouched(ran)
      expect(ran).toMatchObject({
        code: 2,
        err: expect.stringMatching(/There is no request HB-222222: habeas requests list/),
      })
    }
    const mail = await performed(['mails', 'show', 'nothing', '--config', file])
    expect(mail).toMatchObject({ code: 2, err: 'habeas: There is no such mail: habeas mails list shows their ids.\n' })
  })
})

/** Starts the daemon, waits until it says the words, ends it with SIGTERM. */
async function runUntil(file: string, words: string): Promise<{ out: string; code: number | null }> {
  const main = join(import.meta.dirname, '../../src/main.ts')
  const child = spawn(process.execPath, [main, 'run', '--config', file])
  const ended = new Promise<number | null>((done) => child.on('close', done))
  let out = ''
  await new Promise<void>((said) => {
    const hear = (chunk: Buffer) => {
      out += chunk.toString('utf8')
      if (out.includes(words)) said()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('close', () => said())
  })
  child.kill('SIGTERM')
  return { out, code: await ended }
}
