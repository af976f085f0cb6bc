// The words of a mail as the reader of values sees them: addresses, words, single Chinese characters, marks; each with its
// shape, the quotation marks it stands in, and whether it comes twice with a small difference ("katarzina", "katarzyna").

import { toSimplified } from '../../lib/chinese.ts'

export interface Token {
  /** for recognising: small letters, Simplified; every address "@", every number "0", a date, a quotation by its shape */
  word: string
  shape: string
  text: string
  start: number
  end: number
}

// One token each: an address, a date, a telephone number with its extension, whatever stands in quotation marks. Words
// joined by a full stop, a hyphen or an apostrophe are one word.
const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const quotation = String.raw`[“„](?![^”“\n]{1,60}@)[^”“\n]{1,60}[”“]|「[^」\n]{1,60}」|『[^』\n]{1,60}』|"[^"\n]{1,60}"|‘[^’\n]{1,60}’|《[^》\n]{1,60}》|【[^】\n]{1,40}】|(?<![\p{L}\p{N}])'[^'\n]{1,40}(?:'[a-z][^'\n]{0,30})?'(?![\p{L}\p{N}])`
const addressShape = String.raw`[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}`
const dateShape = String.raw`(?<![\d.])(?:(?:(?:19|20)\d\d|民[国國] ?\d{1,3}) ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?[日号號])?|\d{1,2} ?月 ?\d{1,2} ?[日号號]|\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?![\d-])|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${months})[a-z]*\.?,? (?:19|20)\d\d|(?:${months})[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)`
const phoneShape = String.raw`(?<![\w.])\+?\(?\d(?:[ ().-]{0,2}\d){6,14}(?: ?(?:转|轉|分机|ext\.?|extension|x) ?\d{1,6})?(?!\w)`
const wordShape = String.raw`(?:Mrs?|Ms|Dr|St|Prof|Jr|Sr)\.(?=[ )])|[\p{Script=Latin}\d_]{1,60}(?:['’.-][\p{Script=Latin}\d_]{1,30}){0,4}`
const tokenShape = new RegExp(
  `(?<quoted>${quotation})|(?<address>${addressShape})|(?<date>${dateShape})|(?<phone>${phoneShape})|${wordShape}|\\p{Script=Han}|\\n|\\S`,
  'giu',
)
const mostTokens = 3_000

const shapes: [string, RegExp][] = [
  ['han', /^\p{Script=Han}$/u],
  ['number', /^\d+$/u],
  ['Name', /^\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}?[\p{Ll}'’]+)*$/u],
  ['word', /^[\p{Ll}'’-]+$/u],
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
    const one = found[0]
    const named = Object.entries(found.groups ?? {}).find(([, part]) => part !== undefined)?.[0]
    const inside = named === 'quoted' ? one.slice(1, -1) : one
    const shape =
      named === 'quoted' ? quotedShape(one, inside) : (named ?? shapes.find(([, is]) => is.test(one))?.[0] ?? 'mark')
    const start = found.index + (named === 'quoted' ? 1 : 0)
    tokens.push({ word: wordOf(inside, shape), shape, text: inside, start, end: start + inside.length })
  }
  return tokens
}

/** What stands in quotation marks, by what it is made of: a value, a title, a sentence that is only cited. */
function quotedShape(whole: string, inside: string): string {
  if (/^[《【]/u.test(whole)) return '“title”'
  if (/@/.test(inside)) return '“address”'
  if (/[。;；\n]|[,，.] |[!?！？].|(?:\S+ ){5}/u.test(inside) || inside.length > 34) return '“long”'
  return /\p{Script=Han}/u.test(inside) ? '“han”' : /^\p{Ll}+$/u.test(inside) ? '“word”' : '“Name”'
}

const simplified = new Map<string, string>()

function wordOf(text: string, shape: string): string {
  if (shape === 'address') return '@'
  if (shape === 'number') return '0'
  if (shape === 'date' || shape === 'phone' || shape.startsWith('“')) return shape
  if (shape !== 'han') return text.toLowerCase().normalize('NFKC')
  const known = simplified.get(text) ?? toSimplified(text)
  simplified.set(text, known)
  return known
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Where each Chinese character stands in its word: first, inside, last, or alone. */
export function placesInWords(tokens: readonly Token[]): string[] {
  const places = new Array<string>(tokens.length).fill('')
  for (let from = 0; from < tokens.length; from++) {
    let to = from
    while (tokens[to]?.shape === 'han') to++
    if (to === from) continue
    const run = tokens.slice(from, to)
    const lengths = [...segmenter.segment(run.map((one) => one.word).join(''))].map((one) => [...one.segment].length)
    let at = from
    for (const length of lengths) {
      for (let inside = 0; inside < length; inside++)
        places[at + inside] = length === 1 ? 'a' : inside === 0 ? 'f' : inside === length - 1 ? 'l' : 'i'
      at += length
    }
    from = to
  }
  return places
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
