// When somebody is in the office: letters that hand a matter over promise no earlier time. Working days are the Chinese
// calendar's where it knows the year; the hours are the settings'.

import { Temporal } from 'temporal-polyfill'
import { isWorkingDay, type WorkingCalendar } from './working-days.ts'

export interface OfficeHours {
  /** 1 = Monday … 7 = Sunday */
  days: number[]
  /** HH:MM in `timeZone` */
  from: string
  to: string
  timeZone: string
  calendar?: WorkingCalendar
}

/** The next moment, `now` included, at which the office is open. */
export function nextOfficeAt(now: Date, hours: OfficeHours): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(hours.timeZone)
  for (let ahead = 0; ahead < 60; ahead++) {
    const day = here.toPlainDate().add({ days: ahead })
    if (!hours.days.includes(day.dayOfWeek) || !isWorkingDay(day, hours.calendar)) continue
    const opens = day.toZonedDateTime({ timeZone: hours.timeZone, plainTime: hours.from })
    const closes = day.toZonedDateTime({ timeZone: hours.timeZone, plainTime: hours.to })
    if (Temporal.ZonedDateTime.compare(here, closes) >= 0) continue
    return Temporal.ZonedDateTime.compare(here, opens) > 0 ? now : new Date(opens.epochMilliseconds)
  }
  return now
}
