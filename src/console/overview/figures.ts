// The figures of the overview, kept by the day on which requests were received. Whatever changes a request stands in the trail, so only
// the days of which the trail has something new are counted again; the others are added up as they are.

import type { Db } from '../../db/client.ts'
import { openStates, type RequestState } from '../../requests/states.ts'
import { type RequestKind, requestKinds } from '../../requests/words.ts'
import { add, countDays, type DayFigures } from './day-figures.ts'

export interface Figures {
  since: Date
  total: number
  /** requests that ask for the right, by day (YYYY-MM-DD, UTC) of receipt */
  byDay: { day: string; kind: RequestKind; count: number }[]
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

const dayMs = 86_400_000
const longestDays = 365
/** Days that are counted at a time. */
const together = 7

const keptBy = new WeakMap<Db, KeptFigures>()

/** The same for all who look at a database. */
export function keptFigures(db: Db): KeptFigures {
  const known = keptBy.get(db) ?? new KeptFigures(db)
  keptBy.set(db, known)
  return known
}

class KeptFigures {
  readonly #db: Db
  readonly #days = new Map<string, DayFigures>()
  /** the newest entry of the trail that the days know of */
  #seen = 0
  #counting: Promise<void> = Promise.resolve()

  constructor(db: Db) {
    this.#db = db
  }

  /** Of the requests received on the last so many days, today among them. */
  async read(days: number, now: Date): Promise<Figures> {
    await this.catchUp(now, days)
    const wanted = daysUntil(now, days)
    const found = wanted.flatMap((day) => this.#days.get(day) ?? [])
    return { since: new Date(wanted[0] ?? now), ...sum(wanted, found), ...(await this.#due(now)) }
  }

  /** Counts what is not known yet, or not any more. One after another: an older count never takes the place of a newer one. */
  async catchUp(now: Date, days = longestDays, signal?: AbortSignal): Promise<void> {
    const next = this.#counting.then(async () => await this.#count(now, days, signal))
    this.#counting = next.catch(() => undefined)
    await next
  }

  async #count(now: Date, days: number, signal?: AbortSignal): Promise<void> {
    await this.#forgetChanged(now)
    const missing = daysUntil(now, days).filter((day) => !this.#days.has(day))
    while (missing.length > 0 && signal?.aborted !== true) {
      for (const [day, figures] of await countDays(this.#db, nextRun(missing))) this.#days.set(day, figures)
    }
  }

  async #forgetChanged(now: Date): Promise<void> {
    const newest = await this.#db.event.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
    const head = newest?.id ?? 0
    if (head !== this.#seen && this.#days.size > 0) {
      const changed = await this.#db.$queryRawUnsafe<{ day: string }[]>(
        `SELECT DISTINCT substr("receivedAt", 1, 10) AS day FROM "Event" JOIN "PrivacyRequest" ON "PrivacyRequest"."id" = "requestId"
         WHERE "Event"."id" > ? AND "Event"."id" <= ?`,
        this.#seen,
        head,
      )
      for (const { day } of changed) this.#days.delete(day)
    }
    const [oldest = ''] = daysUntil(now, longestDays)
    for (const day of this.#days.keys()) if (day < oldest) this.#days.delete(day)
    this.#seen = head
  }

  async #due(now: Date): Promise<Pick<Figures, 'dueSoon' | 'overdue'>> {
    const state = { in: [...openStates] }
    const soon = new Date(now.getTime() + 3 * dayMs)
    return {
      dueSoon: await this.#db.privacyRequest.count({ where: { state, dueAt: { gte: now, lt: soon } } }),
      overdue: await this.#db.privacyRequest.count({ where: { state, dueAt: { lt: now } } }),
    }
  }
}

/** YYYY-MM-DD in UTC, oldest first, the day of `now` last. */
function daysUntil(now: Date, count: number): string[] {
  const today = Math.floor(now.getTime() / dayMs)
  return Array.from({ length: count }, (_, index) =>
    new Date((today - count + 1 + index) * dayMs).toISOString().slice(0, 10),
  )
}

/** Takes the newest days that follow each other without a gap. */
function nextRun(missing: string[]): string[] {
  const run: string[] = []
  for (;;) {
    const day = missing.at(-1)
    const [first] = run
    const follows = first === undefined || (day !== undefined && Date.parse(first) - Date.parse(day) === dayMs)
    if (day === undefined || !follows || run.length === together) return run
    run.unshift(day)
    missing.pop()
  }
}

function sum(days: string[], found: DayFigures[]): Omit<Figures, 'since' | 'dueSoon' | 'overdue'> {
  const [languages, states] = [new Map<string, number>(), new Map<RequestState, number>()]
  for (const each of found) {
    for (const [name, count] of each.languages) add(languages, name, count)
    for (const [name, count] of each.states) add(states, name, count)
  }
  const hours = Float64Array.from(found.flatMap((each) => each.hours)).sort()
  return {
    total: [...states.values()].reduce((all, count) => all + count, 0),
    byDay: days.flatMap((day, index) =>
      requestKinds.flatMap((kind) => ({ day, kind, count: found[index]?.kinds.get(kind) ?? 0 })),
    ),
    byLanguage: mostFirst(languages),
    byState: mostFirst(states),
    medianHours: percentile(hours, 0.5),
    p90Hours: percentile(hours, 0.9),
    answered: hours.length,
    inTime: found.reduce((all, each) => all + each.inTime, 0),
    automatic: found.reduce((all, each) => all + each.automatic, 0),
  }
}

function mostFirst<Name>(counts: Map<Name, number>): { name: Name; count: number }[] {
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((one, other) => other.count - one.count)
}

/** The nearest rank; `sorted` ascending. */
function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
