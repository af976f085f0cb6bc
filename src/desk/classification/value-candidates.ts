// Tagged tokens become values: where each begins and ends as people write such things, and whether it is the old or the new one where the
// words that touch it leave no choice.

import { type Passes, shareOf } from './chain.ts'
import { bare, type Candidate, isAddress } from './correction-pairs.ts'
import type { TaggedText } from './value-tags.ts'

export interface ReadCandidate extends Candidate {
  /** how likely its first token begins such a value */
  share: number
}

export function candidatesOf(
  { text, tokens, places }: TaggedText,
  best: readonly number[],
  all: Passes,
): ReadCandidate[] {
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

export function isDirectlyNew(text: string, value: string): boolean {
  const at = text.indexOf(value)
  return at > 0 && directlyNew.test(text.slice(Math.max(0, at - 48), at))
}

/** "not b", "should be a": words that touch a value leave no choice of what it is. */
export function heedDirectWords(text: string, candidates: Candidate[]): void {
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
export function settleRoles(candidates: Candidate[]): void {
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
