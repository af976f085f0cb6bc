// What can be done with the request now, by whoever looks: the likely ones as buttons, the others behind one.

import { html } from 'hono/html'
import type { Say } from '../../requests/say-code.ts'
import type { Label } from '../../requests/words.ts'
import type { Markup } from '../layout.ts'

export interface ActionLink {
  name: string
  label: Label
  /** done at once, without a page before it */
  direct: boolean
  /** stands in sight */
  main: boolean
  key: string | null
}

export function actionBar(say: Say, reference: string, actions: ActionLink[]): Markup {
  if (actions.length === 0) return html``
  const others = actions.filter((action) => !action.main)
  return html`<div class="action-bar" role="group" aria-label="${say('可做的事', 'What can be done')}">
  ${actions.filter((action) => action.main).map((action, index) => one(say, reference, action, index === 0))}
  ${others.length === 0 ? '' : html`<details class="more"><summary class="button">${say('更多', 'More')}</summary><div class="menu">${others.map((action) => one(say, reference, action, false))}</div></details>`}
</div>`
}

function one(say: Say, reference: string, { name, label, direct, key }: ActionLink, first: boolean): Markup {
  const words = say(label.zh, label.en)
  const hint = key === null ? '' : html` data-key="${key}" title="${words} (${key})"`
  const class_ = first ? 'primary' : ''
  if (direct)
    return html`<form method="post" action="/requests/${reference}/${name}"><button class="${class_}"${hint}>${words}</button></form>`
  return html`<a class="button ${class_}" href="/requests/${reference}/${name}"${hint}>${words}</a>`
}
