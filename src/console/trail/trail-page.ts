// The trail beside requests: who signed in and who failed to, what became of accounts, what the operator did to the desk as a whole.
// What happened to a request stands on the request's own page.

import { html, raw } from 'hono/html'
import type { Event } from '../../db/generated/client.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Label } from '../../requests/words.ts'
import type { Markup } from '../layout.ts'
import { roleWords } from '../sign-in/role-words.ts'
import { momentOf, type Reading } from '../times.ts'
import { reasonWords, type Theme, themeLabels, themes, typeWords } from './trail-words.ts'

type Entry = Pick<Event, 'id' | 'at' | 'actor' | 'type' | 'reason' | 'details' | 'mailId'>

export interface TrailFacts {
  say: Say
  reading: Reading
  theme: Theme
  entries: Entry[]
  /** names of accounts by their id */
  names: ReadonlyMap<string, string>
  /** the entry after which the next page begins; null: there is none */
  next: number | null
}

export function trailPage({ say, reading, theme, entries, names, next }: TrailFacts): Markup {
  const of = (each: Label) => say(each.zh, each.en)
  return html`<div class="work-head"><h1>${say('操作记录', 'Trail')}</h1></div>
<p class="lead">${say('与某个请求无关的记录：登录、账户、系统。每个请求的经过在其页面上。记录只增不改；用 habeas audit verify 可核对其完整。', 'What belongs to no request: sign-ins, accounts, the desk itself. What happened to a request stands on its page. The trail is only added to; habeas audit verify checks that nothing was altered.')}</p>
<section class="card list">
  <nav class="tabs" aria-label="${say('主题', 'Theme')}">${themes.map(
    (each) =>
      html`<a href="/trail?of=${each}"${each === theme ? raw(' aria-current="page"') : ''}>${of(themeLabels[each])}</a>`,
  )}</nav>
  ${
    entries.length === 0
      ? html`<p class="empty">${say('还没有这样的记录。', 'There are no such entries yet.')}</p>`
      : html`<table class="queue entries">
  <thead><tr><th scope="col">${say('时间', 'When')}</th><th scope="col">${say('事项', 'What')}</th><th scope="col">${say('账户', 'Account')}</th><th scope="col">${say('操作者', 'By')}</th></tr></thead>
  <tbody>${entries.map((entry) => row(say, entry, names, reading))}</tbody></table>`
  }
  ${next === null ? '' : html`<nav class="pager" aria-label="${say('翻页', 'Pages')}"><a class="button" rel="next" href="/trail?of=${theme}&amp;after=${next}">${say('更早的', 'Earlier')}</a></nav>`}
</section>`
}

function row(say: Say, entry: Entry, names: ReadonlyMap<string, string>, reading: Reading): Markup {
  const { staff, mail, role, count } = (entry.details ?? {}) as Record<string, unknown>
  const label = typeWords[entry.type]
  const what = label === undefined ? sayCode(say, entry.type) : say(label.zh, label.en)
  const more = [
    reasonOf(say, entry.reason),
    typeof role === 'string' ? roleText(say, role) : '',
    typeof count === 'number' ? String(count) : '',
  ].filter((each) => each !== '')
  const mailId = entry.mailId ?? (typeof mail === 'string' ? mail : null)
  const account = typeof staff === 'string' ? (names.get(staff) ?? say('（已删除）', '(removed)')) : '—'
  return html`<tr><td class="ref">${momentOf(entry.at, reading)}<small>#${entry.id}</small></td>
  <td class="what${entry.type === 'staff_sign_in_failed' ? ' late' : ''}">${mailId === null ? what : html`<a href="/mails/${mailId}">${what}</a>`}${more.length === 0 ? '' : html`<small>${more.join(' · ')}</small>`}</td>
  <td>${account}</td><td class="with">${actorOf(say, entry.actor)}</td></tr>`
}

function reasonOf(say: Say, reason: string | null): string {
  const label = reason === null ? undefined : reasonWords[reason]
  return label === undefined ? sayCode(say, reason) : say(label.zh, label.en)
}

function roleText(say: Say, role: string): string {
  const words = (roleWords as Readonly<Record<string, Label | undefined>>)[role]
  return words === undefined ? role : say(words.zh, words.en)
}

function actorOf(say: Say, actor: string): string {
  return actor.startsWith('staff:') ? actor.slice('staff:'.length) : sayCode(say, actor)
}
