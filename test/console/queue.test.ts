import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConsoleEnv } from '../../src/console/env.ts'
import { keptFigures } from '../../src/console/overview/figures.ts'
import { readFilters } from '../../src/console/queue/filters.ts'
import { queuePageIds, queueStatements } from '../../src/console/queue/queue-query.ts'
import { queueRoutes } from '../../src/console/queue/queue-routes.ts'
import { type Db, openDb, transact } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { PathParts } from '../../src/desk/parts.ts'
import { systemChance } from '../../src/lib/ids.ts'
import { appendTrail } from '../../src/requests/trail.ts'
import { testKey } from '../support/test-key.ts'
import { manyRequests } from './support/many-requests.ts'
import { testConsole } from './support/test-console.ts'

const now = new Date('2026-11-23T02:00:00Z')
const viewer = { name: '林晓', now }
let db: Db

const folder = mkdtempSync(join(tmpdir(), 'habeas-queue-'))

beforeAll(async () => {
  db = await openDb(`file:${join(folder, 'habeas.db')}`, testKey)
  await migrate(db, now)
  await manyRequests(db, 1200, now)
  await db.privacyRequest.updateMany({ where: { reference: 'HB-000000' }, data: { claimedBy: '林晓' } })
})

afterAll(async () => {
  await db.$disconnect()
  rmSync(folder, { recursive: true })
})

async function allPages(query: Record<string, string>): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof queuePageIds>> = await queuePageIds(
      db,
      readFilters({ ...query, after }),
      viewer,
    )
    ids.push(...page.ids)
    after = page.next
  }
  return ids
}

describe('which requests are shown', () => {
  test('what is held comes first, by due time, then what waits for others; every page follows the one before', async () => {
    const ids = await allPages({ state: 'open' })
    const rows = await db.privacyRequest.findMany({ where: { id: { in: ids } } })
    const rank = ['held', 'received', 'awaiting_verification', 'in_progress']
    const expected = rows.toSorted(
      (a, b) =>
        rank.indexOf(a.state) - rank.indexOf(b.state) ||
        a.dueAt.getTime() - b.dueAt.getTime() ||
        (a.id < b.id ? -1 : 1),
    )
    expect(ids).toHaveLength(60)
    expect(ids).toEqual(expected.map((row) => row.id))
  })

  test('settled requests come newest first, all of them once', async () => {
    const ids = await allPages({ state: 'settled' })
    expect(ids).toHaveLength(1140)
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed())
  })

  test.for([
    [{ kind: 'deletion', state: 'open' }, { acts: { some: { kind: 'deletion' } } }],
    [{ language: 'en', state: 'all' }, { language: 'en' }],
    [{ who: 'unclaimed' }, { state: 'held', claimedBy: null }],
    [{ who: 'mine', state: 'all' }, { claimedBy: '林晓' }],
    [
      { overdue: '1', state: 'all' },
      { dueAt: { lt: now }, settledAt: null },
    ],
  ] as const)('a filter shows what it says: %j', async ([query, where]) => {
    const ids = await allPages(query)
    const open = 'state' in query && query.state === 'open' ? { settledAt: null } : {}
    const rows = await db.privacyRequest.findMany({ where: { ...(where as object), ...open } })
    expect(ids.toSorted()).toEqual(rows.map((row) => row.id).toSorted())
    expect(ids.length).toBeGreaterThan(0)
  })

  test.for(['', 'state=open', 'overdue=1', 'kind=deletion&language=zh', 'state=settled', 'state=all&topic=request'])(
    'the query uses an index and sorts at most what is due at one moment: %s',
    async (query) => {
      for (const { sql, values } of queueStatements(
        readFilters(Object.fromEntries(new URLSearchParams(query))),
        viewer,
      )) {
        const plan = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values, 51)
        const steps = plan.map((row) => row.detail).join('\n')
        expect(steps).toMatch(
          /SEARCH PrivacyRequest USING INDEX (PrivacyRequest_state_dueAt_idx|sqlite_autoindex_PrivacyRequest_1)/,
        )
        expect(steps).not.toMatch(/SCAN|USE TEMP B-TREE FOR ORDER BY/)
      }
    },
  )
})

