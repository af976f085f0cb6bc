// The words of a mail as the reader of values sees them: addresses, words, single Chinese characters, marks; each with its
// shape, the quotation marks it stands in, and whether it comes twice with a small difference ("katarzina", "katarzyna").

import { toSimplified } from '../../lib/chinese.ts'

export interface Token {
  /** for recognising: small letters, Simplified; every address "@", every number "0" */
  word: string
  shape: string
  text: string
  start: number
  end: number
  /** place of the quotation mark that opens around it, or -1 */
  quote: number
}

const tokenShape =
  /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|[\p{Script=Latin}\d_]{1,60}(?:['’][\p{Script=Latin}]{1,20}){0,3}|\p{Script=Han}|\n|\S/gu
const mostTokens = 3_000

const shapes: [string, RegExp][] = [
  ['address', /^[^@]+@./u],
  ['han', /^\p{Script=Han}$/u],
  ['number', /^\d+$/u],
  ['Name', /^\p{Lu}[\p{Ll}'’]+$/u],
  ['word', /^[\p{Ll}'’]+$/u],
  ['CAPS', /^\p{Lu}+$/u],
  ['mixed', /[\p{L}\d]/u],
  ['line', /^\n$/u],
  ['quote', /^["“”「」『』‘’']$/u],
  ['comma', /^[,，;；]$/u],
  ['stop', /^[.。!！?？]$/u],
  ['colon', /^[:：]$/u],
  ['bracket', /^[(（)）[\]【】]$/u],
]

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(tokenShape)) {
    if (tokens.length >= mostTokens) break
    const [one] = found
    const shape = shapes.find(([, is]) => is.test(one))?.[0] ?? 'mark'
    tokens.push({
      word: wordOf(one, shape),
      shape,
      text: one,
      start: found.index,
      end: found.index + one.length,
      quote: -1,
    })
  }
  markQuotes(tokens)
  return tokens
}

const simplified = new Map<string, string>()

function wordOf(text: string, shape: string): string {
  if (shape === 'address') return '@'
  if (shape === 'number') return '0'
  if (shape !== 'han') return text.toLowerCase().normalize('NFKC')
  const known = simplified.get(text) ?? toSimplified(text)
  simplified.set(text, known)
  return known
}

const closing: Record<string, string> = {
  '“': '”',
  '「': '」',
  '『': '』',
  '"': '"',
  '‘': '’',
  '《': '》',
  '„': '“',
  '【': '】',
  "'": "'",
}
const longestQuote = 30

function markQuotes(tokens: Token[]): void {
  for (let at = 0; at < tokens.length; at++) {
    const close = closing[tokens[at]?.text ?? '']
    if (close === undefined) continue
    const end = closingPlace(tokens, at, close)
    if (end < 0) continue
    for (let inside = at; inside <= end; inside++) {
      const token = tokens[inside]
      if (token) token.quote = at
    }
    at = end
  }
}

function closingPlace(tokens: readonly Token[], open: number, close: string): number {
  for (let at = open + 1; at < Math.min(tokens.length, open + longestQuote); at++) {
    if (tokens[at]?.shape === 'line') return -1
    if (tokens[at]?.text === close) return at
  }
  return -1
}

/** For each token 1 where a nearly equal one comes later, 2 where it came before, else 0. */
export function nearlyTwice(tokens: readonly Token[]): number[] {
  const found = new Array<number>(tokens.length).fill(0)
  const note = (first: number, later: number) => {
    found[first] = found[first] || 1
    found[later] = found[later] || 2
  }
  const words = [...tokens.entries()]
    .filter(([, one]) => one.shape !== 'han' && /[\p{L}\d]{3}/u.test(one.text))
    .slice(0, 300)
  for (const [place, [first, one]] of words.entries()) {
    for (const [later, other] of words.slice(place + 1, place + 80)) {
      if (isNearly(one.text.toLowerCase(), other.text.toLowerCase())) note(first, later)
    }
  }
  const between = new Map<string, number[]>()
  for (let at = 1; at + 1 < tokens.length; at++) {
    const [before, one, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
    if (before?.shape !== 'han' || one?.shape !== 'han' || after?.shape !== 'han') continue
    const frame = before.word + after.word
    const earlier = between.get(frame) ?? []
    for (const first of earlier.slice(-5))
      if (tokens[first]?.word !== one.word) for (const step of [-1, 0, 1]) note(first + step, at + step)
    between.set(frame, [...earlier, at])
  }
  return found
}

/** Short everyday words and plurals are nearly equal too often to mean anything. */
function isNearly(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length)
  if (one === other || Math.abs(one.length - other.length) > 2) return false
  if (one[0] !== other[0] && one.at(-1) !== other.at(-1)) return false
  if (/^[a-z]+$/.test(one) && (one.length < 5 || `${one}s` === other || `${other}s` === one)) return false
  let same = 0
  while (same < one.length && one[same] === other[same]) same++
  let sameEnd = 0
  while (sameEnd < Math.min(one.length, other.length) - same && one.at(-1 - sameEnd) === other.at(-1 - sameEnd))
    sameEnd++
  const different = longest - same - sameEnd
  return different <= 2 && different / longest < 0.4
}
