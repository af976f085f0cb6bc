// Holds an endpoint against docs/http-endpoint.md, one check after the other, with an account that the platform sets apart
// for it. What changes rows is asked for by name: `change` leaves refusals in force, `erase` ends the account.

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { DataMap } from '../data-map-schema.ts'
import { addressHash } from '../subjects.ts'
import type { Subject, UserDb } from '../userdb.ts'
import type { Endpoint } from './exchange.ts'
import { type Probe, probe } from './probe.ts'
import { answers } from './protocol.ts'

export interface ConformanceCheck {
  name: string
  /** null where it holds; what was found instead */
  problem: string | null
}

export interface ConformanceOptions {
  /** the address of an account that is there for tests alone */
  subject: string
  change: boolean
  erase: boolean
}

interface Under {
  db: UserDb
  send: Probe
  subject: Subject
  map: DataMap
}

type Look = [name: string, look: (under: Under) => Promise<string | null>]

/** `db` is the endpoint opened; checks are told as they are made. */
export async function* conformance(
  endpoint: Endpoint,
  db: UserDb,
  options: ConformanceOptions,
): AsyncGenerator<ConformanceCheck> {
  yield { name: 'describe: a description that can be read, in signed answers', problem: null }
  const send = probe(endpoint)
  for (const [name, look] of signatures) yield await made(name, async () => await look(send))
  const found = await db.findSubjects(options.subject).catch(() => [])
  const [subject] = found
  const isOne = found.length === 1 && subject !== undefined
  yield {
    name: 'find: the test account by its address',
    problem: isOne ? null : `${found.length} accounts found; name one that is there once with --subject`,
  }
  if (!isOne) return
  const under = { db, send, subject, map: db.map }
  const looks = [...reading, ...(options.change ? changing : []), ...(options.erase ? erasing : [])]
  for (const [name, look] of looks) yield await made(name, async () => await look(under))
}

async function made(name: string, look: () => Promise<string | null>): Promise<ConformanceCheck> {
  try {
    return { name, problem: await look() }
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : 'failed' }
  }
}

function expects(status: number, found: { status: number }): string | null {
  return found.status === status ? null : `expected status ${status}, found ${found.status}`
}

const signatures: [string, (send: Probe) => Promise<string | null>][] = [
  [
    'signature: another secret is refused',
    async (send) => expects(401, await send('describe', {}, { secret: 'x'.repeat(40) })),
  ],
  [
    'signature: a changed body is refused',
    async (send) => expects(401, await send('describe', {}, { sent: '{"a":1}' })),
  ],
  [
    'signature: a signature for another operation is refused',
    async (send) => expects(401, await send('describe', {}, { signedFor: 'get' })),
  ],
  [
    'signature: a time ten minutes off is refused',
    async (send) => expects(401, await send('describe', {}, { olderMs: 600_000 })),
  ],
  [
    'signature: the same request again is refused',
    async (send) => {
      const nonce = randomUUID()
      const first = await send('describe', {}, { nonce })
      return expects(200, first) ?? expects(401, await send('describe', {}, { nonce }))
    },
  ],
  ['an operation that does not exist: 404', async (send) => expects(404, await send('no-such-operation', {}))],
  [
    'a change without an idempotency key: 400',
    async (send) => expects(400, await send('correct', { key: '', changes: [] })),
  ],
]

const reading: Look[] = [
  [
    'find: A-Z in either case, and nothing but whole addresses',
    async ({ db, send, subject }) => {
      const address = subject.address ?? ''
      if ((await db.findSubjects(swapped(address))).every(({ key }) => key !== subject.key))
        return 'not found in the other case'
      // asked as it stands: the desk itself would leave out whoever has another address
      for (const other of [`${address}x`, `%${address.slice(1)}`, address.slice(0, -1), accented(address)]) {
        const { value } = await send('find', { address: other })
        const found = answers.find.safeParse(value).data?.subjects ?? []
        if (found.some(({ key }) => key === subject.key)) return 'found by another address'
      }
      return null
    },
  ],
  [
    'get: the account by its key, nobody by a key that is none',
    async ({ db, subject }) => {
      const again = await db.getSubject(subject.key)
      if (again?.address !== subject.address) return 'another address than find gives'
      return (await db.getSubject(`no-such-key-${randomUUID()}`)) === null ? null : 'somebody behind an invented key'
    },
  ],
  [
    'view: as many rows as counted, shown columns alone',
    async ({ db, subject, map }) => {
      const counts = await db.read(subject.key, async (view) => {
        for (const table of Object.keys(map.tables)) {
          let rows = 0
          for await (const page of view.rows(table)) rows += page.length
          const counted = await view.count(table)
          if (rows !== counted) return `${table}: ${counted} counted, ${rows} sent`
        }
        return null
      })
      return counts
    },
  ],
  [
    'view: pages no larger than asked, the same page again is the same',
    async ({ send, subject, map }) => {
      const { value } = await send('view/open', { key: subject.key })
      const { view } = value as { view?: string }
      for (const table of Object.keys(map.tables)) {
        const page = { view, table, after: null, limit: 1 }
        const first = await send('view/rows', page)
        const { rows } = first.value as { rows?: unknown[] }
        if (!Array.isArray(rows) || rows.length > 1)
          return `${table}: ${rows?.length ?? 'no'} rows where one was asked for`
        if (JSON.stringify((await send('view/rows', page)).value) !== JSON.stringify(first.value))
          return `${table}: the same page differs`
      }
      await send('view/close', { view })
      return expects(410, await send('view/rows', { view, table: map.subject.table, after: null, limit: 1 }))
    },
  ],
  [
    'view: nobody behind a key that is none',
    async ({ db }) =>
      (await db.read(`no-such-key-${randomUUID()}`, async () => 'read')) === null ? null : 'a view was opened',
  ],
  [
    'erase/plan: every table of the description, with the rows of the view',
    async ({ db, subject, map }) => {
      const plan = new Map<string, number>()
      // a table may be named twice: rows that go, and rows that the law keeps
      for (const { table, rows } of await db.planErase(subject.key)) plan.set(table, (plan.get(table) ?? 0) + rows)
      const missing = Object.keys(map.tables).find((table) => !plan.has(table))
      if (missing !== undefined) return `${missing} is not in the plan`
      return await db.read(subject.key, async (view) => {
        for (const [table, rows] of plan)
          if ((await view.count(table)) !== rows) return `${table}: another count than the view's`
        return null
      })
    },
  ],
]

