// Safe HTML by construction: whatever is put into an `html` text is escaped, unless it is Html already.

import type { Label } from '../../requests/words.ts'

export interface Html {
  readonly html: string
}
type Part = Html | string | number | null | undefined | false | readonly Part[]

export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: texts.reduce((whole, text, i) => whole + text + (i < parts.length ? written(parts[i]) : ''), '') }
}

/** A text of our own making that is HTML already: style sheets, numbers in SVG. Never for data. */
export function trusted(text: string): Html {
  return { html: text }
}

/** Both languages, each marked, so that a reader can choose one. */
export function both({ zh, en }: Label): Html {
  if (zh === en) return html`<span>${zh}</span>`
  return html`<span class="zh" lang="zh-CN">${zh}</span><span class="sep"> / </span><span class="en" lang="en">${en}</span>`
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(`${part}`)
  return 'html' in part ? part.html : part.map(written).join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  // control characters have no place in HTML; bidi overrides would reorder what stands beside them
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
