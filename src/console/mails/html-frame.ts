// A frame on a page for what somebody else laid out (html-routes.ts): nothing of it is asked for before it is opened.

import { html } from 'hono/html'
import type { Markup } from '../layout.ts'

export function htmlFrame(title: string, path: string): Markup {
  return html`<details class="folded"><summary>${title}</summary><iframe class="sheet" src="${path}" title="${title}" sandbox loading="lazy" referrerpolicy="no-referrer"></iframe></details>`
}
