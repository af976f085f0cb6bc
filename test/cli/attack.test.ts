// habeas attack: the real command against a desk on this machine, and its refusal of any other.

import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { knownCodes } from '../../src/cli/attack/known-code.ts'
import { notLoopback } from '../../src/cli/attack/loopback.ts'
import { startImapBox } from '../../src/sandbox/imap-box.ts'
import { stories, type TestDesk, testClock } from '../support/desk.ts'
import { habeas, settingsFile } from './habeas.ts'

const { desk: open } = stories()
let desk: TestDesk
beforeEach(async () => {
  // the command reads the machine's clock
  desk = await open({ clock: testClock(new Date()) })
})

test('attacks are replayed beside a running desk and without one, and the table says that they yielded nothing', async () => {
  const config = settingsFile(desk)
  await desk.app.start()
  const beside = await habeas(['attack', '--config', config, '--only', 'display name'])
  expect(beside).toMatchObject({ code: 0, err: '' })
  expect(beside.out).toContain('nothing  a display name that is the address of the victim')
  expect(beside.out).toContain('attacks, none yielded anything.')
  const taken = await desk.app.parts.db.mail.count()
  expect(taken).toBe(4)

  // a data folder that no daemon has, and no daemon that reads the same mailbox
  await desk.restart()
  const own = settingsFile(desk, { dataFolder: join(desk.folder, 'own'), database: {} })
  const alone = await habeas(['attack', '--config', own, '--only', 'forged From asks', '--json'])
  expect(alone).toMatchObject({ code: 0, err: '' })
  const played = JSON.parse(alone.out) as { name: string; yielded: Record<string, string[]> }[]
  expect(played.map(({ name }) => name)).toEqual(['a forged From asks for a copy', 'a forged From asks for deletion'])
  for (const { yielded } of played) expect(Object.values(yielded).flat()).toEqual([])
})

test('the code that the attacker is given is the right one: from its owner it would have counted', async () => {
  const alice = 'alice@example.org'
  await desk.send({ from: alice, subject: 'Delete', text: 'Please delete my account and all my personal data.' })
  const { messageId = '' } = await (await desk.lastTo(alice)).letter.parse()
  const codeOf = knownCodes(desk.app.parts.db)
  const code = await codeOf(messageId)
  expect(code).toMatch(/^\w{4}-\w{4}$/)
  expect(code).not.toBe(await desk.codeFor(alice))
  expect(await codeOf(messageId)).toBe(code)
  await desk.reply(alice, code ?? '')
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(await knownCodes(desk.app.parts.db)(messageId)).toBe(null)
})

test('an attack that the mail server itself refuses is said to be so, and the rest is played', async () => {
  const box = await startImapBox({ user: 'desk', password: 'secret', uidValidity: 1 })
  try {
    const { host, port, user, password } = box
    const imap = { ...desk.settings.imap, host, port, user, password, folder: 'INBOX' }
    const config = settingsFile(desk, { imap, dataFolder: join(desk.folder, 'own'), database: {} })
    const { code, out } = await habeas(['attack', '--config', config, '--only', 'a NUL'])
    expect(out).toContain('refused  a NUL byte behind the address of the victim')
    expect(out).toContain('takes no mail of 1 of them')
    expect(code).toBe(0)
  } finally {
    await box.stop()
  }
})

test('what is not on this machine is refused, and nobody gets a mail', async () => {
  const elsewhere = { ...desk.settings.smtp, host: 'smtp.example.org' }
  const refused = await habeas(['attack', '--config', settingsFile(desk, { smtp: elsewhere })])
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('not there: smtp.host')
  expect(await desk.app.parts.db.mail.count()).toBe(0)
  const places = (imap: string, url: string) =>
    notLoopback({
      ...desk.settings,
      imap: { ...desk.settings.imap, host: imap },
      platform: { url, dataMap: 'map.yaml' },
    })
  expect(places('localhost', 'postgres://u:p@127.0.0.2/db')).toEqual([])
  expect(places('[::1]', 'mysql://u:p@[::1]/db')).toEqual([])
  expect(places('127.0.0.1.example.org', 'postgres://u:p@db.example.org/db')).toEqual(['imap.host', 'platform.url'])
})

test('an attack on an address that nobody registered is refused: it would prove nothing', async () => {
  const own = settingsFile(desk, { dataFolder: join(desk.folder, 'own'), database: {} })
  const refused = await habeas(['attack', '--config', own, '--victim', 'nobody@example.org'])
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('--victim belongs to 0 accounts')
})
