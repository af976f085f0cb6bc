// The conformance checks hold on the reference server, and each notices an endpoint that breaks what it looks at.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createEndpoint } from '../../../examples/http-endpoint/protocol.mjs'
import { startServer } from '../../../examples/http-endpoint/server.mjs'
import { createSamplePlatform } from '../../../src/sample/platform.ts'
import { conformance } from '../../../src/userdb/http/conformance.ts'
import type { Endpoint } from '../../../src/userdb/http/exchange.ts'
import { openHttpUserDb } from '../../../src/userdb/http/http-userdb.ts'
import { answers } from '../../../src/userdb/http/protocol.ts'
import { listening, testKey } from './bridge.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
})

async function checked(endpoint: Endpoint, subject: string): Promise<Record<string, string | null>> {
  const db = await openHttpUserDb(endpoint, { firstPauseMs: 1, tries: 1 })
  stops.push(async () => await db.close())
  const found: [string, string | null][] = []
  for await (const { name, problem } of conformance(endpoint, db, { subject, change: true, erase: true }))
    found.push([name, problem])
  return Object.fromEntries(found)
}

test('the reference server holds to all of it, a careless one is told what it does wrong', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'habeas-conformance-')), 'platform.db')
  createSamplePlatform(file, { small: true })
  const good = startServer({ file, keys: { [testKey.keyId]: testKey.secret } })
  const started = await listening(good)
  stops.push(started.stop)
  const real = await openHttpUserDb(started.endpoint)
  stops.push(async () => await real.close())

  // the same data behind an endpoint that gets everything a little wrong
  const { map } = real
  const subject = { key: '2', address: 'alice@example.org', name: 'Alice' }
  let pages = 0
  const careless = createEndpoint({
    path: '/habeas',
    keys: { [testKey.keyId]: testKey.secret },
    report: () => {},
    reads: {
      describe: () => ({ protocol: 1, map: JSON.parse(JSON.stringify(map)) as unknown }),
      find: () => ({ subjects: [subject] }),
      get: () => ({ subject }),
      'view/open': () => ({ view: 'v', subject, counts: { users: 2 } }),
      'view/rows': ({ after }) => ({ rows: [{ id: ++pages }], next: after === null ? 'more' : null }),
      'view/close': () => ({}),
      values: () => ({ values: ['Alice'] }),
      'erase/plan': () => ({ tables: [] }),
    },
    changes: {
      correct: () => ({ outcome: 'taken' }),
      refuse: ({ switches }) => ({ switches: switches.map((off) => ({ ...off, rows: 1 })) }),
      erase: () => ({ state: 'erased', tables: [] }),
    },
  })
  const wrong = await listening(careless)
  stops.push(wrong.stop)
  // an endpoint that takes anybody for Alice: whose account it is says the address alone
  const misled = await openHttpUserDb(wrong.endpoint)
  stops.push(async () => await misled.close())
  for (const twin of ['álice@example.org', 'alice@example.org.attacker.example', 'mallory@attacker.example'])
    expect(await misled.findSubjects(twin)).toEqual([])
  expect(await misled.getSubject('2')).toMatchObject({ address: 'alice@example.org' })
  await expect(misled.getSubject('3')).rejects.toMatchObject({ code: expect.stringMatching(/^platform_/) })
  await expect(misled.read('3', async () => 'read')).rejects.toMatchObject({
    code: expect.stringMatching(/^platform_/),
  })
  expect(await misled.findSubjects('ALICE@example.org')).toMatchObject([{ key: '2' }])
  const told = await checked(wrong.endpoint, 'alice@example.org')
  expect(told['find: A-Z in either case, and nothing but whole addresses']).toBe('found by another address')
  const mended = Object.entries(told).flatMap(([name, problem]) => (problem === null ? [name.split(':', 1)[0]] : []))
  // the protocol's half is the reference server's own
  expect(new Set(mended)).toEqual(
    new Set([
      'describe',
      'signature',
      'an operation that does not exist',
      'a change without an idempotency key',
      'one idempotency key for two different changes',
      'find',
    ]),
  )
  expect(Object.values(told).filter((problem) => problem !== null).length).toBeGreaterThan(10)

  const held = await checked(started.endpoint, 'alice@example.org')
  expect(Object.entries(held).filter(([, problem]) => problem !== null)).toEqual([])
  expect(Object.keys(held).length).toBeGreaterThan(20)
  expect(answers.find.safeParse({ subjects: await real.findSubjects('alice@example.org') }).data?.subjects).toEqual([])
})
