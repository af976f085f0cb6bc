// The page around the panels: head, top bar, people, the two columns, the phone's tab bar.

import { html, raw } from 'hono/html'
import type { Label } from '../../requests/words.ts'
import type { PageLanguage, Say } from '../say.ts'
import { type Item, type Markup, panel } from './item.ts'

export interface ShellFacts {
  language: PageLanguage
  say: Say
  organisation: Label
  /** where the page stands, with the query of what is shown */
  query: URLSearchParams
  panels: Record<'people' | 'mail' | 'desk' | 'data', Item[]>
  /** where staff work */
  consoleUrl: string | undefined
}

const logo = `<svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path d="M10 7v18M10 17.5c0-3 2-5 5.5-5s6 2 6 5V25" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"/><circle cx="22" cy="8" r="2.2" fill="#fff"/></svg>`

export function shell({ language, say, organisation, query, panels, consoleUrl }: ShellFacts): Markup {
  const link = (other: PageLanguage) => {
    const changed = new URLSearchParams(query)
    changed.set('lang', other)
    return `/?${changed}`
  }
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say('habeas 沙盒', 'habeas sandbox')}</title>
<link rel="icon" href="/sandbox/assets/icon.svg">
<link rel="stylesheet" href="/sandbox/assets/sandbox.css">
<script src="/sandbox/assets/sandbox.js" defer></script>
</head>
<body data-lost="${say('与本台的连接已断开，正在重试…', 'The desk does not answer. Trying again…')}">
<header class="top">
  <a class="brand" href="/">${raw(logo)}<span>habeas</span><em>${say('沙盒', 'sandbox')}</em></a>
  <span class="live" role="status"><i></i><span>${say('运行中', 'running')}</span></span>
  ${consoleUrl === undefined ? '' : html`<a class="staff-console" href="${consoleUrl}?lang=${language}" target="_blank">${say('工作人员控制台', 'Staff console')}</a>`}
  <nav class="languages" aria-label="${say('语言', 'Language')}">
    <a href="${link('zh')}" lang="zh-CN" ${language === 'zh' ? raw('aria-current="true"') : ''}>中文</a>
    <a href="${link('en')}" lang="en" ${language === 'en' ? raw('aria-current="true"') : ''}>English</a>
  </nav>
</header>
<main>
  <section class="intro">
    <h1>${say('写一封信，看隐私请求怎样办成', 'Write a mail and watch a privacy request being answered')}</h1>
    <p>${say(
      `替下面任何一位虚构的人给「${organisation.zh}」写信。邮件走真实的 SMTP 和 IMAP，数据在真实的数据库里，只有人是虚构的；什么都不会离开这台电脑。`,
      `Write to ${organisation.en} as any of these invented people. The mail travels over real SMTP and IMAP and the data sits in a real database; only the people are made up, and nothing leaves this computer.`,
    )}</p>
  </section>
  ${panel('people', panels.people)}
  <div class="columns">
    <section class="card mail" id="pane-mail" aria-label="${say('邮箱', 'Mailbox')}">${panel('mail', panels.mail)}</section>
    <div class="side">
      <section class="card desk" id="pane-desk" aria-label="${say('隐私请求台', 'The desk')}">${panel('desk', panels.desk)}</section>
      <section class="card data" id="pane-data" aria-label="${say('平台数据', "The platform's data")}">${panel('data', panels.data)}</section>
    </div>
  </div>
</main>
<nav class="tabs" aria-label="${say('视图', 'Views')}">
  <button type="button" data-tab="mail" aria-pressed="true">${say('邮箱', 'Mail')}</button>
  <button type="button" data-tab="desk" aria-pressed="false">${say('处理过程', 'Desk')}</button>
  <button type="button" data-tab="data" aria-pressed="false">${say('平台数据', 'Data')}</button>
</nav>
</body>
</html>`
}
