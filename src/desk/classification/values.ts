// Reads the old and the new values of a correction out of its words: every token is tagged as part of a new value, of an
// old one, or of neither, by a trained linear model over the words around it and over what the rules of corrections.ts
// say of it. The tags of a whole mail are chosen together (Viterbi), so that a value is one unbroken run.

import type { Correction } from '../../requests/acts.ts'
import { bare, type Candidate, dedupe, isAddress, pairUp } from './correction-pairs.ts'
import { nearlyTwice, type Token, tokensOf } from './value-tokens.ts'

/** none, first and next token of a new value, first and next token of an old one */
export const tags = ['none', 'new', 'new+', 'old', 'old+'] as const
const tagCount = tags.length
const longestRead = 6_000

export interface ValueModel {
  rows: Map<string, number>
  weights: Float32Array
  /** from tag to tag, outside and inside quotation marks */
  transitions: number[]
}

export interface TaggedText {
  text: string
  tokens: Token[]
  features: string[][]
}

export interface ReadValues {
  corrections: Correction[]
  /** rules and tags read the same new values */
  agree: boolean
}

/**
 * The changes a mail asks for, `byRules` being those that corrections.ts found. The tags are heard where both read the same
 * new values, where the rules read none, and where the rules read more; else the rules, which are seldom wrong alone.
 */
export function readValues(
  subject: string,
  body: string,
  byRules: readonly Correction[],
  model: ValueModel,
): ReadValues {
  const read = prepare(subject, body, byRules)
  const own = ownScores(read, (feature) => model.rows.get(feature), model.weights)
  const tagged = taggedValues(read, bestPath(read.tokens, own, model.transitions))
  if (tagged.length > 0) {
    const agree = isWithin(tagged, byRules) && isWithin(byRules, tagged)
    const heard = agree || byRules.length === 0 || isWithin(tagged, byRules) ? tagged : [...byRules]
    return { corrections: heard, agree }
  }
  if (byRules.length > 0) return { corrections: [...byRules], agree: false }
  // a correction is asked for, so a new value is likelier than its words alone would have it
  for (const favour of [2, 4, 8]) {
    const found = taggedValues(read, bestPath(read.tokens, own, model.transitions, favour))
    if (found.length > 0) return { corrections: found, agree: false }
  }
  return { corrections: [], agree: true }
}

function taggedValues(read: TaggedText, best: readonly number[]): Correction[] {
  const candidates = candidatesOf(read, best)
  settleRoles(candidates)
  return dedupe(pairUp(read.text, candidates)).slice(0, 10)
}

function isWithin(some: readonly Correction[], others: readonly Correction[]): boolean {
  return some.every((one) => others.some((other) => other.value === one.value))
}

export function prepare(subject: string, body: string, byRules: readonly Correction[] | null): TaggedText {
  const text = `${subject}\n${body}`.slice(0, longestRead)
  const tokens = tokensOf(text)
  const rules = byRules === null ? tokens.map(() => 9) : tagsOf(tokens, text, byRules)
  return { text, tokens, features: featuresOf(tokens, rules, subject.length) }
}

/** The tags that given values have in the text, wherever they stand as whole words. */
export function tagsOf(
  tokens: readonly Token[],
  text: string,
  corrections: readonly { value: string; old: string | null }[],
): number[] {
  const found = new Array<number>(tokens.length).fill(0)
  const spans = corrections
    .flatMap((one) => [...spansOf(text, one.value, 1), ...(one.old === null ? [] : spansOf(text, one.old, 3))])
    .sort((one, other) => other.end - other.start - (one.end - one.start))
  for (const span of spans) {
    const inside = [...tokens.keys()].filter((at) => {
      const token = tokens[at]
      return token !== undefined && token.start >= span.start && token.end <= span.end
    })
    if (inside.some((at) => found[at] !== 0)) continue
    for (const [index, at] of inside.entries()) found[at] = index === 0 ? span.tag : span.tag + 1
  }
  return found
}

function spansOf(text: string, value: string, tag: number): { start: number; end: number; tag: number }[] {
  const spans = []
  const isWord = (letter: string | undefined) => letter !== undefined && /[A-Za-z0-9_]/.test(letter)
  for (
    let at = value === '' ? -1 : text.indexOf(value);
    at >= 0 && spans.length < 20;
    at = text.indexOf(value, at + 1)
  ) {
    const end = at + value.length
    if (isWord(text[at - 1]) && isWord(value[0])) continue
    if (isWord(text[end]) && isWord(value.at(-1))) continue
    spans.push({ start: at, end, tag })
  }
  return spans
}

