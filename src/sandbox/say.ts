// The page's two languages: which one a visitor reads, and how times are told in it.

import type { Say } from '../requests/say-code.ts'

export { type Say, sayCode } from '../requests/say-code.ts'

export type PageLanguage = 'zh' | 'en'

export function speaker(language: PageLanguage): Say {
  return (zh, en) => (language === 'zh' ? zh : en)
}

/** ?lang= wins over the cookie, the cookie over the browser's Accept-Language. */
export function pageLanguage(asked: string | undefined, cookie: string | undefined, accepted: string): PageLanguage {
  for (const choice of [asked, cookie]) if (choice === 'zh' || choice === 'en') return choice
  return /^\s*zh\b/i.test(accepted) ? 'zh' : 'en'
}

/** A time of day or a date in the office's time zone, as the visitor writes it. */
export function sayTime(at: Date, language: PageLanguage, timeZone: string, style: 'clock' | 'date' | 'full'): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const date: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }
  const parts = { clock, date, full: { ...date, hour: '2-digit', minute: '2-digit', hour12: false } as const }[style]
  return new Intl.DateTimeFormat(locale, { timeZone, ...parts }).format(at)
}
