// habeas attack: the real command against a desk on this machine, and its refusal of any other.

import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { notLoopback } from '../../src/cli/attack/loopback.ts'
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

  // a data folder that no daemon has
  const own = settingsFile(desk, { dataFolder: join(desk.folder, 'own'), database: {} })
  const alone = await habeas(['attack', '--config', own, '--only', 'forged From asks', '--json'])
  expect(alone).toMatchObject({ code: 0, err: '' })
  const played = JSON.parse(alone.out) as { name: string; yielded: Record<string, string[]> }[]
  expect(played.map(({ name }) => name)).toEqual(['a forged From asks for a copy', 'a forged From asks for deletion'])
  for (const { yielded } of played) expect(Object.values(yielded).flat()).toEqual([])
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
