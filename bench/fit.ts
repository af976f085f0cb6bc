// Fits the two linear models of the voice: AdaGrad over a fixed order, no chance anywhere, so that the same mails give the
// same model. In every second round a mail is read without what the rules found in it: on mails that the rules have never
// seen they find less than on those they were written for, and the words must carry what they miss.

import { hashOf } from '../src/desk/classification/feature-rows.ts'
import type { Features } from '../src/desk/classification/features.ts'
import { outputs, type TableFile } from '../src/desk/classification/voice.ts'
import { type RequestKind, requestKinds, topics } from '../src/requests/words.ts'
import type { LabelledMail } from './corpus.ts'

const rate = 0.25
const decay = 0.001
const wholeRounds = 40
const sentenceRounds = 25
/** where a sentence asks for nothing until its words say so */
const silence = -2
/** what is less wrong teaches nothing any more */
const leastError = 0.001

interface Vector {
  rows: Int32Array
  values: Float64Array
}

class Weights {
  readonly names: string[]
  readonly values: Float64Array
  readonly #steps: Float64Array
  readonly #rows: Map<string, number>
  readonly #open: Uint8Array
  readonly #outputs: readonly string[]
  readonly #findings: boolean[]

  constructor(all: readonly Features[], outputNames: readonly string[]) {
    this.names = namesSeenTwice(all)
    this.#rows = new Map(this.names.map((name, row) => [name, row]))
    this.#outputs = outputNames
    this.values = new Float64Array(this.names.length * outputNames.length)
    this.#steps = new Float64Array(this.values.length).fill(1e-6)
    this.#open = Uint8Array.from(
      this.names.flatMap((name) => outputNames.map((output) => (mayInform(name, output) ? 1 : 0))),
    )
    this.#findings = this.names.map(isFindingName)
  }

  vector(features: Features): Vector {
    const known = [...features].flatMap(([name, value]) => {
      const row = this.#rows.get(name)
      return row === undefined ? [] : [[row, value] as const]
    })
    return { rows: Int32Array.from(known, ([row]) => row), values: Float64Array.from(known, ([, value]) => value) }
  }

  /** Without what the rules found, but for the findings that `keeps` names. */
  withoutFindings({ rows, values }: Vector, keeps: (row: number) => boolean): Vector {
    const kept = [...rows.keys()].filter((at) => {
      const row = rows[at] ?? 0
      return !this.isFinding(row) || keeps(row)
    })
    return {
      rows: Int32Array.from(kept, (at) => rows[at] ?? 0),
      values: Float64Array.from(kept, (at) => values[at] ?? 0),
    }
  }

  set(name: string, value: number): void {
    const row = this.#rows.get(name)
    if (row !== undefined) this.values.fill(value, row * this.#outputs.length, (row + 1) * this.#outputs.length)
  }

  scores(vector: Vector): Float64Array {
    const count = this.#outputs.length
    const scores = new Float64Array(count)
    for (let at = 0; at < vector.rows.length; at++) {
      const row = (vector.rows[at] ?? 0) * count
      const value = vector.values[at] ?? 0
      for (let output = 0; output < count; output++)
        scores[output] = (scores[output] ?? 0) + (this.values[row + output] ?? 0) * value
    }
    return scores
  }

  learn(vector: Vector, output: number, error: number): void {
    const count = this.#outputs.length
    for (let index = 0; index < vector.rows.length; index++) {
      const at = (vector.rows[index] ?? 0) * count + output
      if (this.#open[at] === 0) continue
      const weight = this.values[at] ?? 0
      const slope = error * (vector.values[index] ?? 0) + decay * weight
      const steps = (this.#steps[at] ?? 0) + slope * slope
      this.#steps[at] = steps
      this.values[at] = weight - (rate * slope) / Math.sqrt(steps + 0.05)
    }
  }

  isFinding(row: number): boolean {
    return this.#findings[row] === true
  }

  pack(): TableFile {
    return packTable(this.names, this.values, this.#outputs.length, 0.03)
  }
}

/** What the rules say is asked for; what they say is not stays heard. */
function isFindingName(name: string): boolean {
  return /^(?:strong2?|requested|subject|weak|weakonly|acts|c|p):|^m:\w+\/(?:asserted|requested)/.test(name)
}

function base64(numbers: Uint32Array | Int16Array): string {
  return Buffer.from(numbers.buffer).toString('base64')
}

/** Leaves out rows that say next to nothing, and the second of two names with one hash. */
export function packTable(names: readonly string[], values: Float64Array, count: number, quietest: number): TableFile {
  const row = (at: number) => values.subarray(at * count, (at + 1) * count)
  const taken = new Set<number>()
  const kept = [...names.keys()].filter((at) => {
    if (!row(at).some((weight) => Math.abs(weight) > quietest)) return false
    const hash = hashOf(names[at] ?? '')
    if (taken.has(hash)) return false
    taken.add(hash)
    return true
  })
  const scale = kept.reduce((most, at) => Math.max(most, ...row(at).map(Math.abs)), 1e-9) / 32_000
  const packed = new Int16Array(kept.length * count)
  for (const [index, at] of kept.entries())
    packed.set(
      [...row(at)].map((weight) => Math.round(weight / scale)),
      index * count,
    )
  return {
    scale,
    features: base64(Uint32Array.from(kept, (at) => hashOf(names[at] ?? ''))),
    weights: base64(packed),
  }
}

export function fitWhole(mails: readonly LabelledMail[], all: readonly Features[]): TableFile {
  const weights = new Weights(all, outputs)
  const vectors = all.map((features) => weights.vector(features))
  const order = inOrder(mails.length)
  for (let round = 0; round < wholeRounds; round++) {
    for (const index of order) {
      const mail = mails[index]
      const whole = vectors[index]
      if (!mail || !whole) continue
      const left = leftOut(round, index)
      const vector =
        left === 'nothing'
          ? whole
          : weights.withoutFindings(whole, (row) => left === 'some' && (row * 13 + round * 7 + index) % 10 >= 5)
      for (const [output, error] of errorsOf(mail, weights.scores(vector)).entries())
        if (Math.abs(error) > leastError) weights.learn(vector, output, error)
    }
  }
  return weights.pack()
}

function errorsOf(mail: LabelledMail, scores: Float64Array): number[] {
  const kinds = requestKinds.map((kind, index) => sigmoid(scores[index] ?? 0) - (mail.intents.includes(kind) ? 1 : 0))
  const about = scores.subarray(requestKinds.length)
  const highest = Math.max(...about)
  const total = about.reduce((sum, score) => sum + Math.exp(score - highest), 0)
  return [
    ...kinds,
    ...topics.map((topic, index) => Math.exp((about[index] ?? 0) - highest) / total - (mail.topic === topic ? 1 : 0)),
  ]
}

/** A mail asks for a kind unless all of its sentences fail to; which of them does, its label does not tell. */
export function fitSentences(mails: readonly LabelledMail[], all: readonly (readonly Features[])[]): TableFile {
  const weights = new Weights(all.flat(), requestKinds)
  weights.set('bias', silence)
  const vectors = all.map((sentences) => sentences.map((features) => weights.vector(features)))
  const order = inOrder(mails.length)
  for (let round = 0; round < sentenceRounds; round++) {
    for (const index of order) {
      const mail = mails[index]
      if (!mail) continue
      const hidden = leftOut(round, index) !== 'nothing'
      const sentences = (vectors[index] ?? []).map((vector) =>
        hidden ? weights.withoutFindings(vector, () => false) : vector,
      )
      const shares = sentences.map((vector) => weights.scores(vector).map(sigmoid))
      for (const [output, kind] of requestKinds.entries()) {
        const silent = shares.reduce((product, share) => product * (1 - (share[output] ?? 0) + 1e-9), 1)
        const asked = Math.max(1 - silent, 1e-6)
        for (const [at, vector] of sentences.entries()) {
          const share = shares[at]?.[output] ?? 0
          const error = mail.intents.includes(kind) ? (-share * silent) / asked : share
          if (Math.abs(error) > leastError / 10) weights.learn(vector, output, error)
        }
      }
    }
  }
  return weights.pack()
}

/** Every second time a mail is read, some or all of the rules' findings are kept from it. */
function leftOut(round: number, index: number): 'nothing' | 'some' | 'all' {
  if ((round * 31 + index * 17) % 100 >= 50) return 'nothing'
  return (round + index) % 2 === 0 ? 'some' : 'all'
}

function inOrder(length: number): number[] {
  const place = (index: number) => (index * 7_919 + 13) % 10_007
  return [...Array(length).keys()].sort((one, other) => place(one) - place(other))
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/**
 * Whether a kind is asked for is no matter of the other kinds: their findings do not speak about it, or else mails that
 * ask for one thing would teach that nobody asks for two.
 */
function mayInform(name: string, output: string): boolean {
  if (!(requestKinds as readonly string[]).includes(output)) return true
  const about =
    /^(?:strong2?|requested|subject|weak|weakonly|denied|deniedonly|supposed|asked|reported|reportedonly|elsewhere):(\w+)$/.exec(
      name,
    ) ?? /^[pnm]:(\w+?)\//.exec(name)
  if (about) return about[1] === (output as RequestKind)
  if (name.startsWith('correction:')) return output === 'correction'
  return !name.startsWith('acts:')
}

function namesSeenTwice(all: readonly Features[]): string[] {
  const seen = new Map<string, number>()
  for (const features of all) for (const name of features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1)
  const isRule = (name: string) => /^(?:[a-z0-9]+:|bias|question)/.test(name)
  return [...seen].filter(([name, count]) => count >= (isRule(name) ? 1 : 2)).map(([name]) => name)
}
