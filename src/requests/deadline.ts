// When an answer is due. The clock runs from the moment the mail reached the mailbox and is never paused by verification;
// of all the periods that apply the earliest counts. Days are the Chinese calendar's, make-up working days included.

import chineseDays from 'chinese-days'
import { Temporal } from 'temporal-polyfill'

export interface DeadlinePolicy {
  /** working days (App rules, CAC 2019-191 part 6: at most 15) */
  workingDays: number
  /** calendar months (GDPR Art. 12(3): one) */
  months: number
  /** IANA zone in which days begin and end */
  timeZone: string
}

/** The last instant, end of day in the policy's zone, at which an answer to mail that arrived at `arrivedAt` is in time. */
export function dueAt(arrivedAt: Date, policy: DeadlinePolicy): Date {
  // days begin on a quarter of an hour in every zone: mail of one quarter has one answer, and mail comes in crowds
  const quarter = Math.floor(arrivedAt.getTime() / 900_000)
  if (latest?.quarter === quarter && latest.policy === policy) return latest.due
  const due = workOutDue(arrivedAt, policy)
  latest = { quarter, policy, due }
  return due
}

let latest: { quarter: number; policy: DeadlinePolicy; due: Date } | null = null

function workOutDue(arrivedAt: Date, policy: DeadlinePolicy): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(arrivedAt.getTime())
    .toZonedDateTimeISO(policy.timeZone)
    .toPlainDate()
  const byMonths = day.add({ months: policy.months })
  const byWorkingDays = afterWorkingDays(day, policy.workingDays)
  const earliest = Temporal.PlainDate.compare(byMonths, byWorkingDays) < 0 ? byMonths : byWorkingDays
  const endOfDay = earliest.toZonedDateTime({ timeZone: policy.timeZone, plainTime: '23:59:59' })
  return new Date(endOfDay.epochMilliseconds)
}

/** The calendar knows a year only once the State Council has published its holidays. */
export function holidaysKnown(year: number): boolean {
  return chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0
}

function afterWorkingDays(from: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let day = from
  for (let left = count; left > 0; ) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day)) left--
  }
  return day
}

/** In a year without published holidays every Monday to Friday counts: the promise is then too early, never too late. */
export function isWorkingDay(day: Temporal.PlainDate): boolean {
  return holidaysKnownCached(day.year) ? chineseDays.isWorkday(day.toString()) : day.dayOfWeek <= 5
}

const known = new Map<number, boolean>()

function holidaysKnownCached(year: number): boolean {
  const cached = known.get(year)
  if (cached !== undefined) return cached
  const answer = holidaysKnown(year)
  known.set(year, answer)
  return answer
}
