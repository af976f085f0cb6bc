// Times and office hours as a letter tells them, in the organisation's time zone: 2026年12月8日 18:00（北京时间）,
// 8 December 2026, 18:00 (Beijing time, UTC+8). Formatters are made once: making one costs more than a whole letter.

import type { LetterLanguage, LetterOrganisation } from './letters.ts'

export interface Times {
  /** ISO 8601 time -> day, hour and zone */
  moment(iso: string): string
  /** ISO 8601 time or bare date -> day; what is neither stays as it is */
  day(iso: string): string
  officeHours: string
}

const locales = { zh: 'zh-CN', en: 'en-GB' } as const
const beijing = { zh: '北京时间', en: 'Beijing time' } as const
const bareDate = /^\d{4}-\d{2}-\d{2}$/

export function timesOf(organisation: LetterOrganisation, language: LetterLanguage): Times {
  const { timeZone } = organisation
  const dayIn = (zone: string) =>
    new Intl.DateTimeFormat(locales[language], { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric' })
  const day = dayIn(timeZone)
  const dayAsWritten = dayIn('UTC')
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
  const zone = (date: Date) =>
    language === 'zh'
      ? `（${zoneName(timeZone, language, date)}）`
      : ` (${zoneName(timeZone, language, date)}, ${zonePart(offset, date).replace('GMT', 'UTC')})`

  return {
    moment(iso) {
      const date = new Date(iso)
      const comma = language === 'zh' ? '' : ','
      return Number.isNaN(date.getTime()) ? iso : `${day.format(date)}${comma} ${hour.format(date)}${zone(date)}`
    },
    day(iso) {
      const date = new Date(iso)
      if (Number.isNaN(date.getTime())) return iso
      return bareDate.test(iso) ? dayAsWritten.format(date) : day.format(date)
    },
    officeHours: officeHours(organisation, language),
  }
}

const zoneNames = new Map<string, Intl.DateTimeFormat>()

function zoneName(timeZone: string, language: LetterLanguage, date: Date): string {
  if (timeZone === 'Asia/Shanghai') return beijing[language] // China says Beijing time, Intl 中国标准时间
  const key = `${language} ${timeZone}`
  let format = zoneNames.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locales[language], { timeZone, timeZoneName: 'long' })
    zoneNames.set(key, format)
  }
  return zonePart(format, date)
}

function zonePart(format: Intl.DateTimeFormat, date: Date): string {
  return format.formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? ''
}

const dayNames = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const

function officeHours({ officeHours: hours, timeZone }: LetterOrganisation, language: LetterLanguage): string {
  if ('zh' in hours) return hours[language]
  const days = [...new Set(hours.days)].sort((a, b) => a - b)
  const name = (day: number | undefined) => dayNames[language][(day ?? 1) - 1] ?? ''
  const unbroken = days.length > 2 && days.every((day, i) => i === 0 || day === (days[i - 1] ?? 0) + 1)
  // the zone without its offset: office hours hold in summer and winter
  const zone = zoneName(timeZone, language, new Date(0))
  const text = (range: string, list: string) =>
    unbroken ? `${name(days[0])}${range}${name(days.at(-1))}` : days.map(name).join(list)
  return language === 'zh'
    ? `${text('至', '、')} ${hours.from}–${hours.to}（${zone}）`
    : `${text(' to ', ', ')}, ${hours.from}–${hours.to} (${zone})`
}
