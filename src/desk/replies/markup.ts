// The little HTML that operators write letters in, read into marked text (see marks.ts): styles come inline, for mail
// clients drop style sheets, and anything outside the vocabulary below is a problem named at start: no images, no
// scripts, nothing remote. Liquid's own tags pass through untouched.

import type { LetterLanguage } from './letters.ts'
import { type MarkKind, type MarkTable, onlyHtml, onlyText } from './marks.ts'

export interface Markup {
  /** Liquid source with marks in the places of tags */
  marked: string
  problems: string[]
}

/** style declarations, value by property, by `tag` and `tag.class` */
export type Styles = ReadonlyMap<string, ReadonlyMap<string, string>>

const blockParents = ['', 'div']
const inlineParents = ['', 'p', 'h2', 'li', 'th', 'td', 'strong', 'span', 'a']
const parents: Record<string, string[]> = {
  div: blockParents,
  p: blockParents,
  h2: blockParents,
  ul: blockParents,
  ol: blockParents,
  table: blockParents,
  li: ['ul', 'ol'],
  tr: ['table'],
  th: ['tr'],
  td: ['tr'],
  strong: inlineParents,
  span: inlineParents,
  a: inlineParents,
  br: inlineParents,
}
const vocabulary = Object.keys(parents)

const token = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)((?:\{\{[\s\S]*?\}\}|[^>{])*)>/g
const attribute = /\s([a-z]+)="((?:\{\{[\s\S]*?\}\}|[^"])*)"/y
const allowedHref = /^(?:mailto:\{\{.*\}\}|\{\{.*\}\}|https:\/\/.*)$/

/** `language` null: a part that both languages share. */
export function readMarkup(source: string, language: LetterLanguage | null, styles: Styles, marks: MarkTable): Markup {
  const body = joinLines(source.replace(/[\u0001-\u0005]/g, '').trim(), language)
  const open: { tag: string; href: string; from: number }[] = []
  const result: Markup = { marked: '', problems: [] }
  let at = 0
  let lastRow = '\u0001' // the mark of the last <tr>: the cell right after it is the row's name

  const words = (text: string) => {
    result.marked += decodeEntities(text)
    const angle = text.indexOf('<')
    if (angle >= 0) result.problems.push(`"${text.slice(angle, angle + 20)}" is no tag: write &lt; for <`)
  }

  for (const match of body.matchAll(token)) {
    words(body.slice(at, match.index))
    at = match.index + match[0].length
    const [whole, slash, name, attributes] = match
    const tag = name?.toLowerCase()
    if (tag === undefined) {
      if (!whole.startsWith('<!--')) result.marked += whole
    } else if (!parents[tag]) {
      result.problems.push(`<${tag}> is not allowed; allowed are ${vocabulary.join(', ')}`)
    } else if (slash) {
      const opened = open.pop()
      if (opened?.tag !== tag) result.problems.push(`</${tag}> closes <${opened?.tag ?? 'nothing'}>`)
      result.marked += addressAfter(opened?.href ?? '', result.marked.slice(opened?.from ?? 0))
      result.marked += marks.write({ html: `</${tag}>`, kind: closers.includes(tag) ? 'end' : 'inline' })
    } else {
      const parent = open.at(-1)?.tag ?? ''
      if (!parents[tag].includes(parent)) result.problems.push(`<${tag}> cannot stand in <${parent || 'the letter'}>`)
      const read = readAttributes(attributes ?? '', tag, result.problems)
      const cell = (tag === 'th' || tag === 'td') && result.marked.trimEnd().endsWith(lastRow)
      const kind = cell ? 'inline' : kindOf(tag, read.class, parent)
      const written = marks.write({ html: openTag(tag, read, styles), kind })
      result.marked += tag === 'a' ? `${written}${onlyHtml.begin}${read.href}${onlyHtml.end}` : written
      if (tag === 'tr') lastRow = written
      if (tag !== 'br') open.push({ tag, href: read.href, from: result.marked.length })
    }
  }
  words(body.slice(at))
  for (const { tag } of open) result.problems.push(`<${tag}> is never closed`)
  return result
}

/** The tags whose end ends a block of lines. */
const closers = ['p', 'h2', 'li', 'tr']

/** A line break in the source is a blank in English and nothing in Chinese, so that operators may break lines freely. */
function joinLines(source: string, language: LetterLanguage | null): string {
  return source.replace(/[ \t\r]*\n\s*/g, (_, offset: number, all: string) => {
    if (language !== 'zh') return ' '
    const next = all.slice(offset).trimStart()[0] ?? ''
    return /\w/.test(all[offset - 1] ?? '') && /\w/.test(next) ? ' ' : ''
  })
}

function readAttributes(source: string, tag: string, problems: string[]): { class: string; href: string } {
  const read = { class: '', href: '' }
  const rest = source.replace(/\s*\/?$/, '')
  attribute.lastIndex = 0
  let end = 0
  for (let match = attribute.exec(rest); match; match = attribute.exec(rest)) {
    end = attribute.lastIndex
    const [, key, value = ''] = match
    if (key === 'class' && /^[\w -]*$/.test(value)) read.class = value
    else if (key === 'href' && tag === 'a' && allowedHref.test(value)) read.href = value
    else
      problems.push(
        `<${tag} ${key}="${value}"> is not allowed; only class, and href to https:, mailto:{{ … }} or {{ … }}`,
      )
  }
  if (rest.slice(end).trim()) problems.push(`<${tag}${rest}> cannot be read; attributes are written name="value"`)
  if (tag === 'a' && !read.href) problems.push('<a> needs an href')
  return read
}

/** Of a link all but its address, which toHtml puts in escaped. */
function openTag(tag: string, read: { class: string; href: string }, styles: Styles): string {
  const of = (selector: string) => [...(styles.get(selector) ?? [])]
  // a class overrides its tag
  const declarations = new Map([...of(tag), ...read.class.split(' ').flatMap((name) => of(`${tag}.${name}`))])
  const style = [...declarations].map(([property, value]) => `${property}:${value}`).join(';')
  const fixed: Record<string, string> = {
    table: ' cellpadding="0" cellspacing="0" border="0" width="100%"',
    th: ' scope="row"',
  }
  const attributes = `${fixed[tag] ?? ''}${read.class && ` class="${read.class}"`}${style && ` style="${style}"`}`
  return tag === 'a' ? `<a${attributes} href="` : `<${tag}${attributes}>`
}

function kindOf(tag: string, className: string, parent: string): MarkKind {
  switch (tag) {
    case 'p':
      return className === 'code' || className === 'form' ? className : 'paragraph'
    case 'h2':
      return 'heading'
    case 'ul':
    case 'table':
      return 'list'
    case 'ol':
      return 'numbered'
    case 'li':
      return parent === 'ol' ? 'number' : 'item'
    case 'tr':
      return 'row'
    case 'th':
    case 'td':
      return 'cell'
    case 'br':
      return 'line'
    default:
      return 'inline'
  }
}

/** In the text part a link's address is read where it is not the words themselves. */
function addressAfter(href: string, inside: string): string {
  if (!href || href.startsWith('mailto:') || href.trim() === inside.trim()) return ''
  return `${onlyText.begin} (${href})${onlyText.end}`
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', middot: '·' }

function decodeEntities(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
}
