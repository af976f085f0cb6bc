// Reads the old and the new values of a correction out of its words: every token is tagged as part of a new value, of an
// old one, or of neither, by a trained linear model over the words around it and over what the rules of corrections.ts
// say of it. The tags of a whole mail are chosen together (Viterbi), so that a value is one unbroken run.

import type { Correction } from '../../requests/acts.ts'
import { bestPath, type Passes, passes, shareOf, tagCount } from './chain.ts'
import { readFormCorrections } from './correction-form.ts'
import { bare, type Candidate, dedupe, isAddress, pairUp } from './correction-pairs.ts'
import { fieldWords } from './correction-words.ts'
import type { FeatureRows } from './feature-rows.ts'
import { featuresOf } from './value-features.ts'
import { placesInWords, type Token, tokensOf } from './value-tokens.ts'

const longestRead = 6_000

export interface ValueModel {
  rows: FeatureRows
  weights: Int16Array
  scale: number
  /** from tag to tag */
  transitions: number[]
}

export interface TaggedText {
  text: string
  tokens: Token[]
  /** where each Chinese character stands in its word */
  places: string[]
  features: string[][]
}

export interface ReadValues {
  corrections: Correction[]
  /** surely the right new values: rules and tagger agree, or the tagger is sure enough alone */
  sure: boolean
  /** how likely the new values are read right, by the tagger */
  share: number
}

/**
 * from which share on the new values are taken for right: where the rules read the same, where they read nothing, where
 * they read something else, and where there are several values; less where it is an address, a date, a number or a quotation
 */
const surely = {
  agreed: 0.6,
  agreedDelimited: 0.3,
  alone: 0.8,
  aloneDelimited: 0.6,
  against: 0.9,
  several: 0.8,
  severalAgainst: 0.98,
}
/** below it the tagger has seen nothing, and the rules are heard */
const blind = 0.05
const favourOfOld = 2
/** a value that the rules do not read, beside others that they do, is none below this share */
const surelyMore = 0.75

/**
 * The changes a mail asks for, `byRules` being those that corrections.ts found. The tagger knows what the rules say and is
 * heard before them; of the rules' old values those are kept that it has missed.
 */
export function readValues(
  subject: string,
  body: string,
  byRules: readonly Correction[],
  model: ValueModel,
): ReadValues {
  const read = prepare(subject, body, byRules)
  const own = ownScores(read, model)
  const all = passes(own, model.transitions)
  let best = bestPath(own, model.transitions)
  let tagged = taggedValues(read, best, all, byRules)
  // a correction is asked for, so a new value is likelier than its words alone would have it
  for (const favour of [2, 4]) {
    if (tagged.length > 0) break
    best = bestPath(own, model.transitions, { new: favour })
    tagged = taggedValues(read, best, all, byRules)
  }
  const share = shareOfNew(best, all)
  const form = readFormCorrections(read.text)
  if (form.length > 0)
    return {
      corrections: form,
      sure: tagged.every(
        (one) => form.some((other) => other.value.includes(one.value)) || isLabelled(read.text, one.value),
      ),
      share,
    }
  const agree = isWithin(tagged, byRules) && isWithin(byRules, tagged)
  if (byRules.length > 0 && !agree && (tagged.length === 0 || share < blind))
    return { corrections: [...byRules], sure: false, share }
  const missed = byRules.some(
    (one) => !isWithin([one], tagged) && isDelimited(read, one.value) && isDirectlyNew(read.text, one.value),
  )
  if (missed && tagged.length <= byRules.length) return { corrections: [...byRules], sure: false, share }
  const sure = tagged.length > 0 && isAllRead(read.text, tagged) && share >= neededShare(read, tagged, byRules, agree)
  const known = tagged.map((one) => withOld(one, byRules))
  if (known.every((one) => one.old !== null)) return { corrections: known, sure, share }
  // with the new values known, an old one is likelier than its words alone would have it
  const again = taggedValues(read, bestPath(own, model.transitions, { old: favourOfOld }), all, byRules)
  return { corrections: known.map((one) => withOld(one, again)), sure, share }
}

/** The least likely of all that the tags say about new values. */
function shareOfNew(best: readonly number[], all: Passes): number {
  let least = 1
  for (const [at, tag] of best.entries()) {
    const isNew = tag === 1 || tag === 2
    least = Math.min(least, isNew ? shareOf(all, at, tag) : 1 - shareOf(all, at, 1) - shareOf(all, at, 2))
  }
  return least
}