const fieldWord =
  /^(?:nick|nickname|name|username|handle|email|mail|address|e|昵|称|邮|箱|名|city|town|location|phone|device|browser|language|frequency|birthday|date|dob|surname|spelling|spelled|生|日|城|市|电|话|语|言|频|率)$/u

function featuresOf(tokens: readonly Token[], rules: readonly number[], subjectEnd: number): string[][] {
  const near = nearlyTwice(tokens)
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token.word, (counts.get(token.word) ?? 0) + 1)
  const word = (at: number) => tokens[at]?.word ?? (at < 0 ? '^' : '$')
  const shape = (at: number) => tokens[at]?.shape ?? '^'
  const words = (from: number, to: number) => {
    const run: string[] = []
    for (let at = from; at <= to; at++) run.push(word(at))
    return run.join(' ')
  }
  const line = new LineSoFar()
  return tokens.map((token, at) => {
    line.read(token)
    const own = token.shape
    const features = [
      ...[-3, -2, -1, 0, 1, 2, 3].map((step) => `w${step} ${word(at + step)}`),
      ...[-2, -1, 0, 1, 2].map((step) => `b${step} ${words(at + step, at + step + 1)}`),
      ...[-4, -3, 1].map((step) => `t${step} ${words(at + step, at + step + 2)}`),
      `s0 ${own}`,
      `s-1 ${shape(at - 1)} ${own}`,
      `s1 ${own} ${shape(at + 1)}`,
      `s3 ${shape(at - 1)} ${own} ${shape(at + 1)}`,
      `sw-1 ${own} ${word(at - 1)}`,
      `sw-2 ${own} ${words(at - 2, at - 1)}`,
      `sw1 ${own} ${word(at + 1)}`,
      `r ${rules[at]}`,
      `rs ${rules[at]} ${rules[at - 1] ?? 0} ${own}`,
      `rn ${rules[at]} ${rules[at + 1] ?? 0}`,
      `often ${Math.min(counts.get(token.word) ?? 1, 3)} ${own}`,
      `field ${line.field} ${own}`,
    ]
    if (near[at]) features.push(`near ${near[at]}`, `near ${near[at]} ${own} ${rules[at]}`)
    if (near[at] || near[at - 1] || near[at + 1])
      features.push('nearby', `nearby ${near[at - 1] ?? ''}${near[at]}${near[at + 1] ?? ''}`)
    if (line.label !== '') features.push(`label ${line.label}`, `label ${line.label} ${own}`)
    if (token.start < subjectEnd) features.push('subject')
    if (token.quote >= 0) features.push(...quoteFeatures(tokens, at, token.quote, words))
    return features
  })
}

/** What stands before on the same line: a label up to a colon, and the last word that names a field. */
class LineSoFar {
  label = ''
  #words: string[] = []
  #field = ''
  #since = 99

  get field(): string {
    return `${this.#field} ${this.#since < 4 ? 0 : this.#since < 12 ? 1 : 2}`
  }

