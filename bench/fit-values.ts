// Fits the tagger of correction values: an averaged structured perceptron over a fixed order, no chance anywhere. Like the
// voice it reads some mails without what the rules say, so that it learns to do without them.

import { readCorrections } from '../src/desk/classification/corrections.ts'
import { bestTags, inSameQuote, prepare, type TaggedText, tags, tagsOf } from '../src/desk/classification/values.ts'
import type { ModelFile } from '../src/desk/classification/voice.ts'
import { separate } from '../src/mail/quotes.ts'
import type { LabelledMail } from './corpus.ts'
import { packTable } from './fit.ts'

const rounds = 15
const quietest = 0.1
const count = tags.length

interface Lesson {
  withRules: TaggedText
  withoutRules: TaggedText
  right: number[]
}

/** A text whose features are numbers, so that they are looked up but once. */
interface NumberedText {
  tokens: TaggedText['tokens']
  features: number[][]
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
  const weights = new Averaged()
  const transitions = new Averaged()
  const numbered = lessons.map((lesson) => ({
    withRules: numberedText(lesson.withRules, weights),
    withoutRules: numberedText(lesson.withoutRules, weights),
    right: lesson.right,
  }))
  const steps = transitionRows.map((name) => transitions.number(name))
  const order = [...lessons.keys()].sort((one, other) => place(one) - place(other))
  let turn = 1
  for (let round = 0; round < rounds; round++) {
    for (const index of order) {
      const lesson = numbered[index]
      if (!lesson) continue
      const read = (round * 31 + index * 17) % 100 < 40 ? lesson.withoutRules : lesson.withRules
      const found = bestTags(
        read,
        (feature) => feature,
        weights.values,
        steps.map((row) => transitions.values[row * count] ?? 0),
      )
      correct(read, lesson.right, found, weights, transitions, turn)
      turn++
    }
  }
  const names = weights.names()
  const table = packTable(names, Float64Array.from(weights.mean(turn)), count, quietest)
  const mean = transitions.mean(turn)
  return {
    ...table,
    transitions: steps.map((row) => Math.round((mean[row * count] ?? 0) * 1_000) / 1_000),
  }
}

const transitionRows = Array.from({ length: 2 * count * count }, (_, at) => `${at}`)

function numberedText({ tokens, features }: TaggedText, weights: Averaged): NumberedText {
  return { tokens, features: features.map((own) => own.map((name) => weights.number(name))) }
}

function correct(
  read: NumberedText,
  right: readonly number[],
  found: readonly number[],
  weights: Averaged,
  transitions: Averaged,
  turn: number,
): void {
  for (let at = 0; at < found.length; at++) {
    const [is, said] = [right[at] ?? 0, found[at] ?? 0]
    const [was, saidBefore] = [right[at - 1] ?? 0, found[at - 1] ?? 0]
    if (is !== said) {
      for (const feature of read.features[at] ?? []) {
        weights.add(feature, is, 1, turn)
        weights.add(feature, said, -1, turn)
      }
    }
    if (is === said && was === saidBefore) continue
    const quoted = inSameQuote(read.tokens, at)
    transitions.add((quoted * count + was) * count + is, 0, 1, turn)
    transitions.add((quoted * count + saidBefore) * count + said, 0, -1, turn)
  }
}

/** Weights with the sum that their mean over all turns needs. */
class Averaged {
  readonly values: number[] = []
  readonly #sums: number[] = []
  readonly #rows = new Map<string, number>()

  number(name: string): number {
    const known = this.#rows.get(name)
    if (known !== undefined) return known
    const row = this.#rows.size
    this.#rows.set(name, row)
    for (let fresh = 0; fresh < count; fresh++) {
      this.values.push(0)
      this.#sums.push(0)
    }
    return row
  }

  add(row: number, column: number, step: number, turn: number): void {
    const at = row * count + column
    this.values[at] = (this.values[at] ?? 0) + step
    this.#sums[at] = (this.#sums[at] ?? 0) + step * turn
  }

  names(): string[] {
    return [...this.#rows.keys()]
  }

  mean(turns: number): number[] {
    return this.values.map((value, at) => value - (this.#sums[at] ?? 0) / turns)
  }
}

function place(index: number): number {
  return (index * 7_919 + 13) % 10_007
}
