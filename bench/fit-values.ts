// Fits the tagger of correction values: a linear chain (conditional random field) by AdaGrad over a fixed order, no chance
// anywhere. Like the voice it reads some mails without what the rules say, so that it learns to do without them.

import { passes, shareOf, tags } from '../src/desk/classification/chain.ts'
import { readCorrections } from '../src/desk/classification/corrections.ts'
import { prepare, type TaggedText, tagsOf } from '../src/desk/classification/value-tags.ts'
import type { ModelFile } from '../src/desk/classification/voice.ts'
import { separate } from '../src/mail/quotes.ts'
import type { LabelledMail } from './corpus.ts'
import { packTable } from './fit.ts'

const rounds = 12
const rate = 0.2
const decay = 0.0005
/** rows that say less are left out */
const quietest = 0.02
/** features seen in fewer places teach nothing */
const leastSeen = 2
/** of a hundred readings, those without the rules */
const withoutRules = 40
const count = tags.length

interface Lesson {
  withRules: TaggedText
  withoutRules: TaggedText
  right: number[]
}

/** A text whose features are numbers, so that they are looked up but once. */
interface NumberedText {
  tokens: TaggedText['tokens']
  features: Int32Array[]
}

/** Null for mails that give no value. */
export function lessonOf(mail: LabelledMail): Lesson | null {
  if (mail.corrections.length === 0) return null
  const body = separate(mail.text).newText
  const withRules = prepare(mail.subject, body, readCorrections(mail.subject, body))
  const withoutRules = prepare(mail.subject, body, null)
  return { withRules, withoutRules, right: tagsOf(withRules.tokens, withRules.text, mail.corrections) }
}

export function fitValues(lessons: readonly Lesson[]): ModelFile['values'] {
  const rows = numberFeatures(lessons)
  const chain = new Chain(rows.size)
  const numbered = lessons.map((lesson) => ({
    withRules: numberedText(lesson.withRules, rows),
    withoutRules: numberedText(lesson.withoutRules, rows),
    right: lesson.right,
  }))
  const order = [...lessons.keys()].sort((one, other) => place(one) - place(other))
  for (let round = 0; round < rounds; round++) {
    for (const index of order) {
      const lesson = numbered[index]
      if (!lesson) continue
      const read = (round * 31 + index * 17) % 100 < withoutRules ? lesson.withoutRules : lesson.withRules
      chain.learn(read, lesson.right)
    }
  }
  return {
    ...packTable([...rows.keys()], chain.weights, count, quietest),
    transitions: Array.from(chain.transitions, (weight) => Math.round(weight * 1_000) / 1_000),
  }
}

function numberFeatures(lessons: readonly Lesson[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const { withRules, withoutRules } of lessons)
    for (const text of [withRules, withoutRules])
      for (const own of text.features) for (const name of own) seen.set(name, (seen.get(name) ?? 0) + 1)
  const rows = new Map<string, number>()
  for (const [name, times] of seen) if (times >= 2 * leastSeen) rows.set(name, rows.size)
  return rows
}

function numberedText({ tokens, features }: TaggedText, rows: ReadonlyMap<string, number>): NumberedText {
  return {
    tokens,
    features: features.map((own) => Int32Array.from(own.flatMap((name) => rows.get(name) ?? []))),
  }
}

class Chain {
  readonly weights: Float64Array
  readonly transitions = new Float64Array(count * count)
  readonly #steps: Float64Array
  readonly #transitionSteps = new Float64Array(count * count)

  constructor(features: number) {
    this.weights = new Float64Array(features * count)
    this.#steps = new Float64Array(features * count)
  }

  /** One step towards the right tags: what they expect less what the weights expect. */
  learn(read: NumberedText, right: readonly number[]): void {
    const length = read.tokens.length
    if (length === 0) return
    const own = new Float64Array(length * count)
    for (let at = 0; at < length; at++)
      for (const row of read.features[at] ?? [])
        for (let tag = 0; tag < count; tag++)
          own[at * count + tag] = (own[at * count + tag] ?? 0) + (this.weights[row * count + tag] ?? 0)
    for (const [at, token] of read.tokens.entries())
      if (token.shape === 'line') own.fill(-30, at * count + 1, (at + 1) * count)
    const all = passes(own, this.transitions)
    const { forward, backward, total } = all
    const expected = new Float64Array(count * count)
    for (let at = 0; at < length; at++) {
      const is = right[at] ?? 0
      for (let tag = 0; tag < count; tag++) {
        const error = shareOf(all, at, tag) - (tag === is ? 1 : 0)
        if (Math.abs(error) > 0.001)
          for (const row of read.features[at] ?? []) this.#step(this.weights, this.#steps, row * count + tag, error)
      }
      if (at === 0) continue
      for (let last = 0; last < count; last++)
        for (let tag = 0; tag < count; tag++) {
          const cell = last * count + tag
          const score =
            (forward[(at - 1) * count + last] ?? 0) +
            (this.transitions[cell] ?? 0) +
            (own[at * count + tag] ?? 0) +
            (backward[at * count + tag] ?? 0)
          expected[cell] = (expected[cell] ?? 0) + Math.exp(score - total)
        }
      const cell = (right[at - 1] ?? 0) * count + is
      expected[cell] = (expected[cell] ?? 0) - 1
    }
    for (const [cell, error] of expected.entries())
      if (Math.abs(error) > 0.001) this.#step(this.transitions, this.#transitionSteps, cell, error)
  }

  #step(weights: Float64Array, steps: Float64Array, at: number, error: number): void {
    const slope = error + decay * (weights[at] ?? 0)
    steps[at] = (steps[at] ?? 0) + slope * slope
    weights[at] = (weights[at] ?? 0) - (rate * slope) / Math.sqrt((steps[at] ?? 0) + 0.05)
  }
}

function place(index: number): number {
  return (index * 7_919 + 13) % 10_007
}
