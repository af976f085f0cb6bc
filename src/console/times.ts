// Times as staff read them: in the organisation's zone, short, with how long that is from now. Months and weekdays are the reader's
// language's; a machine-readable time stands behind each.

import { html } from 'hono/html'
import type { Markup } from './layout.ts'
import type { PageLanguage } from './words.ts'

export interface Reading {
  language: PageLanguage
  timeZone: string
  now: Date
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format({ language, timeZone }: Reading, style: 'day' | 'year' | 'clock' | 'full', at: Date): string {
  const key = `${language} ${timeZone} ${style}`
  let known = formats.get(key)
  if (known === undefined) {
    const day: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' }
    const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    const options = { day, year: { ...day, year: 'numeric' as const }, clock, full: { ...day, ...clock } }[style]
    known = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone, ...options })
    formats.set(key, known)
  }
  return known.format(at)
}

const dayMs = 86_400_000

/** 23 Nov, with the year where it is another one. */
function dayText(at: Date, reading: Reading): string {
  const far = Math.abs(at.getTime() - reading.now.getTime()) > 200 * dayMs
  return format(reading, far ? 'year' : 'day', at)
}

function fullText(at: Date, reading: Reading): string {
  return format(reading, 'full', at)
}

export function dayOf(at: Date, reading: Reading): Markup {
  return html`<time datetime="${at.toISOString()}" title="${fullText(at, reading)}">${dayText(at, reading)}</time>`
}

export function momentOf(at: Date, reading: Reading): Markup {
  return html`<time datetime="${at.toISOString()}">${fullText(at, reading)}</time>`
}

/** in 3 days, 2 hours ago. */
export function fromNow(at: Date, { language, now }: Reading): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  const size = Math.abs(seconds)
  const words = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'always' })
  const say = (unit: Intl.RelativeTimeFormatUnit, each: number) => words.format(Math.round(seconds / each), unit)
  const text =
    size < 5400
      ? say('minute', 60)
      : size < 172_800
        ? say('hour', 3600)
        : size < 90 * 86_400
          ? say('day', 86_400)
          : say('month', 2_629_800)
  return language === 'zh' ? text.replace(/(\d+)/, '$1 ').replace(/ +/g, ' ') : text
}
