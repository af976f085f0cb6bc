// When an answer is due. Every regime that the operator turns on has its clock, which runs from the moment the mail reached the
// mailbox and is never paused, not by verification either; of all that apply the earliest counts. Only where the law allows it does
// a clock move by an extension, of which the requester was told. Days are the Chinese calendar's, make-up working days included.

import { Temporal } from 'temporal-polyfill'
import { type Regime, regimes } from './words.ts'
import { afterWorkingDays, publishedOnly, type WorkingCalendar, workingDayUpTo } from './working-days.ts'

export interface DeadlinePolicy {
  /** working days (App rules, CAC 2019-191 part 6: at most 15) */
  workingDays: number
  /** calendar months (GDPR Art. 12(3): one) */
  months: number
  /** IANA zone in which days begin and end */
  timeZone: string
  /** turned on; default: China's App rules and the GDPR */
  regimes?: readonly Regime[]
  calendar?: WorkingCalendar
}

/** What of a request its clocks depend on. */
export interface DeadlineFacts {
  receivedAt: Date
  /** when the first letter told that the request came */
  confirmedAt?: Date | null
  extendedUntil?: Date | null
  /** as stored: the regimes that staff found to apply; null: all that are turned on */
  regimes?: string | null
}

export interface DutyClock {
  regime: Regime
  duty: 'answer' | 'confirm'
  /** end of the last day that is in time, an extension counted in */
  dueAt: Date
  /** the same before any extension */
  firstDueAt: Date
  /** how far the law lets it be extended; null: not at all */
  extendableTo: Date | null
  /** by when the requester must be told of an extension */
  tellBy: Date | null
  /** of a duty to confirm: when that was done */
  metAt: Date | null
}

/** 11 CCR 7021(a) */
const confirmWeekdays = 10
const defaultRegimes: readonly Regime[] = ['china_app', 'gdpr']

/** The last instant, end of day in the policy's zone, at which an answer to mail that arrived at `arrivedAt` is in time. */
export function dueAt(arrivedAt: Date, policy: DeadlinePolicy): Date {
  // days begin on a quarter of an hour in every zone: mail of one quarter has one answer, and mail comes in crowds
  const quarter = Math.floor(arrivedAt.getTime() / 900_000)
  if (latest?.quarter === quarter && latest.policy === policy) return latest.due
  const due = earliestAnswer(clocksOf({ receivedAt: arrivedAt }, policy))
  latest = { quarter, policy, due }
  return due
}

let latest: { quarter: number; policy: DeadlinePolicy; due: Date } | null = null

/** Every clock of a request, in the order of the regimes. */
export function clocksOf(facts: DeadlineFacts, policy: DeadlinePolicy): DutyClock[] {
  return applying(facts.regimes ?? null, policy).flatMap((regime) => clocksUnder(regime, facts, policy))
}

export function earliestAnswer(clocks: DutyClock[]): Date {
  const answers = clocks.filter((clock) => clock.duty === 'answer').map((clock) => clock.dueAt.getTime())
  return new Date(Math.min(...answers))
}

/** Turned off since, a regime no longer counts; where none is left, all that are turned on do. */
function applying(stored: string | null, { regimes: on = defaultRegimes }: DeadlinePolicy): Regime[] {
  const turnedOn = regimes.filter((regime) => on.includes(regime))
  const found = turnedOn.filter((regime) => stored?.split(' ').includes(regime))
  return found.length > 0 ? found : turnedOn
}

