// What the overview keeps of each day: how many requests were received, in which languages, what they asked for, how they stand and how
// long their answers took. A few days are counted at a time, so that nothing else of the desk waits for a year of them.

import type { Db } from '../../db/client.ts'
import type { RequestState } from '../../requests/states.ts'
import { type RequestKind, requestKinds } from '../../requests/words.ts'

export interface DayFigures {
  kinds: Map<RequestKind, number>
  languages: Map<string, number>
  states: Map<RequestState, number>
  /** from receipt to answer, of each that was fulfilled or declined */
  hours: number[]
  inTime: number
  /** of the answered, those that no person touched */
  automatic: number
}

interface ByLanguage {
  day: string
  state: RequestState
  language: string
  count: number | bigint
}

interface ByKind {
  day: string
  kind: RequestKind
  count: number | bigint
}

interface Answered {
  day: string
  hours: number
  inTime: number | bigint
  automatic: number | bigint
}

/** Each of `days` (YYYY-MM-DD, UTC, without a gap), by when the requests were received. */
export async function countDays(db: Db, days: string[]): Promise<Map<string, DayFigures>> {
  const [first, last] = [days.at(0), days.at(-1)]
  const counted = new Map(days.map((day): [string, DayFigures] => [day, nothing()]))
  if (first === undefined || last === undefined) return counted
  const [from, to] = [new Date(first), new Date(new Date(last).getTime() + 86_400_000)]
  const rows = await db.$queryRawUnsafe<ByLanguage[]>(
    `SELECT ${day}, "state", "language", count(*) AS count FROM "PrivacyRequest" WHERE ${within} GROUP BY 1, 2, 3`,
    from,
    to,
  )
  for (const { day: of, state, language, count } of rows) {
    const figures = counted.get(of)
    if (figures === undefined) continue
    add(figures.states, state, Number(count))
    add(figures.languages, language, Number(count))
  }
  const kinds = await db.$queryRawUnsafe<ByKind[]>(
    `SELECT ${day}, "kind", count(*) AS count FROM "PrivacyRequest" JOIN "Act" ON "requestId" = "PrivacyRequest"."id"
     WHERE ${within} AND "kind" IN (${requestKinds.map(() => '?').join(', ')}) GROUP BY 1, 2`,
    from,
    to,
    ...requestKinds,
  )
  for (const { day: of, kind, count } of kinds) add(counted.get(of)?.kinds, kind, Number(count))
  const answered = await db.$queryRawUnsafe<Answered[]>(
    `SELECT ${day}, (julianday("settledAt") - julianday("receivedAt")) * 24 AS hours, "settledAt" <= "dueAt" AS "inTime",
       NOT EXISTS (SELECT 1 FROM "Event" WHERE "requestId" = "PrivacyRequest"."id" AND "actor" LIKE 'staff:%') AS automatic
     FROM "PrivacyRequest" WHERE ${within} AND "state" IN ('fulfilled', 'declined')`,
    from,
    to,
  )
  for (const row of answered) {
    const figures = counted.get(row.day)
    if (figures === undefined) continue
    figures.hours.push(Number(row.hours))
    figures.inTime += Number(row.inTime)
    figures.automatic += Number(row.automatic)
  }
  return counted
}

const day = 'substr("receivedAt", 1, 10) AS day'
const within = '"receivedAt" >= ? AND "receivedAt" < ?'

function nothing(): DayFigures {
  return { kinds: new Map(), languages: new Map(), states: new Map(), hours: [], inTime: 0, automatic: 0 }
}

export function add<Name>(counts: Map<Name, number> | undefined, name: Name, count: number): void {
  counts?.set(name, (counts.get(name) ?? 0) + count)
}
