// Deadlines by the Chinese working calendar and by months; office hours.

import { describe, expect, test } from 'vitest'
import { dueAt } from '../../src/requests/deadline.ts'
import { nextOfficeAt } from '../../src/requests/office-hours.ts'
import { holidaysKnown } from '../../src/requests/working-days.ts'

const zone = 'Asia/Shanghai'
const days = (arrivedAt: string, workingDays: number) =>
  dueAt(new Date(arrivedAt), { workingDays, months: 3, timeZone: zone }).toISOString()
const months = (arrivedAt: string, count = 1, timeZone = zone) =>
  dueAt(new Date(arrivedAt), { workingDays: 60, months: count, timeZone }).toISOString()

describe('working days', () => {
  test('the day of arrival does not count, the last day counts to its end in the office’s zone', () => {
    // Monday 23 November 2026: the fifteenth working day is Monday 14 December
    expect(days('2026-11-23T02:00:00Z', 15)).toBe('2026-12-14T15:59:59.000Z')
  })

  test('what arrives after midnight in Shanghai belongs to the new day, whatever the UTC day', () => {
    expect(days('2026-11-23T15:59:59Z', 1)).toBe('2026-11-24T15:59:59.000Z')
    expect(days('2026-11-23T16:00:00Z', 1)).toBe('2026-11-25T15:59:59.000Z')
  })

  test('over Spring Festival 2026 the nine days off are left out and the make-up Saturdays count', () => {
    // Friday 13 February: Saturday 14 is worked, 15 to 23 are off, Tuesday 24 is worked
    expect(days('2026-02-13T02:00:00Z', 1)).toBe('2026-02-14T15:59:59.000Z')
    expect(days('2026-02-13T02:00:00Z', 2)).toBe('2026-02-24T15:59:59.000Z')
    // 24, 25, 26, 27, and Saturday 28 is worked
    expect(days('2026-02-13T02:00:00Z', 6)).toBe('2026-02-28T15:59:59.000Z')
    expect(days('2026-02-13T02:00:00Z', 7)).toBe('2026-03-02T15:59:59.000Z')
  })

  test('a worked Sunday before National Day counts', () => {
    expect(days('2026-09-18T02:00:00Z', 1)).toBe('2026-09-20T15:59:59.000Z')
  })

  test('in a year whose holidays are not published every Monday to Friday counts: too early, never too late', () => {
    expect(holidaysKnown(2026)).toBe(true)
    expect(holidaysKnown(2031)).toBe(false)
    // 1 January 2031 is a Wednesday and surely a holiday; it counts all the same
    expect(days('2030-12-31T02:00:00Z', 1)).toBe('2031-01-01T15:59:59.000Z')
  })
})

describe('months', () => {
  test.each([
    ['2026-01-31T02:00:00Z', '2026-02-28T15:59:59.000Z'],
    ['2028-01-31T02:00:00Z', '2028-02-29T15:59:59.000Z'],
    ['2026-08-31T02:00:00Z', '2026-09-30T15:59:59.000Z'],
    ['2026-12-15T02:00:00Z', '2027-01-15T15:59:59.000Z'],
  ])('a month after %s ends on the same day, or on the last there is: %s', (arrivedAt, due) => {
    expect(months(arrivedAt)).toBe(due)
  })

  test('the earlier of working days and months counts', () => {
    const both = (workingDays: number) =>
      dueAt(new Date('2026-11-23T02:00:00Z'), { workingDays, months: 1, timeZone: zone }).toISOString()
    expect(both(15)).toBe('2026-12-14T15:59:59.000Z')
    expect(both(60)).toBe('2026-12-23T15:59:59.000Z')
  })

  test('in a zone with summer time the day still ends at its own midnight', () => {
    expect(months('2026-02-28T10:00:00Z', 1, 'Europe/Berlin')).toBe('2026-03-28T22:59:59.000Z')
    expect(months('2026-03-01T10:00:00Z', 1, 'Europe/Berlin')).toBe('2026-04-01T21:59:59.000Z')
  })
})

describe('office hours', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', timeZone: zone }
  const next = (now: string) => nextOfficeAt(new Date(now), hours).toISOString()

  test.each([
    ['while it is open it is now', '2026-11-23T02:00:00Z', '2026-11-23T02:00:00.000Z'],
    ['before it opens it is this morning', '2026-11-23T00:00:00Z', '2026-11-23T01:00:00.000Z'],
    ['at closing time it is tomorrow', '2026-11-23T10:00:00Z', '2026-11-24T01:00:00.000Z'],
    ['on Friday evening it is Monday', '2026-11-27T12:00:00Z', '2026-11-30T01:00:00.000Z'],
    ['at Spring Festival it is the day after', '2026-02-16T02:00:00Z', '2026-02-24T01:00:00.000Z'],
  ])('%s', (_when, now, expected) => expect(next(now)).toBe(expected))
})
