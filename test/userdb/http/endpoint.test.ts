// What the desk does when an endpoint is slow, lost, wrong or not the one it should be; and that nothing is done twice.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import type { ConnectionOptions } from '../../../src/userdb/http/connection.ts'
import type { Endpoint } from '../../../src/userdb/http/exchange.ts'
import { openHttpUserDb } from '../../../src/userdb/http/http-userdb.ts'
import { type Signature, signAnswer, signRequest } from '../../../src/userdb/http/signature.ts'
import { addressHash } from '../../../src/userdb/subjects.ts'
import type { UserDb } from '../../../src/userdb/userdb.ts'
import { type Engine, type EnginePlatform, engines } from '../engines.ts'
import { type Bridge, type Loss, listening, lose, startBridge, testKey } from './bridge.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function forum(background: string[] = []): Promise<{ platform: EnginePlatform; bridge: Bridge }> {
  const engine = (await engines[0]?.start()) as Engine
  stops.push(engine.stop)
  const platform = await engine.known('forum')
  const bridge = await startBridge(platform.db, background)
  stops.push(bridge.stop)
  return { platform, bridge }
}

async function open(endpoint: Endpoint, options: ConnectionOptions = {}): Promise<UserDb> {
  const db = await openHttpUserDb(endpoint, { firstPauseMs: 1, ...options })
  stops.push(async () => await db.close())
  return db
}

const rename = {
  table: 'members',
  column: 'username',
  before: '小明',
  after: '大明',
  unique: true,
  copies: [{ table: 'posts', column: 'author_name' }],
}

/** A whole life of requests; what it saw. */
async function story(db: UserDb): Promise<unknown[]> {
  const told: unknown[] = [
    await db.findSubjects('xiaoming@example.com'),
    await db.presentValues('1', 'members', 'username'),
  ]
  told.push(await db.correct('1', [rename]))
  told.push(await db.switchOff('1', [{ table: 'members', column: 'wants_digest', off: false }]))
  told.push(
    await db.read('1', async (snapshot) => {
      const rows: unknown[] = []
      for await (const page of snapshot.rows('private_messages')) rows.push(...page)
      return rows
    }),
  )
  const subject = await db.getSubject('1')
  if (subject) told.push(await db.planErase('1'), await db.erase('1', addressHash(subject)))
  return told
}

test('a connection lost at any request, or before any answer: nothing is done twice, and the story is the same', async () => {
  const { platform } = await forum()
  const undisturbed = await story(platform.db)
  let requests = 0
  for (const loss of ['request', 'answer'] as Loss[]) {
    for (let at = 2; ; at++) {
      const { bridge } = await forum()
      let seen = 0
      lose(bridge.server, () => (++seen === at ? loss : null))
      expect(await story(await open(bridge.endpoint)), `${loss} ${at} lost`).toEqual(undisturbed)
      requests = Math.max(requests, seen)
      if (seen < at) break
      await Promise.all(
        stops
          .splice(2)
          .reverse()
          .map(async (stop) => await stop()),
      )
    }
  }
  expect(requests).toBeGreaterThan(9)
})

test('an answer lost for good: the next call, under the same key, hears what the first one did', async () => {
  const { bridge } = await forum()
  let lost = 2
  lose(bridge.server, (operation) => (operation === 'erase' && lost-- > 0 ? 'answer' : null))
  const db = await open(bridge.endpoint, { tries: 2 })
  const subject = await db.getSubject('1')
  const erase = async () => await db.erase('1', subject ? addressHash(subject) : '')
  await expect(erase()).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
  expect(await erase()).toMatchObject({
    state: 'erased',
    tables: expect.arrayContaining([{ table: 'members', rows: 1, how: 'deleted', until: null }]),
  })
  expect(await erase()).toEqual({ state: 'gone' })
})

test('long work is answered later', async () => {
  const { platform, bridge } = await forum(['erase'])
  const asked: string[] = []
  lose(bridge.server, (operation) => {
    asked.push(operation)
    return null
  })
  const db = await open(bridge.endpoint)
  const subject = await db.getSubject('1')
  expect(await db.erase('1', subject ? addressHash(subject) : '')).toMatchObject({ state: 'erased' })
  expect(asked.slice(-2)).toEqual(['erase', 'operation'])
  expect(await platform.rows('select count(*) n from members where id = 1')).toEqual([{ n: '0' }])
})

type Say = (request: { operation: string; idempotencyKey: string | undefined; times: number }) => {
  status: number
  value?: unknown
  fields?: Record<string, string>
  unsigned?: boolean
  secret?: string
}

