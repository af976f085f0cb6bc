// The plain text of a letter: rendered text with marks becomes paragraphs, lists and rows in lines of at most 72
// columns, a Chinese character counting two. Values cannot hold marks: cleanValue took every control character out.

import type { LetterLanguage } from './letters.ts'

// each block begins with U+0001 and a letter for its kind, and ends with U+0001 and a full stop
export const marks = {
  paragraph: '\u0001p',
  heading: '\u0001h',
  list: '\u0001l',
  numbered: '\u0001o',
  item: '\u0001-',
  number: '\u0001#',
  row: '\u0001r',
  code: '\u0001c',
  form: '\u0001f',
  end: '\u0001.',
  line: '\u0002',
  cell: '\u0003',
} as const

const widest = 72

/** Marked text to lines without a final line break. Linear in the length of the text. */
export function layOut(marked: string, language: LetterLanguage): string {
  const out: string[] = []
  let number = 0
  let together = false // items and rows of one list stand without blank lines between them
  for (const chunk of marked.split('\u0001')) {
    const kind = chunk[0] ?? ''
    if (kind === 'l' || kind === 'o') {
      number = 0
      together = false
      continue
    }
    const content = chunk
      .slice(kind === '' ? 0 : 1)
      .replace(/[ \n]+/g, ' ')
      .trim()
    if (kind === '.' || content === '') continue
    const listed = kind === '-' || kind === '#' || kind === 'r'
    if (out.length > 0 && !(listed && together)) out.push('')
    together = listed
    if (kind === '#') number += 1
    out.push(...linesOf(kind, content, number, language))
  }
  return out.join('\n')
}

function linesOf(kind: string, content: string, number: number, language: LetterLanguage): string[] {
  const lines = content.split(marks.line).map((line) => line.trim())
  switch (kind) {
    case 'h':
      return [content, '-'.repeat(Math.min(columns(content), widest))]
    case '-':
      return indented('- ', '  ', lines)
    case '#':
      return indented(`${number}. `, '   ', lines)
    case 'r': {
      const [name, ...cells] = content.split(marks.cell).map((cell) => cell.trim())
      const colon = language === 'zh' ? '：' : ': '
      return indented('', '  ', [cells.length === 0 ? (name ?? '') : `${name}${colon}${cells.join(' | ')}`])
    }
    case 'c':
      return lines.map((line) => `    ${line}`)
    case 'f':
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
