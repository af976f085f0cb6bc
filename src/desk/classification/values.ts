// Reads the old and the new values of a correction out of its words: every token is tagged as part of a new value, of an
// old one, or of neither, by a trained linear model over the words around it and over what the rules of corrections.ts
// say of it. The tags of a whole mail are chosen together (Viterbi), so that a value is one unbroken run.

import type { Correction } from '../../requests/acts.ts'
import { bestPath, type Passes, passes, shareOf } from './chain.ts'
import { readFormCorrections } from './correction-form.ts'
import { dedupe, pairUp } from './correction-pairs.ts'
import { candidatesOf, heedDirectWords, isDirectlyNew, type ReadCandidate, settleRoles } from './value-candidates.ts'
import { ownScores, prepare, type TaggedText, type ValueModel } from './value-tags.ts'
import { isAllRead, isDelimited, neededShare } from './values-sure.ts'

export interface ReadValues {
  corrections: Correction[]
  /** surely the right new values: rules and tagger agree, or the tagger is sure enough alone */
  sure: boolean
  /** how likely the new values are read right, by the tagger */
  share: number
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

/** Behind some label of a form: it is the value of that label, and no new one. */
function isLabelled(text: string, value: string): boolean {
  return text.split('\n').some((line) => line.includes(value) && /[:：】]/u.test(line.slice(0, line.indexOf(value))))
}

function isWithin(some: readonly Correction[], others: readonly Correction[]): boolean {
  return some.every((one) => others.some((other) => other.value === one.value))
}
