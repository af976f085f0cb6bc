// The page of whoever is not signed in: one card in the middle, the language to choose, nothing else.

import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { html, raw } from 'hono/html'
import { brand, frame, type Markup } from '../layout.ts'
import { type PageLanguage, say, visitorLanguage } from '../words.ts'

export type Say = (zh: string, en: string) => string

export function speaker(language: PageLanguage): Say {
  return (zh, en) => say(language, { zh, en })
}

/** Keeps what was chosen on the way to the answer. */
export function chosenLanguage(c: Context): PageLanguage {
  const language = visitorLanguage(c)
  if (c.req.query('lang') === language) {
    setCookie(c, 'lang', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true })
  }
  return language
}

export function outside(c: Context, language: PageLanguage, { title, body }: { title: string; body: Markup }): Markup {
  const link = (other: PageLanguage, words: string, lang: string) => {
    const query = new URL(c.req.url).searchParams
    query.set('lang', other)
    return html`<a href="?${query.toString()}" lang="${lang}"${language === other ? raw(' aria-current="true"') : ''}>${words}</a>`
  }
  return frame(
    language,
    title,
    html`<main id="main" class="outside" tabindex="-1">
  <div class="outside-top">${brand()}
    <nav class="languages" aria-label="${say(language, { zh: '语言', en: 'Language' })}">${link('zh', '中文', 'zh-CN')}${link('en', 'English', 'en')}</nav>
  </div>
  <section class="card">${body}</section>
</main>`,
  )
}

/** What went wrong, or well, heard by a screen reader at once. */
export function notice(kind: 'bad' | 'good' | 'warn', words: string | undefined): Markup | '' {
  return words === undefined
    ? ''
    : html`<p class="note ${kind}" role="${kind === 'good' ? 'status' : 'alert'}">${words}</p>`
}