const description = {
  protocol: 1,
  map: {
    version: 1,
    platform: { zh: '甲', en: 'A' },
    subject: { table: 'people', key: 'id', email: 'mail' },
    categories: { c: { zh: '甲', en: 'A' } },
    tables: {
      people: {
        label: { zh: '甲', en: 'A' },
        category: 'c',
        purpose: { zh: '甲', en: 'A' },
        retention: { zh: '甲', en: 'A' },
        columns: {
          id: { zh: '甲', en: 'A' },
          mail: { zh: '甲', en: 'A' },
          note: { zh: '甲', en: 'A', treatment: 'hidden' },
        },
        deletion: 'delete',
      },
    },
    refusal: { purposes: {} },
    information: Object.fromEntries(
      ['source', 'recipients', 'transfers', 'automated_decisions', 'complaint'].map((name) => [
        name,
        { zh: '甲', en: 'A' },
      ]),
    ),
  },
}
Object.assign(description.map.information, { rights: [{ zh: '甲', en: 'A' }] })

/** An endpoint that says what it is told to. */
async function saying(say: Say, describes: unknown = description): Promise<Endpoint> {
  const times = new Map<string, number>()
  const server = createServer((request, response) => void answer(request, response, say, describes, times))
  const { endpoint, stop } = await listening(server)
  stops.push(stop)
  return endpoint
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  say: Say,
  describes: unknown,
  times: Map<string, number>,
) {
  request.resume()
  await once(request, 'end')
  const operation = (request.url ?? '').replace('/habeas/', '')
  times.set(operation, (times.get(operation) ?? 0) + 1)
  const idempotencyKey = request.headers['idempotency-key'] as string | undefined
  const asked = { operation, idempotencyKey, times: times.get(operation) ?? 0 }
  const said: ReturnType<Say> = operation === 'describe' ? { status: 200, value: describes } : say(asked)
  const { status, value = {}, fields, unsigned, secret = testKey.secret } = said
  const body = Buffer.from(JSON.stringify(value))
  const signature = { status, body, requestSignature: String(request.headers.signature), createdAt: new Date() }
  response
    .writeHead(status, { ...fields, ...(unsigned ? {} : signAnswer(signature, { ...testKey, secret })) })
    .end(body)
}

const fine = { status: 200, value: { subject: null } }

test.for<[string, Say, object]>([
  ['an answer that nobody signed', () => ({ ...fine, unsigned: true }), { code: 'platform_unavailable', retry: false }],
  [
    'an answer signed with another secret',
    () => ({ ...fine, secret: 'x'.repeat(32) }),
    { code: 'platform_unavailable', retry: false },
  ],
  [
    'a redirect',
    () => ({ status: 307, fields: { location: 'http://127.0.0.1:1/' } }),
    { code: 'platform_unavailable', retry: false },
  ],
  [
    'a refused signature',
    () => ({ status: 401, value: { error: 'signature' }, unsigned: true }),
    { retry: false, message: expect.stringContaining('keyId and secret') },
  ],
  [
    'clocks that differ',
    () => ({ status: 401, value: { error: 'clock' } }),
    { retry: false, message: expect.stringContaining('clocks') },
  ],
  [
    'a proxy without the endpoint',
    () => ({ status: 502, unsigned: true }),
    { code: 'platform_unavailable', retry: true },
  ],
  [
    'too many requests, again and again',
    () => ({ status: 429, unsigned: true }),
    { code: 'platform_unavailable', retry: true },
  ],
  [
    'a change that the platform refuses',
    () => ({ status: 422, value: { error: 'no' } }),
    { code: 'platform_refused', retry: false },
  ],
  [
    'another protocol',
    () => ({ status: 404, value: { error: 'unknown_operation' } }),
    { code: 'platform_schema_mismatch', retry: false },
  ],
  [
    'an answer of another shape',
    () => ({ status: 200, value: { subject: { key: 1 } } }),
    { code: 'platform_schema_mismatch', message: expect.stringContaining('subject.key') },
  ],
  [
    'an answer without end',
    () => ({ status: 200, value: 'x'.repeat(100_000) }),
    { code: 'platform_refused', message: expect.stringContaining('answerBytes') },
  ],
])('%s is told apart', async ([, say, expected]) => {
  const endpoint = await saying(say)
  const db = await open({ ...endpoint, answerBytes: 65_536 }, { tries: 2 })
  await expect(db.getSubject('1')).rejects.toMatchObject(expected)
})

test('what failed for a while is asked again, as late as the endpoint wishes, under one idempotency key', async () => {
  const keys = new Set<string | undefined>()
  const endpoint = await saying(({ idempotencyKey, times, operation }) => {
    if (operation === 'correct') keys.add(idempotencyKey)
    return times < 3
      ? { status: 503, value: { error: 'busy' }, fields: { 'retry-after': times === 1 ? '0' : '1' } }
      : { status: 200, value: { outcome: 'done' } }
  })
  const db = await open(endpoint)
  const before = performance.now()
  expect(await db.correct('1', [{ ...rename, copies: [] }])).toBe('done')
  expect(performance.now() - before).toBeGreaterThan(950)
  expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
})

