// The console's two languages: picks one of two texts. Longer vocabularies (states, reasons) are plain tables of Labels.

import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Label } from '../requests/words.ts'

export type PageLanguage = 'zh' | 'en'

export function say(language: PageLanguage, label: Label): string {
  return label[language]
}

/** Of somebody who is not signed in: ?lang= wins over the cookie, the cookie over the browser's Accept-Language. */
export function visitorLanguage(c: Context): PageLanguage {
  for (const choice of [c.req.query('lang'), getCookie(c, 'lang')])
    if (choice === 'zh' || choice === 'en') return choice
  return /^\s*zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en'
}
