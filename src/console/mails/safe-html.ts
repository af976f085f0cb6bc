// The HTML of a mail made harmless: paragraphs, lists, tables and emphasis stay; colours, pictures, forms, links that lead anywhere,
// and everything that could run or fetch something go. Where a link led is written beside it; what the mail hides stays hidden, as the
// desk read it; what it quotes is folded. It is shown in a frame in which nothing may run or be fetched either (security.ts).

import sanitizeHtml, { type Tag } from 'sanitize-html'
import { hiddenSelectors, isHidden } from '../../mail/html-hiding.ts'
import { reasonableLength } from '../../mail/html-text.ts'

export interface HtmlWords {
  picture: string
  quoted: string
}

const gone = 'template'

/** Of these not even the text stays. */
const nonTextTags = [
  ...['script', 'style', 'noscript', 'noembed', 'noframes', 'xmp', 'plaintext', 'textarea', 'option', 'select'],
  ...['title', 'svg', 'math', 'iframe', 'object', 'embed', 'audio', 'video', 'canvas', gone],
]

const allowedTags = [
  ...['p', 'br', 'hr', 'div', 'span', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'code', 'blockquote'],
  ...['b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'],
]

/** Safe to stand in a page: no attribute of it is the mail's but cell spans and the direction of writing. */
export function safeHtml(html: string, words: HtmlWords): string {
  const input = html.slice(0, reasonableLength(html))
  const hidden = hiddenSelectors(input)
  const shown = (tagName: string, attribs: Record<string, string>): Tag =>
    isHidden(attribs, hidden) ? { tagName: gone, attribs: {} } : { tagName, attribs }
  const clean = sanitizeHtml(input, {
    allowedTags,
    allowedAttributes: { a: ['data-to'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], '*': ['dir'] },
    allowedSchemes: [],
    nonTextTags,
    nestingLimit: 200,
    parseStyleAttributes: false,
    transformTags: {
      a: (_, attribs) => {
        const to = /^\s*(?:https?:|mailto:|tel:)/i.test(attribs.href ?? '') ? (attribs.href ?? '').trim() : ''
        const { tagName } = shown('a', attribs)
        return { tagName, attribs: { 'data-to': to.slice(0, 300) } }
      },
      img: (_, attribs) => picture(attribs, hidden, words),
      '*': shown,
    },
  })
  return withTargetsAndFolds(clean, words)
}

/** A pixel that only tells its sender that the mail was read is not mentioned. */
function picture(attribs: Record<string, string>, hidden: Set<string>, words: HtmlWords): Tag {
  const isPixel = [attribs.width, attribs.height].some((size) => /^[0-2](px)?$/.test(size?.trim() ?? ''))
  if (isPixel || isHidden(attribs, hidden)) return { tagName: gone, attribs: {} }
  const alt = attribs.alt?.trim() ?? ''
  return { tagName: 'span', attribs: {}, text: `[${words.picture}${alt === '' ? '' : `: ${alt.slice(0, 200)}`}]` }
}

/** In what the sanitiser wrote a `<` or `>` is a tag's alone. */
function withTargetsAndFolds(clean: string, words: HtmlWords): string {
  const links: { to: string; from: number }[] = []
  return clean.replace(
    /<(\/?)(blockquote|a)(?: dir="[^"<>]*")?(?: data-to(?:="([^"<>]*)")?)?>/g,
    (_tag, end: string, name: string, to: string | undefined, at: number) => {
      if (name === 'blockquote') {
        return end === '' ? `<details><summary>${words.quoted}</summary><blockquote>` : '</blockquote></details>'
      }
      if (end === '') {
        links.push({ to: to ?? '', from: at })
        return '<span class="link">'
      }
      const link = links.pop()
      const said = clean.slice(clean.indexOf('>', link?.from ?? at) + 1, at)
      const target = link === undefined || link.to === '' || said.includes(link.to) ? '' : link.to
      return `</span>${target === '' ? '' : ` <span class="to">${target}</span>`}`
    },
  )
}
