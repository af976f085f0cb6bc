// The four rights at a platform that lets nobody into its database: the same mails and letters, through its HTTP endpoint.

import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../examples/http-endpoint/server.mjs'
import { createSamplePlatform } from '../../src/sample/platform.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { unzipped } from '../support/unzip.ts'
import { type Loss, listening, lose, testKey } from '../userdb/http/bridge.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()
const folder = mkdtempSync(join(tmpdir(), 'habeas-endpoint-'))
const file = join(folder, 'platform.db')
let stop = async () => {}
let url = ''
let loss: (operation: string) => Loss | null = () => null

beforeAll(async () => {
  createSamplePlatform(join(folder, 'sample.db'), { small: true })
  copyFileSync(join(folder, 'sample.db'), file)
  const server = startServer({ file, keys: { [testKey.keyId]: testKey.secret }, background: ['erase'] })
  lose(server, (operation) => loss(operation))
  const started = await listening(server)
  stop = started.stop
  url = started.endpoint.url
})
afterAll(async () => await stop())

async function deskBehind(): Promise<TestDesk> {
  const endpoint = { url, ...testKey, patienceSeconds: 1 }
  return await open({ settings: { platform: { url: undefined, dataMap: undefined, endpoint } } })
}

function rows(query: string) {
  const database = new DatabaseSync(file, { readOnly: true })
  const found = database.prepare(query).all()
  database.close()
  return found
}

test('access, correction, refusal and deletion, with an answer lost on the way to each', async () => {
  const desk = await deskBehind()
  expect((await desk.app.readiness()).checks.platform).toEqual({ ok: true, detail: 'reachable' })

  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all the data you hold about me.' })
  await desk.confirm(alice)
  const { letter } = await desk.lastTo(alice)
  const files = await unzipped((await letter.parse()).attachments[0]?.content)
  expect(files.get('data.json')).toContain('alice@example.org')
  expect(files.get('data.json')).not.toContain('scrypt$')
  expect(
    [...files]
      .find(([name]) => name.endsWith('access_logs.csv'))?.[1]
      .trim()
      .split(/\r?\n/),
  ).toHaveLength(rows('SELECT id FROM access_logs WHERE user_id = 2').length + 1)

  let lost = 0
  loss = (operation) => (['correct', 'refuse', 'erase'].includes(operation) && lost++ % 2 === 0 ? 'answer' : null)
  await desk.send({
    from: alice,
    subject: 'Correction',
    text: 'Please correct my nickname from "Alice" to "Alice Springs".',
  })
  await desk.confirm(alice)
  expect((await desk.lastTo(alice)).words).toMatch(/Before: Alice Now: Alice Springs/)
  expect(rows('SELECT DISTINCT author_name FROM posts WHERE author_id = 2')).toEqual([{ author_name: 'Alice Springs' }])

  await desk.send({
    from: alice,
    subject: 'Analytics',
    text: 'I object to usage analytics. Please stop analysing how I use the site.',
  })
  await desk.confirm(alice)
  expect(rows('SELECT analytics_on FROM users WHERE id = 2')).toEqual([{ analytics_on: 0 }])

  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  await desk.confirm(alice)
  expect((await desk.lastTo(alice)).words).toContain('Accounting Law')
  expect(rows("SELECT * FROM users WHERE id = 2 OR email = 'alice@example.org'")).toEqual([])
  expect(rows('SELECT count(*) n FROM habeas_answers')).toEqual([{ n: 3 }])
  expect(await desk.states()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
})

test('an endpoint that is down is waited for: the request is carried out when it is back', async () => {
  const desk = await deskBehind()
  const xiaoming = 'xiaoming@example.com'
  await desk.send({ from: xiaoming, subject: '更正昵称', text: '您好，请把我的昵称从“小明”改为“明日之星”。' })
  loss = () => 'request'
  expect((await desk.app.readiness()).checks.platform).toEqual({ ok: false, detail: 'platform_unavailable' })
  await desk.confirm(xiaoming)
  expect(rows('SELECT nickname FROM users WHERE id = 1')).toEqual([{ nickname: '小明' }])
  loss = () => null
  desk.clock.forward(3_600_000)
  await desk.round()
  expect(rows('SELECT nickname FROM users WHERE id = 1')).toEqual([{ nickname: '明日之星' }])
  expect(await desk.states()).toEqual(['fulfilled'])
})