describe('the page', () => {
  const desk = () =>
    ({
      db,
      clock: { now: () => now },
      chance: systemChance,
      settings: { officeHours: { timeZone: 'Asia/Shanghai' } },
    }) as unknown as PathParts
  const pages = () => new Hono<ConsoleEnv>().route('/', queueRoutes(desk()))
  const signedIn = (over: Parameters<typeof testConsole>[2] = {}) => testConsole(desk(), pages, over)

  test('nothing is sent again while the trail stands where it stood', async () => {
    const { app } = signedIn()
    const ask = async (seen: string) =>
      await app.request(`http://127.0.0.1:8484/queue?seen=${seen}`, { headers: { 'hx-request': 'true' } })
    expect((await ask('0')).status).toBe(204)
    expect(await (await ask('7')).text()).toContain('hx-get="/queue?seen=0"')
  })

  test('a kept view is its owner’s alone', async () => {
    const mine = signedIn({ id: 'me' })
    const other = signedIn({ id: 'somebody' })
    const kept = await mine.post('/views', { name: '<b>删除</b>', query: 'kind=deletion&after=x&junk=1' })
    expect(kept.headers.get('location')).toBe('/?kind=deletion')
    expect(await (await mine.get('/')).text()).toContain('&lt;b&gt;删除')
    expect(await (await other.get('/')).text()).not.toContain('删除</b>')
    const [view] = await db.savedView.findMany({})
    await other.post(`/views/${view?.id}/drop`)
    expect(await db.savedView.count()).toBe(1)
    await mine.post(`/views/${view?.id}/drop`)
    expect(await db.savedView.count()).toBe(0)
  })

  test('a reference leads straight to its request, too little to search says so', async () => {
    const { get } = signedIn()
    expect((await get('/?q=hb-000000')).headers.get('location')).toBe('/requests/HB-000000')
    expect(await (await get('/?q=x')).text()).toContain('at least two Chinese characters')
  })

  test('what makes no sense in the address is as if it were not there', async () => {
    const page = await (await signedIn().get('/?state=nonsense&after=%3Cscript%3E&kind=x&overdue=2')).text()
    expect(page).toContain('aria-current="page">For staff')
    expect(page).not.toContain('<script>')
  })
})

describe('the overview', () => {
  test('adds up what was received, and hears by the trail of what changed since', async () => {
    const since = new Date('2026-08-26T00:00:00Z')
    const received = await db.privacyRequest.findMany({
      where: { receivedAt: { gte: since } },
      include: { acts: true },
    })
    const answered = received.filter(({ state }) => state === 'fulfilled' || state === 'declined')
    const hours = answered
      .map((row) => ((row.settledAt?.getTime() ?? 0) - row.receivedAt.getTime()) / 3_600_000)
      .toSorted((a, b) => a - b)
    const before = await keptFigures(db).read(90, now)
    expect(before).toMatchObject({
      since,
      total: received.length,
      answered: answered.length,
      automatic: answered.length,
      inTime: answered.filter((row) => row.settledAt !== null && row.settledAt <= row.dueAt).length,
      overdue: await db.privacyRequest.count({ where: { settledAt: null, dueAt: { lt: now } } }),
    })
    expect(before.medianHours).toBeCloseTo(hours[Math.ceil(hours.length / 2) - 1] ?? 0, 2)
    expect(before.p90Hours).toBeCloseTo(hours[Math.ceil(hours.length * 0.9) - 1] ?? 0, 2)
    const deletions = before.byDay.filter(({ kind }) => kind === 'deletion').reduce((sum, { count }) => sum + count, 0)
    expect(deletions).toBe(received.filter(({ acts }) => acts[0]?.kind === 'deletion').length)

    const held = received.findLast(({ state }) => state === 'held')
    await db.privacyRequest.update({ where: { id: held?.id ?? '' }, data: { state: 'declined', settledAt: now } })
    await transact(db, async (tx) => {
      await appendTrail(tx, [{ at: now, actor: 'staff:林晓', type: 'declined', requestId: held?.id ?? null }])
    })
    const after = await keptFigures(db).read(90, now)
    expect(after).toMatchObject({
      total: before.total,
      answered: before.answered + 1,
      automatic: before.automatic,
    })
    const declined = (figures: typeof before) => figures.byState.find(({ name }) => name === 'declined')?.count
    expect(declined(after)).toBe((declined(before) ?? 0) + 1)
  })
})
