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

const wide =
  '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}'
const openers = '（「『【《〈“'
const closers = '，。、；：？！）」』】》〉”…'
// what stays on one line: a word or a wide character, with the punctuation that may neither end nor begin a line
const unit = new RegExp(
  `[${openers}]*(?:[^ ${wide}${openers}${closers}]+|[[${wide}]--[${openers}${closers}]])[${closers}]*|[${openers}${closers}]+| +`,
  'gv',
)
const wideCharacter = new RegExp(`[${wide}]`, 'gu')

export function columns(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count + (text.match(wideCharacter)?.length ?? 0)
}

export function wrap(text: string, width: number): string[] {
  if (columns(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const [piece] of text.matchAll(unit)) {
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
