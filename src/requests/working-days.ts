// The Chinese working calendar: public holidays and the weekends worked in their stead, from the kept library for the years whose
// holidays the State Council has published, from the settings for years that it does not know yet.

import chineseDays from 'chinese-days'
import { Temporal } from 'temporal-polyfill'

/** What the operator adds for years that the library does not know: YYYY-MM-DD. Where it knows better, it counts. */
export interface WorkingCalendar {
  daysOff: readonly string[]
  workDays: readonly string[]
}

export const publishedOnly: WorkingCalendar = { daysOff: [], workDays: [] }

/** The calendar knows a year only once the State Council has published its holidays. */
export function holidaysKnown(year: number): boolean {
  const cached = known.get(year)
  if (cached !== undefined) return cached
  const answer = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0
  known.set(year, answer)
  return answer
}

const known = new Map<number, boolean>()

/**
 * In a year without published holidays every Monday to Friday counts that the settings do not name: a promise is then too early,
 * never too late.
 */
export function isWorkingDay(day: Temporal.PlainDate, calendar: WorkingCalendar = publishedOnly): boolean {
  if (holidaysKnown(day.year)) return chineseDays.isWorkday(day.toString())
  if (calendar.workDays.includes(day.toString())) return true
  return day.dayOfWeek <= 5 && !calendar.daysOff.includes(day.toString())
}

/** A day that is not what its weekday says, with the holiday behind it. */
export interface MovedDay {
  date: string
  kind: 'off' | 'worked'
  name: { zh: string; en: string } | null
}

/** Weekdays off and weekends worked from the day after `from` to `to`. */
export function movedDays(from: Temporal.PlainDate, to: Temporal.PlainDate, calendar: WorkingCalendar): MovedDay[] {
  const moved: MovedDay[] = []
  for (let day = from.add({ days: 1 }); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    const worked = isWorkingDay(day, calendar)
    if (worked === day.dayOfWeek <= 5) continue
    moved.push({ date: day.toString(), kind: worked ? 'worked' : 'off', name: holidayName(day) })
  }
  return moved
}

function holidayName(day: Temporal.PlainDate): MovedDay['name'] {
  // "Spring Festival,春节,4"
  const [en, zh] = chineseDays.getDayDetail(day.toString()).name.split(',')
  return en !== undefined && zh !== undefined ? { en, zh } : null
}

export function afterWorkingDays(
  from: Temporal.PlainDate,
  count: number,
  calendar: WorkingCalendar,
): Temporal.PlainDate {
  let day = from
  for (let left = count; left > 0; ) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day, calendar)) left--
  }
  return day
}

/** The last working day up to and including `day`. */
export function workingDayUpTo(day: Temporal.PlainDate, calendar: WorkingCalendar): Temporal.PlainDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = found.subtract({ days: 1 })
  return found
}