test('an endpoint that trickles, or never finishes, is left in time', async () => {
  const endpoint = await saying(({ operation }) =>
    operation === 'erase' || operation === 'operation'
      ? { status: 202, value: { operation: 'x' }, fields: { 'retry-after': '1' } }
      : fine,
  )
  const db = await open({ ...endpoint, patienceSeconds: 1 })
  await expect(db.erase('1', 'x')).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
  const silent = createServer(() => {})
  const { endpoint: never, stop } = await listening(silent)
  stops.push(stop)
  await expect(open({ ...never, timeoutSeconds: 0.1 }, { tries: 1 })).rejects.toMatchObject({
    retry: true,
    message: expect.stringContaining('timeoutSeconds'),
  })
  await expect(open({ ...never, url: 'http://127.0.0.1:1/habeas' }, { tries: 1 })).rejects.toMatchObject({
    retry: true,
    message: expect.stringContaining('platform.endpoint.url'),
  })
})

test('an operation that the endpoint forgot over a restart is asked for again, under its key', async () => {
  const keys: (string | undefined)[] = []
  const endpoint = await saying(({ operation, idempotencyKey, times }) => {
    if (operation === 'operation') return { status: 410, value: { error: 'operation_gone' } }
    keys.push(idempotencyKey)
    return times === 1
      ? { status: 202, value: { operation: 'x' }, fields: { 'retry-after': '0' } }
      : { status: 200, value: { state: 'gone' } }
  })
  expect(await (await open(endpoint)).erase('1', 'x')).toEqual({ state: 'gone' })
  expect(keys).toEqual([keys[0], keys[0]])
})

test('rows hold what the description shows and nothing else', async () => {
  let row: Record<string, unknown> = { id: { integer: '9007199254740993' }, mail: null }
  const endpoint = await saying(({ operation }) =>
    operation === 'view/open'
      ? { status: 200, value: { view: 'v', subject: { key: '1', address: null, name: null }, counts: { people: 1 } } }
      : { status: 200, value: { rows: [row], next: null } },
  )
  const db = await open(endpoint)
  const read = async () =>
    await db.read('1', async (snapshot) => {
      for await (const page of snapshot.rows('people')) return page
      return []
    })
  expect(await read()).toEqual([{ id: 9007199254740993n, mail: null }])
  row = { id: 1, mail: 'a', note: 'internal' }
  await expect(read()).rejects.toMatchObject({
    code: 'platform_schema_mismatch',
    message: expect.stringContaining('people.note'),
  })
})

test('a description with a mistake is named place by place', async () => {
  const broken = structuredClone(description)
  broken.map.subject.email = 'post'
  const endpoint = await saying(() => fine, broken)
  await expect(open(endpoint)).rejects.toMatchObject({
    code: 'data_map_invalid',
    message: expect.stringContaining('map.subject.email'),
  })
})

test('a request is looked at closely: its key, its time, every part, and once', async () => {
  const { bridge } = await forum()
  const body = Buffer.from('{"key":"1"}')
  const signed = (changes: object, key = testKey) =>
    signRequest(
      {
        method: 'POST',
        path: '/habeas/get',
        body,
        idempotencyKey: null,
        createdAt: new Date(),
        nonce: 'n'.repeat(32),
        ...changes,
      },
      key,
    )
  const post = async (headers: Signature | object, sent = body, path = 'get') => {
    const response = await fetch(`${bridge.endpoint.url}/${path}`, {
      method: 'POST',
      headers: { ...headers },
      body: sent,
    })
    return [response.status, ((await response.json()) as { error?: string }).error]
  }
  const good = signed({})
  expect(await post(good)).toEqual([200, undefined])
  expect(await post(good)).toEqual([401, 'replay'])
  expect(await post({})).toEqual([401, 'signature'])
  expect(await post(signed({ nonce: 'm'.repeat(32) }), Buffer.from('{"key":"2"}'))).toEqual([401, 'signature'])
  expect(await post(signed({ nonce: 'm'.repeat(32) }), body, 'erase/plan')).toEqual([401, 'signature'])
  expect(await post(signed({ nonce: 'm'.repeat(32), createdAt: new Date(Date.now() - 400_000) }))).toEqual([
    401,
    'clock',
  ])
  expect(await post(signed({ nonce: 'm'.repeat(32) }, { ...testKey, secret: 'y'.repeat(32) }))).toEqual([
    401,
    'signature',
  ])
  expect(await post(signed({ nonce: 'm'.repeat(32) }, { ...testKey, keyId: 'desk-2' }))).toEqual([401, 'signature'])
  expect(await post({ ...signed({ nonce: 'm'.repeat(32) }), 'idempotency-key': 'added' })).toEqual([401, 'signature'])
})
