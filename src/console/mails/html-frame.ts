// A frame on a page for what somebody else laid out (html-routes.ts): nothing of it is asked for before it is opened.

import { html } from 'hono/html'
import type { Markup } from '../layout.ts'

/** `title`: what screen readers call it, where the summary does not tell it from others. */
export function htmlFrame(summary: string, path: string, title = summary): Markup {
  return html`<details class="folded"><summary>${summary}</summary><iframe class="sheet" src="${path}" title="${title}" sandbox loading="lazy" referrerpolicy="no-referrer"></iframe></details>`
}
