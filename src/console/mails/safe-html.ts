// The HTML of a mail made harmless: paragraphs, lists, tables and emphasis stay; colours, pictures, forms, links that lead anywhere,
// and everything that could run or fetch something go. Where a link led is written beside it; what the mail hides stays hidden, as the
// desk read it; what it quotes is folded. It is shown in a frame in which nothing may run or be fetched either (security.ts).

import sanitizeHtml, { type Tag } from 'sanitize-html'
import { systemChance } from '../../lib/ids.ts'
import { hiddenSelectors, isHidden } from '../../mail/html-hiding.ts'
import { reasonableLength } from '../../mail/html-text.ts'

export interface HtmlWords {
  picture: string
  quoted: string
}

/** Of these not even the text stays. */
const nonTextTags = [
  ...['script', 'style', 'noscript', 'noembed', 'noframes', 'xmp', 'plaintext', 'textarea', 'option', 'select'],
  ...['title', 'svg', 'math', 'iframe', 'object', 'embed', 'audio', 'video', 'canvas', 'template'],
]

const allowedTags = [
  ...['p', 'br', 'hr', 'div', 'span', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'code', 'blockquote'],
  ...['b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'],
]

/** What is hidden becomes an element of this mark, which is taken out again with all that it holds. No mail knows it. */
const mark = `data-gone-${systemChance.letters(24).toLowerCase()}`

/** Safe to stand in a page: no attribute of it is the mail's but cell spans and the direction of writing. */
export function safeHtml(html: string, words: HtmlWords): string {
  const input = html.slice(0, reasonableLength(html))
  const hidden = hiddenSelectors(input)
  const gone = (): Tag => ({ tagName: 'span', attribs: { [mark]: '' } })
  const shown = (tagName: string, attribs: Record<string, string>): Tag =>
    isHidden(attribs, hidden) && !nonTextTags.includes(tagName) ? gone() : { tagName, attribs }
  const clean = sanitizeHtml(input, {
    allowedTags,
    allowedAttributes: {
      a: ['data-to'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      span: [mark],
      '*': ['dir'],
    },
    allowedSchemes: [],
    nonTextTags,
    nestingLimit: 200,
    parseStyleAttributes: false,
    exclusiveFilter: ({ attribs }) => mark in attribs,
    transformTags: {
      a: (_, attribs) => {
        const to = /^\s*(?:https?:|mailto:|tel:)/i.test(attribs.href ?? '') ? (attribs.href ?? '').trim() : ''
        if (isHidden(attribs, hidden)) return gone()
        return { tagName: 'a', attribs: { 'data-to': to.slice(0, 300) } }
      },
      img: (_, attribs) => (isPixel(attribs) || isHidden(attribs, hidden) ? gone() : picture(attribs, words)),
      '*': shown,
    },
  })
  return withTargetsAndFolds(clean, words)
}

/** A pixel that only tells its sender that the mail was read is not mentioned. */
function isPixel({ width, height }: Record<string, string>): boolean {
  return [width, height].some((size) => /^[0-2](px)?$/.test(size?.trim() ?? ''))
}

function picture(attribs: Record<string, string>, words: HtmlWords): Tag {
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
