// When the values read are sure enough to be acted on: how likely the tagger must hold them, and whether one was overlooked.

import type { Correction } from '../../requests/acts.ts'
import { fieldWords } from './correction-words.ts'
import type { TaggedText } from './value-tags.ts'

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
/** The share from which on `found` is sure, `byRules` being what the rules read. */
export function neededShare(
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
export function isAllRead(text: string, found: readonly Correction[]): boolean {
  const items = text.split('\n').filter((line) => itemStart.test(line) && namesField(line))
  const isRead = (line: string) =>
    found.some((one) => line.includes(one.value) || (one.old !== null && line.includes(one.old)))
  if (items.length > 1 && items.some(isRead) && !items.every(isRead)) return false
  return found.length >= (numbers[announced.exec(text)?.[1]?.toLowerCase() ?? ''] ?? 0)
}

function namesField(line: string): boolean {
  return line.length < 120 && fieldWords.some(([, shape]) => line.search(shape) >= 0)
}

export function isDelimited({ tokens }: TaggedText, value: string): boolean {
  return tokens.some((one) => one.text === value && delimited.test(one.shape))
}

/** nothing but the whole of it can be meant */
const delimited = /^(?:address|date|phone|“.*)$/u