function withOld(one: Correction, others: readonly Correction[]): Correction {
  const same = one.old === null ? others.find((other) => other.value === one.value) : undefined
  return same && same.old !== null ? { ...one, old: same.old } : one
}

function taggedValues(
  read: TaggedText,
  best: readonly number[],
  all: Passes,
  byRules: readonly Correction[],
): Correction[] {
  const found = candidatesOf(read, best, all)
  const isBacked = (one: ReadCandidate) => byRules.some((rule) => rule.value === one.value)
  const anyBacked = found.some((one) => one.role === 'new' && isBacked(one))
  const candidates = found.filter((one) => one.role !== 'new' || !anyBacked || isBacked(one) || one.share >= surelyMore)
  heedDirectWords(read.text, candidates)
  settleRoles(candidates)
  return dedupe(pairUp(read.text, candidates)).slice(0, 10)
}

function neededShare(
  read: TaggedText,
  found: readonly Correction[],
  byRules: readonly Correction[],
  agree: boolean,
): number {
  const against = byRules.length > 0 && !agree
  if (found.length > 1) return against ? surely.severalAgainst : surely.several
  const whole = found[0] !== undefined && isDelimited(read, found[0].value)
  if (!agree) return whole ? surely.aloneDelimited : against ? surely.against : surely.alone
  return whole ? surely.agreedDelimited : surely.agreed
}

const itemStart = /^\s*(?:[-*•·–]|\(?[1-9一二三四五六][).、）])\s*/u
const announced =
  /(两|二|三|四|五|\btwo|\bthree|\bfour|\bfive) ?(?:处|項|项|个地方|个错|点错|(?:\w+ ){0,2}(?:mistakes|errors|corrections|changes|fixes|details|entries)\b)/iu
const numbers: Record<string, number> = { 两: 2, 二: 2, two: 2, 三: 3, three: 3, 四: 4, four: 4, 五: 5, five: 5 }

/** Each item of a list that names a field gives a value, and as many are given as were announced: or one was overlooked. */
function isAllRead(text: string, found: readonly Correction[]): boolean {
  const items = text.split('\n').filter((line) => itemStart.test(line) && namesField(line))
  const isRead = (line: string) =>
    found.some((one) => line.includes(one.value) || (one.old !== null && line.includes(one.old)))
  if (items.length > 1 && items.some(isRead) && !items.every(isRead)) return false
  return found.length >= (numbers[announced.exec(text)?.[1]?.toLowerCase() ?? ''] ?? 0)
}

function namesField(line: string): boolean {
  return line.length < 120 && fieldWords.some(([, shape]) => line.search(shape) >= 0)
}

function isDelimited({ tokens }: TaggedText, value: string): boolean {
  return tokens.some((one) => one.text === value && delimited.test(one.shape))
}

/** nothing but the whole of it can be meant */
const delimited = /^(?:address|date|phone|“.*)$/u

/** Behind some label of a form: it is the value of that label, and no new one. */
function isLabelled(text: string, value: string): boolean {
  return text.split('\n').some((line) => line.includes(value) && /[:：】]/u.test(line.slice(0, line.indexOf(value))))
}

function isWithin(some: readonly Correction[], others: readonly Correction[]): boolean {
  return some.every((one) => others.some((other) => other.value === one.value))
}

