// The figures of the overview, counted by the database over the requests received in a period. They are kept for five minutes:
// whoever looks again, or with others, does not count again.

import type { Db } from '../../db/client.ts'
import { openStates, type RequestState } from '../../requests/states.ts'
import { type RequestKind, requestKinds } from '../../requests/words.ts'

export interface Figures {
  at: Date
  since: Date
  total: number
  /** requests that ask for the right, by day (YYYY-MM-DD, UTC) of receipt */
  byDay: { day: string; kind: RequestKind; count: number }[]
  byKind: Record<RequestKind, number>
  byLanguage: { name: string; count: number }[]
  byState: { name: RequestState; count: number }[]
  /** hours from receipt to answer of what was fulfilled or declined; null where nothing was */
  medianHours: number | null
  p90Hours: number | null
  answered: number
  inTime: number
  /** of the answered, those that no person touched */
  automatic: number
  /** of all that is open now, whenever received */
  dueSoon: number
  overdue: number
}

const keptMs = 300_000
const dayMs = 86_400_000

export function figureReader(db: Db): (days: number, now: Date) => Promise<Figures> {
  const kept = new Map<number, Figures>()
  return async (days, now) => {
    const known = kept.get(days)
    if (known !== undefined && Math.abs(now.getTime() - known.at.getTime()) < keptMs) return known
    const figures = await count(db, new Date(now.getTime() - days * dayMs), now)
    kept.set(days, figures)
    return figures
  }
}

async function count(db: Db, since: Date, now: Date): Promise<Figures> {
  const received = { receivedAt: { gte: since } }
  const open = { state: { in: [...openStates] } }
  const languages = await db.privacyRequest.groupBy({ by: ['language'], where: received, _count: true })
  const states = await db.privacyRequest.groupBy({ by: ['state'], where: received, _count: true })
  const byDay = await kindsByDay(db, since)
  const hours = await hoursToAnswer(db, since)
  return {
    at: now,
    since,
    total: states.reduce((sum, row) => sum + row._count, 0),
    byDay,
    byKind: Object.fromEntries(
      requestKinds.map((kind) => [
        kind,
        byDay.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.count, 0),
      ]),
    ) as Record<RequestKind, number>,
    byLanguage: languages
      .map((row) => ({ name: row.language, count: row._count }))
      .toSorted((one, other) => other.count - one.count),
    byState: states
      .map((row) => ({ name: row.state, count: row._count }))
      .toSorted((one, other) => other.count - one.count),
    medianHours: percentile(hours, 0.5),
    p90Hours: percentile(hours, 0.9),
    answered: hours.length,
    ...(await handled(db, since)),
    dueSoon: await db.privacyRequest.count({
      where: { ...open, dueAt: { gte: now, lt: new Date(now.getTime() + 3 * dayMs) } },
    }),
    overdue: await db.privacyRequest.count({ where: { ...open, dueAt: { lt: now } } }),
  }
}

async function kindsByDay(db: Db, since: Date): Promise<Figures['byDay']> {
  const rows = await db.$queryRawUnsafe<{ day: string; kind: RequestKind; count: number | bigint }[]>(
    `SELECT substr("receivedAt", 1, 10) AS day, "kind", count(*) AS count FROM "PrivacyRequest"
     JOIN "Act" ON "requestId" = "PrivacyRequest"."id" WHERE "receivedAt" >= ? AND "kind" IN (${requestKinds.map(() => '?').join(', ')})
     GROUP BY 1, 2 ORDER BY 1`,
    since,
    ...requestKinds,
  )
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

async function hoursToAnswer(db: Db, since: Date): Promise<number[]> {
  const rows = await db.$queryRawUnsafe<{ hours: number }[]>(
    `SELECT (julianday("settledAt") - julianday("receivedAt")) * 24 AS hours FROM "PrivacyRequest"
     WHERE "receivedAt" >= ? AND "state" IN ('fulfilled', 'declined') ORDER BY 1`,
    since,
  )
  return rows.map((row) => Number(row.hours))
}

async function handled(db: Db, since: Date): Promise<{ inTime: number; automatic: number }> {
  const [row] = await db.$queryRawUnsafe<{ inTime: number | bigint | null; automatic: number | bigint | null }[]>(
    `SELECT sum("settledAt" <= "dueAt") AS "inTime",
       sum(NOT EXISTS (SELECT 1 FROM "Event" WHERE "requestId" = "PrivacyRequest"."id" AND "actor" LIKE 'staff:%')) AS automatic
     FROM "PrivacyRequest" WHERE "receivedAt" >= ? AND "state" IN ('fulfilled', 'declined')`,
    since,
  )
  return { inTime: Number(row?.inTime ?? 0), automatic: Number(row?.automatic ?? 0) }
}

/** The nearest rank; `sorted` ascending. */
function percentile(sorted: number[], share: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
