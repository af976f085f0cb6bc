// How long the console's pages take at 100,000 requests, beside the database's bare query for the same rows.
//   node bench/console.ts [--requests 100000] [--looks 15]

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { keptFigures } from '../src/console/overview/figures.ts'
import { workPages } from '../src/console/pages.ts'
import { readFilters } from '../src/console/queue/filters.ts'
import { queueStatements } from '../src/console/queue/queue-query.ts'
import { insertMany } from '../src/db/bulk.ts'
import { type Db, openDb } from '../src/db/client.ts'
import { migrate } from '../src/db/migrate.ts'
import type { PathParts } from '../src/desk/parts.ts'
import { systemChance } from '../src/lib/ids.ts'
import { commit, noChanges } from '../src/requests/changes.ts'
import { candidateStatement, signatureOf } from '../src/requests/mail-search.ts'
import { manyRequests } from '../test/console/support/many-requests.ts'
import { testConsole } from '../test/console/support/test-console.ts'
import { testKey } from '../test/support/test-key.ts'

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, looks: { type: 'string', default: '15' } },
})
const count = Number(values.requests)
const looks = Number(values.looks)
const now = new Date('2026-11-23T02:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'habeas-bench-'))
let next = 0
const db = await openDb(`file:${join(folder, 'habeas.db')}`, testKey)

try {
  await migrate(db, now)
  await manyRequests(db, count, now)
  await mails(db)
  await trail(db)
  const console_ = testConsole(partsOf(db), workPages, { role: 'officer', language: 'zh' })
  const pages: [name: string, path: string, bare: () => Promise<unknown>][] = [
    ['queue, held', '/', async () => await bare('')],
    ['queue, all open', '/?state=open', async () => await bare('state=open')],
    ['queue, overdue', '/?state=open&overdue=1', async () => await bare('state=open&overdue=1')],
    ['queue, settled', '/?state=settled', async () => await bare('state=settled')],
    ['queue, deletions in Chinese', '/?kind=deletion&language=zh', async () => await bare('kind=deletion&language=zh')],
    ['search, rare words', '/?q=浏览记录', async () => await bareSearch()],
    ['search, words of every mail', '/?q=账号', async () => await bareSearch()],
    ['nothing new', '/queue?seen=0', async () => await db.$queryRawUnsafe('SELECT "count" FROM "TrailHead"')],
  ]
  for (const [name, path, query] of pages) {
    const page = await timed(async () => {
      const answer = await console_.app.request(`http://127.0.0.1:8484${path}`, { headers: { 'hx-request': 'true' } })
      await answer.text()
    })
    const database = await timed(query)
    console.log(`${name.padEnd(30)} page ${show(page)}   bare query ${show(database)}`)
  }
  const start = await once(async () => await keptFigures(db).catchUp(now))
  for (const days of [90, 365]) {
    const page = await timed(async () => {
      await touchRequest(db)
      await (await console_.get(`/overview?days=${days}`)).text()
    })
    console.log(`${`overview, ${days} days`.padEnd(30)} page ${show(page)}   a request changed before each look`)
  }
  console.log(`a year's days counted in the background after the start: ${(start / 1000).toFixed(1)} s`)
} finally {
  await db.$disconnect()
  rmSync(folder, { recursive: true, force: true })
}

async function bare(query: string): Promise<void> {
  const viewer = { name: '林晓', now }
  for (const { sql, values: given } of queueStatements(
    readFilters(Object.fromEntries(new URLSearchParams(query))),
    viewer,
  )) {
    const rows = await db.$queryRawUnsafe<unknown[]>(sql, ...given, 51)
    if (rows.length > 50) return
  }
}

async function bareSearch(): Promise<void> {
  const { sql, values: given } = candidateStatement([17, 900, 1203], null)
  await db.$queryRawUnsafe(sql, ...given)
}

/** One mail a request: in Chinese, a hundred characters; one in a thousand asks about the browsing history. */
async function mails(to: Db): Promise<void> {
  await to.mailbox.create({ data: { id: 'box', name: 'box', startAt: now } })
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, offset) => {
      const index = from + offset
      const more = index % 1000 === 0 ? '请给我一份浏览记录。' : ''
      const newText = `您好，我是贵平台的用户，账号注册于 ${2010 + (index % 16)} 年，昵称是用户${index}。请帮我查一下你们保存了我的哪些信息，并发到我登记的邮箱。${more}谢谢！`
      return { id: `mail-${String(index).padStart(8, '0')}`, index, subject: `个人信息请求 ${index}`, newText }
    })
    await to.mail.createMany({
      data: rows.map(({ id, index, subject, newText }) => ({
        id,
        mailboxId: 'box',
        uidValidity: '1',
        uid: index,
        arrivedAt: now,
        storedAt: now,
        bytes: 1000,
        sourceSha256: '',
        state: 'handled' as const,
        subject,
        newText,
        requestId: requestId(index),
      })),
    })
    const changes = noChanges()
    changes.signatures.push(...rows.map((row) => ({ mailId: row.id, bits: signatureOf(to.$deskKey(), row) })))
    await commit(to, [changes])
  }
}

/** Eight entries a request; staff touched one in ten. */
async function trail(to: Db): Promise<void> {
  const types = ['received', 'challenged', 'letter_queued', 'letter_sent', 'verified', 'fulfilled', 'letter_queued']
  for (let from = 0; from < count; from += 1000) {
    const events = Array.from({ length: Math.min(1000, count - from) }, (_, offset) => from + offset).flatMap((index) =>
      [...types, 'noted'].map((type, at) => ({
        id: index * 8 + at + 1,
        requestId: requestId(index),
        at: now,
        actor: type === 'noted' && index % 10 === 0 ? 'staff:林晓' : 'desk',
        type,
        hash: '0'.repeat(64),
      })),
    )
    await insertMany(to, 'Event', events)
  }
  next = count * 8
}

/** Something happened to a request of the last days. */
async function touchRequest(to: Db): Promise<void> {
  next += 1
  const id = requestId(count - 1 - (next % 500))
  await insertMany(to, 'Event', [
    { id: next, requestId: id, at: now, actor: 'desk', type: 'noted', hash: '0'.repeat(64) },
  ])
}

function requestId(index: number): string {
  return `${String(index).padStart(8, '0')}-0000-7000-8000-000000000000`
}

function partsOf(of: Db): PathParts {
  const settings = { officeHours: { timeZone: 'Asia/Shanghai' } }
  return {
    db: of,
    clock: { now: () => now },
    chance: systemChance,
    settings,
    log: { error: console.error },
  } as unknown as PathParts
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  await work()
  const times: number[] = []
  const before = process.cpuUsage()
  for (let look = 0; look < looks; look++) times.push(await once(work))
  const { user, system } = process.cpuUsage(before)
  return { times: times.toSorted((a, b) => a - b), cpuMs: (user + system) / 1000 / looks }
}

interface Timed {
  times: number[]
  /** of this process, a look: what a machine that does nothing else would take at most */
  cpuMs: number
}

function show({ times, cpuMs }: Timed): string {
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(0)
  return `p50 ${at(0.5).padStart(4)} ms, p95 ${at(0.95).padStart(4)} ms, CPU ${cpuMs.toFixed(0).padStart(3)} ms`
}
