// States, kinds, topics and languages of requests as the console shows them: words in the reader's language, with a colour that
// says no more than the words do.

import { html } from 'hono/html'
import { type Say, sayCode } from '../requests/say-code.ts'
import type { RequestState } from '../requests/states.ts'
import type { Markup } from './layout.ts'

export const stateColours: Record<RequestState, string> = {
  received: 'blue',
  awaiting_verification: 'blue',
  in_progress: 'blue',
  held: 'warn',
  fulfilled: 'good',
  declined: '',
  withdrawn: '',
  expired: '',
}

export function stateTag(say: Say, state: RequestState): Markup {
  return html`<span class="tag ${stateColours[state]}">${sayCode(say, state)}</span>`
}

/** What is asked for: the kinds of its acts, or what the mail is about where it asks for none. */
export function kindTags(say: Say, kinds: readonly string[], topic: string): Markup {
  if (kinds.length === 0) return html`<span class="kind topic">${sayCode(say, topic)}</span>`
  return html`${[...new Set(kinds)].map((kind) => html`<span class="kind kind-${kind}">${sayCode(say, kind)}</span>`)}`
}

export function languageWord(say: Say, language: string): string {
  return sayCode(say, `language:${language}`)
}
