// Fits the linear voice and its calibration: AdaGrad over a fixed order, no chance anywhere, so that the same mails give
// the same model. Used by bench/train.ts and, fold by fold, by bench/eval.ts.

import { classify } from '../src/desk/classification/classify.ts'
import { readCorrections } from '../src/desk/classification/corrections.ts'
import { type Features, featuresOf } from '../src/desk/classification/features.ts'
import { readSignals } from '../src/desk/classification/signals.ts'
import { readCues } from '../src/desk/classification/topics.ts'
import {
  type Calibration,
  type Model,
  type ModelFile,
  openModel,
  outputCount,
  outputs,
} from '../src/desk/classification/voice.ts'
import { workingText } from '../src/desk/classification/words.ts'
import { separate } from '../src/mail/quotes.ts'
import { type RequestKind, requestKinds, topics } from '../src/requests/words.ts'
import type { LabelledMail } from './corpus.ts'

const epochs = 40
const rate = 0.25
const decayRules = 0.0025
const decayWords = 0.0025
/** words speak for a kind, hardly against it: what speaks against it is read by the rules */
const lowestWord = -99
export const plain: Calibration = { bias: 0, certainty: 1, agreement: 0 }

export function featuresOfMail(mail: { subject: string; text: string }): Features {
  const parts = separate(mail.text)
  const text = workingText(mail.subject, parts.newText)
  return featuresOf(text, readSignals(text), readCues(text.all), readCorrections(mail.subject, parts.newText))
}

export function learn(mails: readonly LabelledMail[], all: readonly Features[], trainedOn: string): ModelFile {
  const names = namesSeenTwice(all)
  const rows = new Map(names.map((name, row) => [name, row]))
  const vectors = all.map((features) =>
    [...features].flatMap(([name, value]) => (rows.has(name) ? [[rows.get(name) ?? 0, value] as const] : [])),
  )
  const weights = new Float64Array(names.length * outputCount)
  const steps = new Float64Array(names.length * outputCount).fill(1e-6)
  const decays = names.map((name) => (isRule(name) ? decayRules : decayWords))
  const open = names.map((name) => outputs.map((output) => mayInform(name, output)))
  const floors = names.map((name) => (isRule(name) ? -99 : lowestWord))
  const order = [...mails.keys()].sort((one, other) => spread(one) - spread(other))
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of order) {
      const mail = mails[index]
      const vector = vectors[index]
      if (!mail || !vector) continue
      const errors = errorsOf(mail, vector, weights)
      for (const [row, value] of vector) {
        const decay = decays[row] ?? 0
        for (let output = 0; output < outputCount; output++) {
          if (open[row]?.[output] !== true) continue
          const at = row * outputCount + output
          const slope = (errors[output] ?? 0) * value + decay * (weights[at] ?? 0)
          steps[at] = (steps[at] ?? 0) + slope * slope
          weights[at] = (weights[at] ?? 0) - (rate * slope) / Math.sqrt((steps[at] ?? 0) + 0.05)
          if (output < requestKinds.length && (weights[at] ?? 0) < (floors[row] ?? 0)) weights[at] = floors[row] ?? 0
        }
      }
    }
  }
  return pack(names, weights, mails.length, trainedOn)
}

/**
 * Whether a kind is asked for is no matter of the other kinds: their findings do not speak about it, or else mails that
 * ask for one thing would teach that nobody asks for two.
 */
function mayInform(name: string, output: (typeof outputs)[number]): boolean {
  if (!isKind(output)) return true
  const about =
    /^(?:strong2?|requested|subject|weak|weakonly|denied|deniedonly|supposed|asked|reported|reportedonly|elsewhere):(\w+)$/.exec(
      name,
    )
  if (about) return about[1] === output
  const found = /^[pn]:(\w+?)\//.exec(name)
  if (found) return found[1] === output
  if (name.startsWith('correction:')) return output === 'correction'
  return !name.startsWith('acts:')
}

function isKind(output: string): output is RequestKind {
  return (requestKinds as readonly string[]).includes(output)
}

function isRule(name: string): boolean {
  return /^(?:[a-z0-9]+:|bias|question)/.test(name)
}

function spread(index: number): number {
  return (index * 7_919 + 13) % 10_007
}

function namesSeenTwice(all: readonly Features[]): string[] {
  const seen = new Map<string, number>()
  for (const features of all) for (const name of features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1)
  return [...seen].filter(([name, count]) => count >= (isRule(name) ? 1 : 2)).map(([name]) => name)
}

