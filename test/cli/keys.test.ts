// habeas keys: after a rotation nothing stands under the old key, everything reads as before, and a crash half way costs nothing.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRecords } from '../../src/app-parts.ts'
import { keyId, readKeys } from '../../src/lib/key-ring.ts'
import { verifyTrail } from '../../src/requests/trail.ts'
import { renewEncryption } from '../../src/retention/renew-encryption.ts'
import { tellStory } from '../keeping/story.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { habeas, settingsFile } from './habeas.ts'

const { desk: open } = stories()

async function everything(desk: TestDesk) {
  const records = await openRecords(desk.settings)
  const { db, sources } = records
  try {
    const mails = await db.mail.findMany({ orderBy: { id: 'asc' } })
    const raw = await Promise.all(
      mails.flatMap(async ({ source }) => (source === null ? [] : await sources.read(source))),
    )
    return {
      mails,
      raw: raw.flat().map(String),
      requests: await db.privacyRequest.findMany({ include: { acts: true, challenges: true, events: true } }),
      letters: await db.outboxLetter.findMany(),
      trail: await verifyTrail(db),
    }
  } finally {
    await records.close()
  }
}

const secretsOf = (desk: TestDesk) => readKeys(readFileSync(join(desk.folder, 'data/desk.key'), 'utf8'), 'desk.key')

test('rotated: a new key, everything reads as before, the old key is gone and the desk goes on', async () => {
  const desk = await open()
  await tellStory(desk)
  const [old] = secretsOf(desk)
  if (old === undefined) throw new Error('no key')
  await desk.app.stop()
  const before = await everything(desk)
  const config = settingsFile(desk)
  const ran = await habeas(['keys', 'rotate', '--config', config, '--json'])
  expect(ran).toMatchObject({ code: 0, err: '' })
  const [current, ...others] = secretsOf(desk)
  expect(others).toEqual([])
  expect(JSON.parse(ran.out)).toMatchObject({ current: keyId(current ?? old), removed: [keyId(old)] })
  expect(current?.equals(old)).toBe(false)
  expect(statSync(join(desk.folder, 'data/desk.key')).mode & 0o777).toBe(0o600)
  expect(await everything(desk)).toEqual(before)
  expect(before.trail).toMatchObject({ sound: true })
  const list = await habeas(['keys', 'list', '--config', config, '--json'])
  expect(JSON.parse(list.out)).toEqual([expect.objectContaining({ id: keyId(current ?? old), use: 'current' })])
  // no file names the old key, the write-ahead log included
  for (const name of ['habeas.db', 'habeas.db-wal', 'hash.key']) {
    const file = join(desk.folder, 'data', name)
    if (readdirSync(join(desk.folder, 'data')).includes(name)) {
      expect(readFileSync(file).includes(`h1.${keyId(old)}`), name).toBe(false)
    }
  }
  await desk.restart()
  await desk.send({ from: 'alice@example.org', subject: 'My data', text: 'Please send me a copy of all my data.' })
  await desk.confirm('alice@example.org')
  expect((await desk.states()).at(-1)).toBe('fulfilled')
})

test('a rotation that stops after any page goes on at the next call, and meanwhile everything reads', async () => {
  const desk = await open()
  await tellStory(desk)
  await desk.app.stop()
  const before = await everything(desk)
  const file = join(desk.folder, 'data/desk.key')
  writeFileSync(file, `${'ab'.repeat(32)}\n${readFileSync(file, 'utf8')}`)
  for (let last = 1; last <= 12; last += 3) {
    const records = await openRecords(desk.settings)
    let page = 0
    const stopped = renewEncryption(records.db, desk.settings.dataFolder, () => {
      if (++page === last) throw new Error('killed')
    })
    await expect(stopped).rejects.toThrow('killed')
    await records.close()
    expect(await everything(desk)).toEqual(before)
  }
  const ran = await habeas(['keys', 'rotate', '--config', settingsFile(desk), '--json'])
  expect(ran).toMatchObject({ code: 0 })
  expect(JSON.parse(ran.out)).toMatchObject({ current: keyId(Buffer.from('ab'.repeat(32), 'hex')) })
  expect(secretsOf(desk)).toEqual([Buffer.from('ab'.repeat(32), 'hex')])
  expect(await everything(desk)).toEqual(before)
})

test('a running desk is not rotated under its feet, and a key from the environment is left to the operator', async () => {
  const desk = await open()
  const config = settingsFile(desk)
  expect(await habeas(['keys', 'rotate', '--config', config])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Another habeas works on'),
  })
  await desk.app.stop()
  const [secret] = secretsOf(desk)
  const env = { HABEAS_KEY: secret?.toString('hex') ?? '' }
  const refused = await habeas(['keys', 'rotate', '--config', config], { env })
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringContaining('set HABEAS_KEY to a new key, a comma and the old'),
  })
  const both = { HABEAS_KEY: `${'cd'.repeat(32)},${env.HABEAS_KEY}` }
  expect(await habeas(['keys', 'rotate', '--config', config], { env: both })).toMatchObject({
    code: 0,
    out: expect.stringContaining('take it out of HABEAS_KEY'),
  })
  // the old key alone opens nothing any more, and says which key is wanted
  expect(await habeas(['status', '--config', config])).toMatchObject({
    code: 1,
    err: expect.stringContaining('not at hand'),
  })
  expect(await habeas(['status', '--config', config], { env: { HABEAS_KEY: 'cd'.repeat(32) } })).toMatchObject({
    code: 0,
  })
})
