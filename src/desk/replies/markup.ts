// The little HTML that a letter is written in, turned into both parts of the mail: HTML with its styles inline (mail
// clients drop style sheets), and marked text that plain-text.ts lays out in lines. One source for both parts, so
// they cannot say different things. Anything outside the vocabulary below is a problem named at start: no images, no
// scripts, nothing remote. Liquid tags pass through untouched.

import type { LetterLanguage } from './letters.ts'
import { marks } from './plain-text.ts'

export interface Markup {
  html: string
  text: string
  problems: string[]
}

/** style declarations by `tag` and `tag.class` */
export type Styles = ReadonlyMap<string, string>

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
export const vocabulary = Object.keys(parents)

const token = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)((?:\{\{[\s\S]*?\}\}|[^>{])*)>/g
const attribute = /\s([a-z]+)="((?:\{\{[\s\S]*?\}\}|[^"])*)"/y
const allowedHref = /^(?:mailto:\{\{.*\}\}|\{\{.*\}\}|https:\/\/.*)$/

/** `language` null: a part that both languages share. */
export function readMarkup(source: string, language: LetterLanguage | null, styles: Styles): Markup {
  const body = joinLines(source.trim(), language)
  const open: { tag: string; href: string; from: number }[] = []
  const result: Markup = { html: '', text: '', problems: [] }
  let at = 0

  const words = (text: string) => {
    result.html += text
    result.text += decodeEntities(text)
    if (/</.test(text))
      result.problems.push(`"${text.slice(text.indexOf('<')).slice(0, 20)}" is no tag: write &lt; for <`)
  }

  for (const match of body.matchAll(token)) {
    words(body.slice(at, match.index))
    at = match.index + match[0].length
    const [whole, slash, name, attributes] = match
    if (name === undefined) {
      if (!whole.startsWith('<!--')) {
        result.html += whole
        result.text += whole
      }
      continue
    }
    const tag = name.toLowerCase()
    if (!parents[tag]) {
      result.problems.push(`<${tag}> is not allowed; allowed are ${vocabulary.join(', ')}`)
    } else if (slash) {
      const opened = open.pop()
      if (opened?.tag !== tag) result.problems.push(`</${tag}> closes <${opened?.tag ?? 'nothing'}>`)
      result.text += closing(tag, opened?.href ?? '', result.text.slice(opened?.from ?? 0))
      result.html += `</${tag}>`
    } else {
      const parent = open.at(-1)?.tag ?? ''
      if (!parents[tag].includes(parent)) result.problems.push(`<${tag}> cannot stand in <${parent || 'the letter'}>`)
      const read = readAttributes(attributes ?? '', tag, result.problems)
      result.html += openTag(tag, read, styles)
      result.text += opening(tag, read.class, parent, result.text)
      if (tag !== 'br') open.push({ tag, href: read.href, from: result.text.length })
    }
  }
  words(body.slice(at))
  for (const { tag } of open) result.problems.push(`<${tag}> is never closed`)
  return result
}

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
    if (key === 'class') read.class = value
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

function openTag(tag: string, read: { class: string; href: string }, styles: Styles): string {
  const style = [styles.get(tag), ...read.class.split(' ').map((name) => styles.get(`${tag}.${name}`))].filter(Boolean)
  const role = tag === 'table' ? ' cellpadding="0" cellspacing="0" border="0" width="100%"' : ''
  const scope = tag === 'th' ? ' scope="row"' : ''
  return `<${tag}${role}${scope}${read.href && ` href="${read.href}"`}${read.class && ` class="${read.class}"`}${
    style.length > 0 ? ` style="${style.join(';')}"` : ''
  }>`
}

function opening(tag: string, className: string, parent: string, before: string): string {
  switch (tag) {
    case 'p':
      return className === 'code' ? marks.code : className === 'form' ? marks.form : marks.paragraph
    case 'h2':
      return marks.heading
    case 'ul':
    case 'table':
      return marks.list
    case 'ol':
      return marks.numbered
    case 'li':
      return parent === 'ol' ? marks.number : marks.item
    case 'tr':
      return marks.row
    case 'th':
    case 'td':
      return before.trimEnd().endsWith(marks.row) ? '' : marks.cell
    case 'br':
      return marks.line
    default:
      return ''
  }
}

function closing(tag: string, href: string, inside: string): string {
  switch (tag) {
    case 'p':
    case 'h2':
    case 'li':
    case 'tr':
      return marks.end
    case 'a':
      // a link's address is read where it is not the words themselves
      return href.startsWith('mailto:') || href.trim() === inside.trim() ? '' : ` (${href})`
    default:
      return ''
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', middot: '·' }

function decodeEntities(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
}