export function prepare(subject: string, body: string, byRules: readonly Correction[] | null): TaggedText {
  const text = `${subject}\n${body}`.slice(0, longestRead)
  const tokens = tokensOf(text)
  const rules = byRules === null ? tokens.map(() => 9) : tagsOf(tokens, text, byRules)
  const places = placesInWords(tokens)
  return { text, tokens, places, features: featuresOf(tokens, rules, subject.length, places) }
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

/** What each token's own features say for each tag; no value goes over a line's end. */
function ownScores({ tokens, features }: TaggedText, model: ValueModel): Float64Array {
  const own = new Float64Array(tokens.length * tagCount)
  for (let at = 0; at < tokens.length; at++) {
    for (const feature of features[at] ?? []) {
      const row = model.rows.get(feature)
      if (row === undefined) continue
      for (let tag = 0; tag < tagCount; tag++)
        own[at * tagCount + tag] =
          (own[at * tagCount + tag] ?? 0) + (model.weights[row * tagCount + tag] ?? 0) * model.scale
    }
    if (tokens[at]?.shape === 'line') own.fill(-30, at * tagCount + 1, (at + 1) * tagCount)
  }
  return own
}

interface ReadCandidate extends Candidate {
  /** how likely its first token begins such a value */
  share: number
}

function candidatesOf({ text, tokens, places }: TaggedText, best: readonly number[], all: Passes): ReadCandidate[] {
  const candidates: ReadCandidate[] = []
  for (let at = 0; at < best.length; at++) {
    const tag = best[at]
    if (tag !== 1 && tag !== 3) continue
    const start = tokens[at]?.start ?? 0
    const share = shareOf(all, at, tag)
    const alone = tokens[at]?.shape.startsWith('“') === true && best[at + 1] !== tag + 1
    while (best[at + 1] === tag + 1) at++
    // no Chinese word is cut in two
    while (/[fi]/.test(places[at] ?? '') && best[at + 1] === 0) at++
    const end = tokens[at]?.end ?? start
    const value = alone ? text.slice(start, end).trim() : bare(text.slice(start, wholeEnd(text, start, end)))
    if (value === '') continue
    candidates.push({
      value,
      start,
      end,
      quoted: false,
      email: isAddress(value),
      role: tag === 1 ? 'new' : 'old',
      share,
    })
  }
  return candidates
}

/** Where a value goes on although its last characters were not tagged: a date's or a measure's last word, a closing bracket. */
function wholeEnd(text: string, start: number, end: number): number {
  const after = text.slice(end, end + 24)
  const rest = addressGoesOn.exec(after)?.[0] ?? ''
  if (addressSoFar.test(text.slice(start, end)) && /\d/.test(text.slice(start, end) + rest))
    return end + rest.trimEnd().length
  const opened = /[([（【][^)\]）】]*$/u.exec(text.slice(start, end))
  const closes = opened ? after.search(/[)\]）】]/u) : -1
  if (closes >= 0 && !after.slice(0, closes).includes('\n')) return end + closes + 1
  // "iPhone 8": the number behind a device's name
  if (/^\p{Lu}?[\p{L}-]*\p{Lu}[\p{L}-]*$/u.test(text.slice(start, end)))
    return end + (/^ \d{1,3}[A-Za-z]?(?![\w.,:/-])/u.exec(after)?.[0].length ?? 0)
  if (/[\d一二三四五六七八九十]$/u.test(text.slice(start, end)))
    return (
      end +
      (/^(?:[日号號次封条條年月岁歲室层層栋座弄巷户房]|[号號]?[楼樓]|单元|單元|小时|小時)/u.exec(after)?.[0].length ??
        0)
    )
  return end
}

const addressSoFar = /[省市区區县縣镇鎮乡鄉村路街道巷弄段里院号號楼樓栋幢座单單元层層]$/u
const addressGoesOn =
  /^ ?(?:(?:\p{Script=Han}{1,6}(?:[市区區县縣镇鎮乡鄉村街巷弄里院]|路|道)|[一二三四五六七八九十]段|\d{1,4}(?:之\d{1,2})?) ?(?:[-之]?\d{1,4} ?)?(?:[号號弄巷院栋幢座楼樓层層室户房]|单元|單元)?(?:楼|樓|院)? ?)+/u

const directlyOld =
  /(?:\bnot(?: at| to| in| as)?|\binstead of|\brather than|\bno longer|\bcurrently|\bused to be|不是|并非|並非|唔係|唔系|不再是)\s*[:：]?\s*["“「'‘]?$/iu
const directlyNew =
  /(?:\b(?:chang|updat|correct|amend|switch|set|renam)\w*\b[^\n.;]{0,30}\bto|\bshould (?:be|read|say)|\bought to (?:be|read)|应为|應為|应该是|應該是|应是|改成|改为|改為|更正为|更正為|换成|換成|变更为|變更為)\s*[:：]?\s*["“「'‘]?$/iu

function isDirectlyNew(text: string, value: string): boolean {
  const at = text.indexOf(value)
  return at > 0 && directlyNew.test(text.slice(Math.max(0, at - 48), at))
}

/** "not b", "should be a": words that touch a value leave no choice of what it is. */
function heedDirectWords(text: string, candidates: Candidate[]): void {
  let turned = false
  for (const one of candidates) {
    const before = text.slice(Math.max(0, one.start - 48), one.start)
    const role = directlyOld.test(before) ? 'old' : directlyNew.test(before) ? 'new' : one.role
    if (role !== one.role) turned = true
    one.role = role
  }
  const [first, second] = candidates
  if (!turned || !first || !second || candidates.length !== 2 || first.role !== second.role) return
  const certain = candidates.find((one) => directlyOld.test(text.slice(Math.max(0, one.start - 48), one.start)))
  if (certain) (certain === first ? second : first).role = 'new'
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
