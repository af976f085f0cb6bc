// The trained voice: a linear model over `features.ts`, one logistic output for each kind and a softmax over topics, and
// a calibration that turns its certainty and its agreement with the rules into a confidence. Weights come from
// `model.json`, written by `node bench/train.ts`; nothing is learned at run time.

import { readFileSync } from 'node:fs'
import { type RequestKind, requestKinds, type Topic, topics } from '../../requests/words.ts'
import type { Features } from './features.ts'

export const outputs = [...requestKinds, ...topics] as const
export const outputCount = outputs.length

export interface Calibration {
  bias: number
  certainty: number
  agreement: number
}

/** As stored. `weights`: base64 of little-endian int16, one row of `outputs.length` for each feature, times `scale`. */
export interface ModelFile {
  trainedOn: string
  mails: number
  scale: number
  calibration: Calibration
  features: string[]
  weights: string
}

export interface Model {
  trainedOn: string
  calibration: Calibration
  rows: Map<string, number>
  weights: Int16Array
  scale: number
}

export interface Heard {
  perIntent: Record<RequestKind, number>
  topics: Record<Topic, number>
}

let standing: Model | null = null

/** The model beside this file, read once (about 10 ms). */
export function standingModel(): Model {
  const model =
    standing ?? openModel(JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8')) as ModelFile)
  standing = model
  return model
}

export function openModel(file: ModelFile): Model {
  const bytes = Buffer.from(file.weights, 'base64')
  const weights = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  return {
    trainedOn: file.trainedOn,
    calibration: file.calibration,
    rows: new Map(file.features.map((name, row) => [name, row])),
    weights,
    scale: file.scale,
  }
}

export function hear(model: Model, features: Features): Heard {
  const sums = new Float64Array(outputCount)
  for (const [name, value] of features) {
    const row = model.rows.get(name)
    if (row === undefined) continue
    const at = row * outputCount
    for (let output = 0; output < outputCount; output++)
      sums[output] = (sums[output] ?? 0) + (model.weights[at + output] ?? 0) * value
  }
  return heardFrom(sums.map((sum) => sum * model.scale))
}

function heardFrom(scores: Float64Array): Heard {
  const perIntent = {} as Record<RequestKind, number>
  for (const [index, kind] of requestKinds.entries()) perIntent[kind] = 1 / (1 + Math.exp(-(scores[index] ?? 0)))
  const topicScores = topics.map((_, index) => scores[requestKinds.length + index] ?? 0)
  const highest = Math.max(...topicScores)
  const powers = topicScores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const heard = {} as Record<Topic, number>
  for (const [index, topic] of topics.entries()) heard[topic] = (powers[index] ?? 0) / total
  return { perIntent, topics: heard }
}