  read(token: Token): void {
    if (token.shape === 'line') {
      this.#words = []
      this.label = ''
    } else if (token.shape === 'colon' && this.#words.length <= 8) this.label = this.#words.slice(-3).join(' ')
    else this.#words.push(token.word)
    if (fieldWord.test(token.word)) {
      this.#field = token.word
      this.#since = 0
    } else this.#since++
  }
}

function quoteFeatures(
  tokens: readonly Token[],
  at: number,
  quote: number,
  words: (from: number, to: number) => string,
): string[] {
  let end = at
  while (tokens[end + 1]?.quote === quote) end++
  const place = at === quote ? 'opens' : at === end ? 'closes' : at === quote + 1 ? 'first' : 'inside'
  return [
    'q',
    `q ${place}`,
    ...[1, 2, 3].map((count) => `q-${count} ${words(quote - count, quote - 1)}`),
    ...[1, 2].map((count) => `q${count} ${words(end + 1, end + count)}`),
    `q3 ${words(end + 2, end + 3)}`,
  ]
}

interface Readable<Feature> {
  tokens: readonly Token[]
  features: readonly (readonly Feature[])[]
}

/** What each token's own features say for each tag. */
function ownScores<Feature>(
  { tokens, features }: Readable<Feature>,
  rowOf: (feature: Feature) => number | undefined,
  weights: ArrayLike<number>,
): Float64Array[] {
  return tokens.map((_, at) => {
    const own = new Float64Array(tagCount)
    for (const feature of features[at] ?? []) {
      const row = rowOf(feature)
      if (row === undefined) continue
      for (let tag = 0; tag < tagCount; tag++) own[tag] = (own[tag] ?? 0) + (weights[row * tagCount + tag] ?? 0)
    }
    return own
  })
}

const impossible = -1e9

/** The likeliest tags: no value goes over a line's end, and a next token follows a first one of the same role. */
export function bestTags<Feature>(
  read: Readable<Feature>,
  rowOf: (feature: Feature) => number | undefined,
  weights: ArrayLike<number>,
  transitions: ArrayLike<number>,
): number[] {
  return bestPath(read.tokens, ownScores(read, rowOf, weights), transitions)
}

function bestPath(
  tokens: readonly Token[],
  own: readonly Float64Array[],
  transitions: ArrayLike<number>,
  favour = 0,
): number[] {
  const before: number[][] = []
  let scores: number[] = tags.map((_, tag) => (tag === 0 ? 0 : impossible))
  for (const [at, token] of tokens.entries()) {
    const from = new Array<number>(tagCount).fill(0)
    const next = new Array<number>(tagCount).fill(impossible)
    const quoted = inSameQuote(tokens, at)
    for (let tag = 0; tag < tagCount; tag++) {
      if (token.shape === 'line' && tag > 0) continue
      const said = (own[at]?.[tag] ?? 0) + (tag === 1 ? favour : 0)
      for (let last = 0; last < tagCount; last++) {
        if (!mayFollow(last, tag)) continue
        const score = (scores[last] ?? 0) + (transitions[(quoted * tagCount + last) * tagCount + tag] ?? 0) + said
        if (score <= (next[tag] ?? 0)) continue
        next[tag] = score
        from[tag] = last
      }
    }
    before.push(from)
    scores = next
  }
  let tag = scores.indexOf(Math.max(...scores))
  const best = new Array<number>(tokens.length).fill(0)
  for (let at = tokens.length - 1; at >= 0; at--) {
    best[at] = tag
    tag = before[at]?.[tag] ?? 0
  }
  return best
}

export function inSameQuote(tokens: readonly Token[], at: number): 0 | 1 {
  const quote = tokens[at]?.quote ?? -1
  return quote >= 0 && quote === tokens[at - 1]?.quote ? 1 : 0
}

function mayFollow(last: number, tag: number): boolean {
  if (tag === 2) return last === 1 || last === 2
  return tag !== 4 || last === 3 || last === 4
}

function candidatesOf({ text, tokens }: TaggedText, best: readonly number[]): Candidate[] {
  const candidates: Candidate[] = []
  for (let at = 0; at < best.length; at++) {
    const tag = best[at]
    if (tag !== 1 && tag !== 3) continue
    const start = tokens[at]?.start ?? 0
    while (best[at + 1] === tag + 1) at++
    const end = tokens[at]?.end ?? start
    const value = bare(text.slice(start, wholeEnd(text, start, end)))
    if (value === '') continue
    candidates.push({ value, start, end, quoted: false, email: isAddress(value), role: tag === 1 ? 'new' : 'old' })
  }
  return candidates
}

/** Where a value goes on although its last characters were not tagged: a date's or a measure's last word, a closing bracket. */
function wholeEnd(text: string, start: number, end: number): number {
  const after = text.slice(end, end + 24)
  const opened = /[([（【][^)\]）】]*$/u.exec(text.slice(start, end))
  const closes = opened ? after.search(/[)\]）】]/u) : -1
  if (closes >= 0 && !after.slice(0, closes).includes('\n')) return end + closes + 1
  if (/[\d一二三四五六七八九十]$/u.test(text.slice(start, end)))
    return end + (/^(?:[日号號次封条條年月岁歲]|小时|小時)/u.exec(after)?.[0].length ?? 0)
  return end
}

/** What is old somewhere is new nowhere; of two new values and no old one the first is what stands there now. */
function settleRoles(candidates: Candidate[]): void {
  const olds = new Set(candidates.filter((one) => one.role === 'old').map((one) => one.value))
  for (const one of candidates) if (one.role === 'new' && olds.has(one.value)) one.role = 'none'
  for (const email of [true, false]) {
    const same = candidates.filter((one) => one.email === email && one.role !== 'none')
    const values = new Set(same.map((one) => one.value))
    const [first] = same
    if (values.size !== 2 || !first || same.some((one) => one.role === 'old')) continue
    for (const one of same) if (one.value === first.value) one.role = 'old'
  }
}
