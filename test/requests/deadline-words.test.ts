// Every regime's clock, and why it ends when it does, in words.

import { describe, expect, test } from 'vitest'
import { clocksOf, type DeadlinePolicy, dueAt } from '../../src/requests/deadline.ts'
import { explainDeadlines } from '../../src/requests/deadline-words.ts'

const policy: DeadlinePolicy = {
  workingDays: 15,
  months: 1,
  timeZone: 'Asia/Shanghai',
  regimes: ['china_app', 'gbt_35273', 'gdpr', 'ccpa'],
}
const receivedAt = new Date('2026-09-18T02:00:00Z') // a Friday before National Day
const dates = (extendedUntil: Date | null = null, over: Partial<DeadlinePolicy> = {}) =>
  clocksOf({ receivedAt, extendedUntil }, { ...policy, ...over }).map(
    ({ regime, duty, dueAt: due }) => `${regime} ${duty} ${due.toISOString().slice(0, 10)}`,
  )

describe('clocks', () => {
  test('each regime has its own, and the earliest answer counts', () => {
    expect(dates()).toEqual([
      'china_app answer 2026-10-15',
      'gbt_35273 answer 2026-10-18',
      'gdpr answer 2026-10-18',
      'ccpa confirm 2026-10-02',
      'ccpa answer 2026-11-02',
    ])
    expect(dueAt(receivedAt, { ...policy }).toISOString()).toBe('2026-10-15T15:59:59.000Z')
    expect(dueAt(receivedAt, { ...policy, regimes: ['ccpa'] }).toISOString()).toBe('2026-11-02T15:59:59.000Z')
  })

  test('an extension moves only what the law lets move, and only so far', () => {
    expect(dates(new Date('2027-06-01T15:59:59Z'))).toEqual([
      'china_app answer 2026-10-15',
      'gbt_35273 answer 2026-10-18',
      'gdpr answer 2026-12-18',
      'ccpa confirm 2026-10-02',
      'ccpa answer 2026-12-17',
    ])
  })

  test('staff may have found that only some apply; what was turned off since does not', () => {
    const under = (regimes: string) =>
      clocksOf({ receivedAt, regimes }, { ...policy, regimes: ['china_app', 'gdpr'] }).map((clock) => clock.regime)
    expect(under('gdpr')).toEqual(['gdpr'])
    expect(under('ccpa')).toEqual(['china_app', 'gdpr'])
  })
})

describe('in words', () => {
  test('holidays and make-up days that moved the date are named', () => {
    const { clocks } = explainDeadlines({ receivedAt }, policy)
    expect(clocks.map((clock) => clock.counts)).toEqual([true, false, false, false, false])
    const [china] = clocks
    expect(china?.words.en).toBe(
      "China's App rules (CAC 2019-191, part 6): an answer within 15 working days. The mail reached the mailbox on 18 September 2026; that day does not count, and the period ends with 15 October 2026. Days off left out: 25 September (Mid-autumn Festival), 1 October (National Day), 2 October (National Day), 5 October (National Day), 6 October (National Day), 7 October (National Day). Weekends worked in their stead, counted: 20 September (National Day), 10 October (National Day). Proving who asks does not pause it, and nothing extends it.",
    )
    expect(china?.words.zh).toContain('放假不计：9 月 25 日（中秋）、10 月 1 日（国庆节）')
    expect(china?.words.zh).toContain('调休上班计入：9 月 20 日（国庆节）、10 月 10 日（国庆节）。')
  })

  test('where a year’s holidays are not known it says so, and the operator’s days count', () => {
    const late = new Date('2030-12-30T02:00:00Z')
    const over = (calendar?: DeadlinePolicy['calendar']) =>
      explainDeadlines(
        { receivedAt: late },
        { ...policy, workingDays: 3, ...(calendar === undefined ? {} : { calendar }) },
      )
    expect(over().dueAt.toISOString().slice(0, 10)).toBe('2031-01-02')
    expect(over().clocks[0]?.words.en).toContain('The holidays of 2031 are not known yet')
    const told = over({ daysOff: ['2031-01-01', '2031-01-02'], workDays: ['2031-01-04'] })
    expect(told.dueAt.toISOString().slice(0, 10)).toBe('2031-01-04')
    expect(told.clocks[0]?.words.zh).toContain('放假不计：1 月 1 日、1 月 2 日。调休上班计入：1 月 4 日。')
  })

  test('the operator’s days do not outweigh a calendar that is known', () => {
    const calendar = { daysOff: ['2026-09-21'], workDays: [] }
    expect(dates(null, { calendar })[0]).toBe('china_app answer 2026-10-15')
  })

  test('what was extended and confirmed is told', () => {
    const facts = { receivedAt, confirmedAt: receivedAt, extendedUntil: new Date('2026-12-01T15:59:59Z') }
    const words = explainDeadlines(facts, policy).clocks.map((clock) => clock.words.en)
    expect(words[2]).toContain('Extended to 1 December 2026')
    expect(words[3]).toContain('Confirmed on 18 September 2026.')
    expect(explainDeadlines({ receivedAt }, policy).clocks[2]?.words.zh).toContain(
      '必要时可延长至 2026 年 12 月 18 日，但须在 2026 年 10 月 18 日前说明理由并告知。',
    )
  })
})