const changing: Look[] = [
  [
    'correct: an old value that is not there changes nothing',
    async ({ db, subject, map }) => {
      const field = await fieldToTry(db, subject, map)
      if (field === null) return null
      const outcome = await db.correct(subject.key, [{ ...field, before: `not ${field.before}`, after: 'habeas test' }])
      const [value] = await db.presentValues(subject.key, field.table, field.column)
      return outcome === 'moved_on' && value === field.before
        ? null
        : `expected moved_on and no change, found ${outcome}`
    },
  ],
  [
    'correct: once under one idempotency key, and again under another',
    async ({ db, send, subject, map }) => {
      const field = await fieldToTry(db, subject, map)
      if (field === null) return null
      const body = { key: subject.key, changes: [{ ...field, after: 'habeas test' }] }
      const idempotencyKey = randomUUID()
      const answers = [
        await send('correct', body, { idempotencyKey }),
        await send('correct', body, { idempotencyKey }),
        await send('correct', body, { idempotencyKey: randomUUID() }),
      ]
      const back = await db.correct(subject.key, [{ ...field, before: 'habeas test', after: field.before }])
      const outcomes = answers.map(({ value }) => (value as { outcome?: string }).outcome)
      return [...outcomes, back].every((outcome) => outcome === 'done')
        ? null
        : `expected done each time, found ${outcomes.join(', ')} and ${back}`
    },
  ],
  [
    'one idempotency key for two different changes: 422',
    async ({ send, subject }) => {
      const idempotencyKey = randomUUID()
      await send('refuse', { key: subject.key, switches: [] }, { idempotencyKey })
      return expects(422, await send('erase', { key: subject.key, addressHash: '0'.repeat(64) }, { idempotencyKey }))
    },
  ],
  [
    'refuse: off stays off',
    async ({ db, subject, map }) => {
      const switches = Object.values(map.refusal.purposes)
        .flatMap((purpose) => purpose?.switches ?? [])
        .map(({ table, column, off, where, insert }) => ({ table, column, off, where, insert }))
      await db.switchOff(subject.key, switches)
      const again = await db.switchOff(subject.key, switches)
      return again.every(({ rows }) => rows === 0) ? null : 'what was off is switched off again'
    },
  ],
  [
    'erase: an account with another address than planned stays',
    async ({ db, subject }) => {
      const { state } = await db.erase(subject.key, '0'.repeat(64))
      return state === 'changed' && (await db.getSubject(subject.key)) !== null
        ? null
        : `expected changed, found ${state}`
    },
  ],
]

const erasing: Look[] = [
  [
    'erase: the account goes, once; its key hears the same again, another that it is gone',
    async ({ db, send, subject }) => {
      const idempotencyKey = randomUUID()
      const body = { key: subject.key, addressHash: addressHash(subject) }
      const ask = async () => await send('erase', body, { idempotencyKey })
      let first = await ask()
      for (let polls = 0; first.status === 202 && polls < 60; polls++) {
        await pause(500)
        first = await ask()
      }
      const { state } = first.value as { state?: string }
      if (state !== 'erased') return `expected erased, found ${state ?? `status ${first.status}`}`
      if (JSON.stringify((await ask()).value) !== JSON.stringify(first.value)) return 'its key hears something else'
      const other = await db.erase(subject.key, body.addressHash)
      return other.state === 'gone' ? null : `expected gone under another key, found ${other.state}`
    },
  ],
  [
    'find: nobody at the address any more',
    async ({ db, subject }) =>
      (await db.findSubjects(subject.address ?? '')).length === 0 ? null : 'somebody is found',
  ],
]

/** A free text of the account that may be changed and put back; null where there is none. */
async function fieldToTry(db: UserDb, subject: Subject, map: DataMap) {
  for (const { table, column, check, copies } of Object.values(map.correction)) {
    if (check.type !== 'text') continue
    const [before, more] = await db.presentValues(subject.key, table, column)
    if (typeof before === 'string' && more === undefined) return { table, column, before, unique: check.unique, copies }
  }
  return null
}

/** What a collation that folds accents takes for the same. */
function accented(address: string): string {
  return address.replace(/[aeiou]/i, (vowel) => `${vowel}\u0301`.normalize('NFC'))
}

function swapped(address: string): string {
  return address.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}
