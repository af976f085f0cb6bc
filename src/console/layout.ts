// The page around every page: skip link, navigation, language, who is signed in, the main part. What a page hands in is escaped by
// hono/html unless it says otherwise itself.

import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Label } from '../requests/words.ts'
import { headAssets } from './assets.ts'
import type { ConsoleEnv } from './env.ts'
import { may, type Permission, type StaffMember } from './staff-member.ts'
import { type PageLanguage, say } from './words.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

export interface Page {
  title: string
  active?: 'queue' | 'overview' | 'mails' | 'account' | 'staff' | 'trail'
  body: Markup
}

const places: { name: NonNullable<Page['active']>; path: string; label: Label; needs?: Permission }[] = [
  { name: 'queue', path: '/', label: { zh: '待办', en: 'Queue' } },
  { name: 'overview', path: '/overview', label: { zh: '概览', en: 'Overview' } },
  { name: 'mails', path: '/mails', label: { zh: '来信', en: 'Mails' } },
  { name: 'staff', path: '/staff', label: { zh: '人员', en: 'Staff' }, needs: 'administer' },
  { name: 'trail', path: '/trail', label: { zh: '记录', en: 'Trail' }, needs: 'audit' },
]

const logo = `<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path d="M10 7v18M10 17.5c0-3 2-5 5.5-5s6 2 6 5V25" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"/><circle cx="22" cy="8" r="2.2" fill="#fff"/></svg>`

/** A whole page for whoever is signed in; answer with c.html(layout(c, …)). */
export function layout(c: Context<ConsoleEnv>, page: Page): Markup {
  const staff = c.get('staff')
  const { language } = staff
  const shown = places.filter(({ needs = 'read' }) => may(staff, needs))
  return frame(
    language,
    page.title,
    html`<header class="top">
  <a class="brand" href="/">${raw(logo)}<span>habeas</span></a>
  <nav class="places" aria-label="${say(language, { zh: '主导航', en: 'Main' })}">
    ${shown.map(({ name, path, label }) => html`<a href="${path}"${page.active === name ? raw(' aria-current="page"') : ''}>${say(language, label)}</a>`)}
  </nav>
  <div class="self">
    ${languageSwitch(c, staff)}
    <a class="who" href="/account"${page.active === 'account' ? raw(' aria-current="page"') : ''}>${staff.name}</a>
    <form method="post" action="/sign-out"><button class="quiet">${say(language, { zh: '退出', en: 'Sign out' })}</button></form>
  </div>
</header>
<main id="main" tabindex="-1">
${page.body}
</main>`,
  )
}

/** Head and body, for pages that nobody is signed in on too. */
export function frame(language: PageLanguage, title: string, body: Markup): Markup {
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="htmx-config" content='{"includeIndicatorCSS":false}'>
<title>${title} · habeas</title>
${headAssets()}
</head>
<body>
<a class="skip" href="#main">${say(language, { zh: '跳到正文', en: 'Skip to the content' })}</a>
${body}
</body>
</html>`
}

export function brand(): Markup {
  return html`<span class="brand">${raw(logo)}<span>habeas</span></span>`
}

function languageSwitch(c: Context, { language }: StaffMember): Markup {
  const button = (value: PageLanguage, words: string, lang: string) =>
    html`<button name="language" value="${value}" lang="${lang}"${language === value ? raw(' aria-current="true"') : ''}>${words}</button>`
  const { pathname, searchParams } = new URL(c.req.url)
  // what is chosen here counts, not what the address asked for
  searchParams.delete('lang')
  const search = searchParams.size === 0 ? '' : `?${searchParams.toString()}`
  return html`<form class="languages" method="post" action="/account/language" aria-label="${say(language, { zh: '语言', en: 'Language' })}">
      <input type="hidden" name="back" value="${c.req.method === 'GET' ? pathname + search : '/'}">
      ${button('zh', '中文', 'zh-CN')}${button('en', 'EN', 'en')}
    </form>`
}
