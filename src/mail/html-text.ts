// HTML mail as text: what a reader would see. Scripts, styles, remote content and hidden text are dropped; quoted blocks
// become "> " lines, so that quotes are told apart the same way in every mail. Staff and classification see this same text.

import { compile, type Formatter } from 'html-to-text'
import { cleanText, trimLineEnds } from './clean.ts'
import { hiddenSelectors, isHidden } from './html-hiding.ts'

export interface HtmlText {
  text: string
  /** something was left out: input, depth or children beyond the limits */
  cut: boolean
}

const cutMark = '\ue0ff'
const maxDepth = 200

// an element that may be hidden is looked at, then handled as its tag demands
const unlessHidden: Formatter = (element, walk, builder) => {
  if (isHidden(element.attribs, builder.metadata as Set<string>)) return
  for (const name of ['style', 'class', 'id', 'hidden']) delete element.attribs[name]
  const tag = builder.picker.pick1(element)
  builder.options.formatters[tag.format]?.(element, walk, builder, tag.options ?? {})
}

// rows are lines, cells are words beside each other: most tables in mail are layout
const cell: Formatter = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addInline(' ')
}

const convert = compile({
  wordwrap: false,
  // the whole of it, not the first <body>: programs quote whole documents within a reply
  baseElements: { selectors: [] },
  // without U+200B, which is among the library's blanks: it would part words
  whitespaceCharacters: ' \t\r\n\f',
  limits: { maxInputLength: undefined, maxDepth, maxChildNodes: 20_000, ellipsis: cutMark },
  formatters: { unlessHidden, cell },
  selectors: [
    { selector: '[style]', format: 'unlessHidden' },
    { selector: '[class]', format: 'unlessHidden' },
    { selector: '[id]', format: 'unlessHidden' },
    { selector: '[hidden]', format: 'unlessHidden' },
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'head', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'template', format: 'skip' },
    { selector: 'noscript', format: 'skip' },
    { selector: 'object', format: 'skip' },
    { selector: 'svg', format: 'skip' },
    { selector: 'select', format: 'skip' },
    { selector: 'textarea', format: 'skip' },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'hr', options: { length: 20 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'p', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
})

/** Text of an HTML document of which at most `maxChars` characters are read. Never throws. */
export function htmlToText(html: string, maxChars: number): HtmlText {
  const input = html.slice(0, Math.min(maxChars, reasonableLength(html)))
  try {
    const text = convert(input, hiddenSelectors(input))
    const cut = input.length < html.length || text.includes(cutMark)
    return { text: tidy(text.replaceAll(cutMark, '')), cut }
  } catch {
    // the library gave up (a stack too deep): the words without tags are better than nothing
    return {
      text: tidy(input.replace(/<[^<>]*>/g, ' ')),
      cut: true,
    }
  }
}

const maxTags = 50_000
const maxOpen = 1000
// elements without an end tag, and those whose end tag is mostly left out
const unended =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|td|tr|th|dd|dt|option|tbody|thead)$/

// the HTML parser takes the square of the nesting, and far too long for a million tags: no mail that people write has either
export function reasonableLength(html: string): number {
  let tags = 0
  let open = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (++tags > maxTags || open > maxOpen) return at
    const next = html.charCodeAt(at + 1)
    if (next === 0x2f) open--
    else if ((next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a) {
      const name = /^[a-z0-9]{1,10}/i.exec(html.slice(at + 1, at + 11))?.[0].toLowerCase() ?? ''
      if (!unended.test(name)) open++
    }
    if (open < 0) open = 0
  }
  return html.length
}

function tidy(text: string): string {
  return trimLineEnds(cleanText(text).replace(/\u00a0/g, ' '))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
