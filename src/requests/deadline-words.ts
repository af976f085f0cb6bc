// Every clock of a request in words of both languages: which rule, from when, how it was counted, which holidays and make-up days
// moved it, and what the law lets be done about it. For staff, auditors and whoever asks why a date stands where it stands.

import type { Temporal } from 'temporal-polyfill'
import { clocksOf, type DeadlineFacts, type DeadlinePolicy, type DutyClock, dayOf, earliestAnswer } from './deadline.ts'
import type { Label, Regime } from './words.ts'
import { holidaysKnown, type MovedDay, movedDays, publishedOnly } from './working-days.ts'

export interface ExplainedClock extends DutyClock {
  /** whether this is the clock that counts */
  counts: boolean
  /** the rule and its period */
  rule: Label
  /** the whole of it, in sentences */
  words: Label
}

export interface ExplainedDeadlines {
  /** the earliest answer */
  dueAt: Date
  clocks: ExplainedClock[]
}

export function explainDeadlines(facts: DeadlineFacts, policy: DeadlinePolicy): ExplainedDeadlines {
  const clocks = clocksOf(facts, policy)
  const due = earliestAnswer(clocks)
  return {
    dueAt: due,
    clocks: clocks.map((clock) => {
      const rule = ruleOf(clock, policy)
      const parts = [rule, counted(clock, facts, policy), moved(clock, facts, policy), after(clock, policy)]
      const words = {
        zh: parts.map((part) => part.zh).join(''),
        en: parts.flatMap((part) => (part.en === '' ? [] : part.en)).join(' '),
      }
      return { ...clock, counts: clock.duty === 'answer' && clock.dueAt.getTime() === due.getTime(), rule, words }
    }),
  }
}

export const regimeNames: Record<Regime, Label> = {
  china_app: {
    zh: 'App 违法违规认定方法（国信办秘字〔2019〕191 号）第六条',
    en: "China's App rules (CAC 2019-191, part 6)",
  },
  gbt_35273: { zh: 'GB/T 35273—2020 第 8.7 条', en: 'GB/T 35273-2020, 8.7' },
  gdpr: { zh: 'GDPR 第 12 条第 3 款', en: 'GDPR Article 12(3)' },
  ccpa: { zh: '加州 CCPA（民法典 1798.130 条、实施条例 7021 条）', en: 'CCPA (Civil Code 1798.130, regulations 7021)' },
}

function ruleOf({ regime, duty }: DutyClock, { workingDays, months }: DeadlinePolicy): Label {
  const { zh, en } = regimeNames[regime]
  const period: Record<Regime, Label> = {
    china_app: { zh: `${workingDays} 个工作日内答复`, en: `an answer within ${workingDays} working days` },
    gbt_35273: { zh: '30 日内答复', en: 'an answer within 30 days' },
    gdpr: {
      zh: `${months} 个月内答复`,
      en: months === 1 ? 'an answer within one month' : `an answer within ${months} months`,
    },
    ccpa:
      duty === 'confirm'
        ? { zh: '10 个工作日内确认收到', en: 'confirmation of receipt within 10 business days' }
        : { zh: '45 日内答复', en: 'an answer within 45 calendar days' },
  }
  return { zh: `${zh}：${period[regime].zh}。`, en: `${en}: ${period[regime].en}.` }
}

function counted({ firstDueAt }: DutyClock, { receivedAt }: DeadlineFacts, { timeZone }: DeadlinePolicy): Label {
  const [from, to] = [dayOf(receivedAt, timeZone), dayOf(firstDueAt, timeZone)]
  return {
    zh: `来信于 ${chinese(from)}到达邮箱，当日不计，期限到 ${chinese(to)}当天结束为止。`,
    en: `The mail reached the mailbox on ${english(from)}; that day does not count, and the period ends with ${english(to)}.`,
  }
}

/** Only working days are moved by the calendar. */
function moved({ regime, duty, firstDueAt }: DutyClock, facts: DeadlineFacts, policy: DeadlinePolicy): Label {
  if (regime === 'ccpa' && duty === 'confirm') {
    return {
      zh: '周一至周五均计入，节假日也不扣除，因此只会偏早。',
      en: 'Every Monday to Friday counts, holidays too, so it can only be too early.',
    }
  }
  if (regime !== 'china_app') return nothing
  const { timeZone, calendar = publishedOnly } = policy
  const [from, to] = [dayOf(facts.receivedAt, timeZone), dayOf(firstDueAt, timeZone)]
  const days = movedDays(from, to, calendar)
  const [off, worked] = [days.filter((day) => day.kind === 'off'), days.filter((day) => day.kind === 'worked')]
  const unknown = [...new Set([from.year, to.year])].filter((year) => !holidaysKnown(year))
  return {
    zh: [
      off.length === 0 ? '' : `放假不计：${off.map(chineseDay).join('、')}。`,
      worked.length === 0 ? '' : `调休上班计入：${worked.map(chineseDay).join('、')}。`,
      ...unknown.map(
        (year) => `${year} 年的放假安排尚未收录，除设置中注明的以外，周一至周五均按工作日计，因此只会偏早。`,
      ),
    ].join(''),
    en: [
      off.length === 0 ? '' : `Days off left out: ${off.map(englishDay).join(', ')}.`,
      worked.length === 0 ? '' : `Weekends worked in their stead, counted: ${worked.map(englishDay).join(', ')}.`,
      ...unknown.map(
        (year) =>
          `The holidays of ${year} are not known yet, so every Monday to Friday counts that the settings do not name: it can only be too early.`,
      ),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  }
}

function after(
  { duty, dueAt, firstDueAt, extendableTo, tellBy, metAt }: DutyClock,
  { timeZone }: DeadlinePolicy,
): Label {
  if (duty === 'confirm') {
    if (metAt === null) return { zh: '尚未确认。', en: 'Not confirmed yet.' }
    const day = dayOf(metAt, timeZone)
    return { zh: `已于 ${chinese(day)}确认。`, en: `Confirmed on ${english(day)}.` }
  }
  if (extendableTo === null || tellBy === null) {
    return { zh: '不因核实身份而中止，也不得延长。', en: 'Proving who asks does not pause it, and nothing extends it.' }
  }
  if (dueAt > firstDueAt) {
    const day = dayOf(dueAt, timeZone)
    return {
      zh: `已延长至 ${chinese(day)}，并已告知。`,
      en: `Extended to ${english(day)}, of which the requester was told.`,
    }
  }
  const [longest, told] = [dayOf(extendableTo, timeZone), dayOf(tellBy, timeZone)]
  return {
    zh: `不因核实身份而中止；必要时可延长至 ${chinese(longest)}，但须在 ${chinese(told)}前说明理由并告知。`,
    en: `Proving who asks does not pause it. Where necessary it can be extended to ${english(longest)}, with a reason, told by ${english(told)}.`,
  }
}

const nothing: Label = { zh: '', en: '' }
const monthNames = 'January February March April May June July August September October November December'.split(' ')

function chinese(day: Temporal.PlainDate): string {
  return `${day.year} 年 ${day.month} 月 ${day.day} 日`
}

function english(day: Temporal.PlainDate): string {
  return `${day.day} ${monthNames[day.month - 1]} ${day.year}`
}

function chineseDay({ date, name }: MovedDay): string {
  const [, month, day] = date.split('-').map(Number)
  return `${month} 月 ${day} 日${name === null ? '' : `（${name.zh}）`}`
}

function englishDay({ date, name }: MovedDay): string {
  const [, month = 1, day] = date.split('-').map(Number)
  return `${day} ${monthNames[month - 1]}${name === null ? '' : ` (${name.en})`}`
}