function clocksUnder(regime: Regime, facts: DeadlineFacts, policy: DeadlinePolicy): DutyClock[] {
  const { timeZone, calendar = publishedOnly } = policy
  const day = dayOf(facts.receivedAt, timeZone)
  const end = (date: Temporal.PlainDate) => endOfDay(date, timeZone)
  const answer = (first: Temporal.PlainDate, longest: Temporal.PlainDate | null, tellBy: Temporal.PlainDate | null) =>
    extended(regime, end(first), longest === null ? null : end(longest), tellBy === null ? null : end(tellBy), facts)
  switch (regime) {
    // the promised time may not exceed 15 working days, and nothing extends it
    case 'china_app':
      return [answer(afterWorkingDays(day, policy.workingDays, calendar), null, null)]
    // GB/T 35273-2020, 8.7 a): thirty days
    case 'gbt_35273':
      return [answer(day.add({ days: 30 }), null, null)]
    // Art. 12(3): one month, two further months where necessary, told within one month of receipt
    case 'gdpr': {
      const first = day.add({ months: policy.months })
      const longest = day.add({ months: 3 })
      const extendable = Temporal.PlainDate.compare(first, longest) < 0
      return [answer(first, extendable ? longest : null, extendable ? day.add({ months: 1 }) : null)]
    }
    // Civ. Code 1798.130(a)(2)(A), 11 CCR 7021: 45 days, once 45 more, told within the first 45; verifying pauses nothing
    case 'ccpa': {
      const confirmBy = end(afterWeekdays(day, confirmWeekdays))
      const confirm: DutyClock = {
        regime,
        duty: 'confirm',
        dueAt: confirmBy,
        firstDueAt: confirmBy,
        extendableTo: null,
        tellBy: null,
        metAt: facts.confirmedAt ?? null,
      }
      return [confirm, answer(day.add({ days: 45 }), day.add({ days: 90 }), day.add({ days: 45 }))]
    }
  }
}

function extended(
  regime: Regime,
  first: Date,
  extendableTo: Date | null,
  tellBy: Date | null,
  { extendedUntil = null }: DeadlineFacts,
): DutyClock {
  const until = extendedUntil === null || extendableTo === null ? first : earlier(extendedUntil, extendableTo)
  const due = until > first ? until : first
  return { regime, duty: 'answer', dueAt: due, firstDueAt: first, extendableTo, tellBy, metAt: null }
}

/** Without the holidays of any place: a confirmation is then too early, never too late. */
function afterWeekdays(from: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let day = from
  for (let left = count; left > 0; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5) left--
  }
  return day
}

/** The end of the last day whose mail had to be confirmed before `time`. */
export function receivedBeforeConfirmation(time: Date, { timeZone }: DeadlinePolicy): Date {
  let day = dayOf(time, timeZone)
  while (endOfDay(afterWeekdays(day, confirmWeekdays), timeZone) >= time) day = day.subtract({ days: 1 })
  return endOfDay(day, timeZone)
}

/** When the first letter told the requester that the request came; what is sent to staff, or came back, tells nothing. */
export function confirmedAt(letters: { template: string; state: string; sentAt: Date | null }[]): Date | null {
  const told = letters.filter(({ template, state }) => template !== 'staff-note' && state !== 'bounced')
  const times = told.flatMap(({ sentAt }) => sentAt?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.min(...times))
}

/** The moment up to which a deadline has no more than `count` working days before it, today not counted. */
export function lookAheadTo(now: Date, count: number, { timeZone, calendar = publishedOnly }: DeadlinePolicy): Date {
  const next = afterWorkingDays(dayOf(now, timeZone), count + 1, calendar)
  return new Date(next.toZonedDateTime({ timeZone }).epochMilliseconds)
}

export function dayOf(time: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** The end of a day that staff promise, YYYY-MM-DD: one on which somebody works. */
export function promiseOf(
  text: string,
  { timeZone, calendar = publishedOnly }: DeadlinePolicy,
): { outcome: 'kept'; dueAt: Date } | { outcome: 'no_day' } | { outcome: 'day_off'; before: string } {
  const day = readDay(text)
  if (day === null) return { outcome: 'no_day' }
  const working = workingDayUpTo(day, calendar)
  if (!working.equals(day)) return { outcome: 'day_off', before: working.toString() }
  return { outcome: 'kept', dueAt: endOfDay(day, timeZone) }
}

function readDay(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : null
  } catch {
    return null
  }
}

/** The last second of a day. */
function endOfDay(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime: '23:59:59' }).epochMilliseconds)
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}