function errorsOf(
  mail: LabelledMail,
  vector: readonly (readonly [number, number])[],
  weights: Float64Array,
): Float64Array {
  const scores = new Float64Array(outputCount)
  for (const [row, value] of vector) {
    for (let output = 0; output < outputCount; output++)
      scores[output] = (scores[output] ?? 0) + (weights[row * outputCount + output] ?? 0) * value
  }
  const errors = new Float64Array(outputCount)
  for (const [index, kind] of requestKinds.entries()) {
    errors[index] = 1 / (1 + Math.exp(-(scores[index] ?? 0))) - (mail.intents.includes(kind) ? 1 : 0)
  }
  const from = requestKinds.length
  const highest = Math.max(...scores.subarray(from))
  let total = 0
  for (let index = 0; index < topics.length; index++) total += Math.exp((scores[from + index] ?? 0) - highest)
  for (const [index, topic] of topics.entries()) {
    errors[from + index] = Math.exp((scores[from + index] ?? 0) - highest) / total - (mail.topic === topic ? 1 : 0)
  }
  return errors
}

function pack(names: string[], weights: Float64Array, mails: number, trainedOn: string): ModelFile {
  const kept: number[] = []
  for (let row = 0; row < names.length; row++) {
    const loud = weights.subarray(row * outputCount, (row + 1) * outputCount).some((weight) => Math.abs(weight) > 0.03)
    if (loud) kept.push(row)
  }
  const highest = kept.reduce(
    (most, row) => Math.max(most, ...weights.subarray(row * outputCount, (row + 1) * outputCount).map(Math.abs)),
    1e-9,
  )
  const scale = highest / 32_000
  const packed = new Int16Array(kept.length * outputCount)
  for (const [index, row] of kept.entries()) {
    for (let output = 0; output < outputCount; output++)
      packed[index * outputCount + output] = Math.round((weights[row * outputCount + output] ?? 0) / scale)
  }
  return {
    trainedOn,
    mails,
    scale,
    calibration: plain,
    features: kept.map((row) => names[row] ?? ''),
    weights: Buffer.from(packed.buffer).toString('base64'),
  }
}

export interface FoldResult {
  mail: LabelledMail
  model: Model
}

/** Each whole mail with a model that has not seen it (dealt into `folds` by place); phrases only ever teach. */
export function crossValidate(mails: readonly LabelledMail[], folds: number): FoldResult[] {
  const all = mails.map(featuresOfMail)
  const results: FoldResult[] = []
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (index: number) => index % folds === fold && !isPhrase(mails[index])
    const seen = mails.map((_, index) => index).filter((index) => !isHeldOut(index))
    const file = learn(
      seen.flatMap((index) => mails[index] ?? []),
      seen.flatMap((index) => all[index] ?? []),
      'fold',
    )
    const model = openModel(file)
    for (const [index, mail] of mails.entries()) if (isHeldOut(index)) results.push({ mail, model })
  }
  return results
}

function isPhrase(mail: LabelledMail | undefined): boolean {
  return mail?.id.startsWith('p') === true
}

/** Fits the confidence to how often such mails were right: logistic over certainty and agreement of both voices. */
export function calibrate(results: readonly FoldResult[]): Calibration {
  const points = results.map(({ mail, model }) => {
    const found = classify(mail, undefined, { ...model, calibration: plain })
    return {
      certainty: found.evidence.certainty,
      agreement: found.evidence.agreement,
      right: isRight(mail, found) ? 1 : 0,
    }
  })
  const fit = { ...plain }
  for (let round = 0; round < 4_000; round++) {
    const slope = { bias: 0, certainty: 0, agreement: 0 }
    for (const point of points) {
      const error =
        1 / (1 + Math.exp(-(fit.bias + fit.certainty * point.certainty + fit.agreement * point.agreement))) -
        point.right
      slope.bias += error
      slope.certainty += error * point.certainty
      slope.agreement += error * point.agreement
    }
    fit.bias -= (0.5 * slope.bias) / points.length
    fit.certainty -= (0.1 * slope.certainty) / points.length
    fit.agreement -= (0.5 * slope.agreement) / points.length
  }
  return { bias: round3(fit.bias), certainty: round3(fit.certainty), agreement: round3(fit.agreement) }
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

export function isRight(mail: LabelledMail, found: { topic: string; intents: readonly string[] }): boolean {
  return found.topic === mail.topic && [...mail.intents].sort().join() === [...found.intents].sort().join()
}
