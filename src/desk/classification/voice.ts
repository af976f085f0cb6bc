// The trained voice: two linear models over `features.ts`. One hears the whole mail and says what it is about (and, as a
// second opinion, which kinds it asks for); one hears each sentence and says what that sentence asks for: a mail asks
// for a kind as surely as not all of its sentences fail to. A calibration turns certainty and the rules' objections into a confidence.
// Weights come from `model.json`, written by `node bench/train.ts`; nothing is learned at run time.

import { readFileSync } from 'node:fs'
import { type RequestKind, requestKinds, type Topic, topics } from '../../requests/words.ts'
import { type FeatureRows, rowsByHash } from './feature-rows.ts'
import type { Features } from './features.ts'
import type { ValueModel } from './value-tags.ts'

/** What the model of whole mails says: four kinds, then the topics; that of sentences says the kinds alone. */
export const outputs = [...requestKinds, ...topics] as const

export interface Calibration {
  bias: number
  certainty: number
  second: number
  unheard: number
  unbacked: number
}

/** As stored, in base64. `features`: the hash of each (uint32); `weights`: one row of outputs for each (int16), times `scale`. */
export interface TableFile {
  scale: number
  features: string
  weights: string
}

export interface ModelFile {
  trainedOn: string
  mails: number
  calibration: Calibration
  whole: TableFile
  sentences: TableFile
  values: TableFile & { transitions: number[] }
}

interface Table {
  rows: FeatureRows
  weights: Int16Array
  scale: number
  outputCount: number
}

export interface Model {
  trainedOn: string
  calibration: Calibration
  whole: Table
  sentences: Table
  /** tags the values of a correction */
  values: ValueModel
}

export interface Heard {
  /** both models together: the mean of their log-odds */
  perIntent: Record<RequestKind, number>
  /** the less sure of the two models, towards what both together say */
  doubtful: Record<RequestKind, number>
  topics: Record<Topic, number>
  /** for each kind the sentence that speaks loudest for it, and how sure it alone is */
  loudest: Record<RequestKind, { sentence: number; share: number }>
  /** for each sentence the share of each kind, in the order of `requestKinds` */
  sentences: number[][]
}

let standing: Model | null = null

/** The model beside this file, read once (about 20 ms). */
export function standingModel(): Model {
  const model =
    standing ?? openModel(JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8')) as ModelFile)
  standing = model
  return model
}

export function openModel(file: ModelFile): Model {
  return {
    trainedOn: file.trainedOn,
    calibration: file.calibration,
    whole: openTable(file.whole, outputs.length),
    sentences: openTable(file.sentences, requestKinds.length),
    values: openValues(file.values),
  }
}

function openValues(file: ModelFile['values']): ValueModel {
  const { rows, weights, scale } = openTable(file, 0)
  return { rows, weights, scale, transitions: file.transitions }
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer
}

function openTable(file: TableFile, outputCount: number): Table {
  const rows = rowsByHash(new Uint32Array(bytesOf(file.features)))
  return { rows, weights: new Int16Array(bytesOf(file.weights)), scale: file.scale, outputCount }
}

export function hear(model: Model, whole: Features, sentences: readonly Features[]): Heard {
  const scores = scoresOf(model.whole, whole)
  const silent = requestKinds.map(() => 1)
  const loudest = requestKinds.map(() => ({ sentence: 0, share: 0 }))
  const shares = sentences.map((features) => Array.from(scoresOf(model.sentences, features), sigmoid))
  for (const [sentence, own] of shares.entries()) {
    for (const [index, share] of own.entries()) {
      silent[index] = (silent[index] ?? 1) * (1 - share)
      if (share > (loudest[index]?.share ?? 0)) loudest[index] = { sentence, share }
    }
  }
  const opinions = requestKinds.map((_, index) => [logOdds(1 - (silent[index] ?? 1)), scores[index] ?? 0] as const)
  const together = opinions.map(([one, other]) => (one + other) / 2)
  const lessSure = opinions.map(([one, other], index) =>
    ((together[index] ?? 0) >= 0 ? Math.min : Math.max)(one, other),
  )
  return {
    perIntent: byKind((index) => sigmoid(together[index] ?? 0)),
    doubtful: byKind((index) => sigmoid(lessSure[index] ?? 0)),
    topics: softmax(scores.subarray(requestKinds.length)),
    loudest: byKind((index) => loudest[index] ?? { sentence: 0, share: 0 }),
    sentences: shares,
  }
}

function scoresOf(table: Table, features: Features): Float64Array {
  const { outputCount, weights } = table
  const sums = new Float64Array(outputCount)
  for (const [name, value] of features) {
    const row = table.rows.get(name)
    if (row === undefined) continue
    const at = row * outputCount
    for (let output = 0; output < outputCount; output++)
      sums[output] = (sums[output] ?? 0) + (weights[at + output] ?? 0) * value
  }
  return sums.map((sum) => sum * table.scale)
}

function byKind<T>(value: (index: number) => T): Record<RequestKind, T> {
  return Object.fromEntries(requestKinds.map((kind, index) => [kind, value(index)])) as Record<RequestKind, T>
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/** Bounded, so that one model alone never silences the other. */
export function logOdds(share: number): number {
  const bounded = Math.min(Math.max(share, 0.0001), 0.9999)
  return Math.log(bounded / (1 - bounded))
}

function softmax(scores: Float64Array): Record<Topic, number> {
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return Object.fromEntries(topics.map((topic, index) => [topic, (powers[index] ?? 0) / total])) as Record<
    Topic,
    number
  >
}
