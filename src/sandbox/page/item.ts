// A piece of a panel: the browser keeps it as long as its key and hash stay, so that nothing flickers and nobody's typing
// is lost while the page follows the desk.

import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'

export type Markup = ReturnType<typeof html>

export interface Item {
  key: string
  hash: string
  html: string
}

export async function item(key: string, content: Markup): Promise<Item> {
  const text = String(await content)
  const hash = createHash('sha1').update(text).digest('hex').slice(0, 12)
  return {
    key,
    hash,
    html: String(await html`<div class="item" data-key="${key}" data-hash="${hash}">${raw(text)}</div>`),
  }
}

export function panel(name: string, items: Item[]): Markup {
  return html`<div class="panel" data-panel="${name}">${items.map((entry) => raw(entry.html))}</div>`
}

/** One of six tints for a name, always the same. */
function tint(name: string): number {
  return [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 6
}

export function avatar(name: string): Markup {
  return html`<span class="avatar tint-${tint(name)}" aria-hidden="true">${[...name][0] ?? '?'}</span>`
}
