// What the tagger of values sees of a mail: its tokens, their features and what each of these says for each tag; and the tags that known
// values have, from which it is taught.

import type { Correction } from '../../requests/acts.ts'
import { tagCount } from './chain.ts'
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
export function ownScores({ tokens, features }: TaggedText, model: ValueModel): Float64Array {
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
