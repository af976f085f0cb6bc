// The plain text of a letter: filled marked text becomes paragraphs, lists and rows in lines of at most 72 columns, a
// Chinese character counting two.

import type { LetterLanguage } from './letters.ts'
import { type MarkKind, type MarkTable, markSign } from './marks.ts'

const widest = 72
const cellSign = '\u0003'

/** Lines without a final line break. Linear in the length of the text. */
export function layOut(filled: string, marks: MarkTable, language: LetterLanguage): string {
  const out: string[] = []
  let number = 0
  let together = false // items and rows of one list stand without blank lines between them
  let kind: MarkKind = 'paragraph'
  let content = ''

  const endBlock = () => {
    const block = content
      .replace(/ *\n */g, '\n')
      .replace(/ {2,}/g, ' ')
      .trim()
    content = ''
    if (block === '') return
    const listed = kind === 'item' || kind === 'number' || kind === 'row'
    if (out.length > 0 && !(listed && together)) out.push('')
    together = listed
    if (kind === 'number') number += 1
    out.push(...linesOf(kind, block, number, language))
  }

  const text = filled.replace(/\u0002[^\u0003]*\u0003|[\u0004\u0005]/g, '').replaceAll('\n', ' ')
  const [before = '', ...marked] = text.split(markSign)
  content = before
  for (const chunk of marked) {
    const next = marks.read(chunk.charCodeAt(0))?.kind ?? 'inline'
    const words = chunk.slice(1)
    if (next === 'inline') content += words
    else if (next === 'line') content += `\n${words}`
    else if (next === 'cell') content += `${cellSign}${words}`
    else {
      endBlock()
      if (next === 'list' || next === 'numbered') {
        number = 0
        together = false
      }
      kind = next === 'list' || next === 'numbered' || next === 'end' ? 'paragraph' : next
      content = words
    }
  }
  endBlock()
  return out.join('\n')
}

function linesOf(kind: MarkKind, content: string, number: number, language: LetterLanguage): string[] {
  const lines = content.split('\n')
  switch (kind) {
    case 'heading':
      return [content, '-'.repeat(Math.min(columns(content), widest))]
    case 'item':
      return indented('- ', '  ', lines)
    case 'number':
      return indented(`${number}. `, '   ', lines)
    case 'row': {
      const [name, ...cells] = content.split(cellSign).map((cell) => cell.trim())
      const colon = language === 'zh' ? '：' : ': '
      return indented('', '  ', [cells.length === 0 ? (name ?? '') : `${name}${colon}${cells.join(' | ')}`])
    }
    case 'code':
      return lines.map((line) => `    ${line}`)
    case 'form':
      return lines
    default:
      return indented('', '', lines)
  }
}

function indented(first: string, rest: string, lines: string[]): string[] {
  return lines.flatMap((line) => wrap(line, widest - rest.length)).map((line, i) => (i === 0 ? first : rest) + line)
}

// East Asian wide characters (Unicode TR 11) below U+10000; above it, emoji and rare Han characters
const wideRanges = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
] as const
const hex = (code: number) => `\\u${code.toString(16)}`
const wide = `${wideRanges.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}`
const openers = '（「『【《〈“'
const closers = '，。、；：？！）」』】》〉”…'
// what stays on one line: a word or a wide character, with the punctuation that may neither end nor begin a line
const unit = new RegExp(
  `[${openers}]*(?:[^ ${wide}${openers}${closers}]+|[[${wide}]--[${openers}${closers}]])[${closers}]*|[${openers}${closers}]+| +`,
  'gv',
)

/** Columns on a terminal: 2 for the wide characters above, 1 for all else. */
export function columns(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x1100) count += 1
    else if (code >= 0xd800 && code <= 0xdfff)
      count += 1 // each half of a pair, together 2
    else count += wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1
  }
  return count
}

export function wrap(text: string, width: number): string[] {
  if (text.length * 2 <= width) return [text]
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const piece of text.match(unit) ?? []) {
    const size = columns(piece)
    if (used > 0 && used + size > width && piece !== ' ') {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    if (used === 0 && piece === ' ') continue
    line += piece
    used += size
  }
  if (line.trim()) lines.push(line.trimEnd())
  return lines
}
