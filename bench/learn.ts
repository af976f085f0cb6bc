// Learns the voice from labelled mails, and judges mails by a voice that has not seen them. Used by bench/train.ts and
// bench/eval.ts.

import { readFileSync } from 'node:fs'
import { readCorrections } from '../src/desk/classification/corrections.ts'
import { type Features, featuresOf, sentenceFeaturesOf } from '../src/desk/classification/features.ts'
import { readSignals } from '../src/desk/classification/signals.ts'
import { readCues } from '../src/desk/classification/topics.ts'
import { type Calibration, type Model, type ModelFile, openModel } from '../src/desk/classification/voice.ts'
import type { Evidence } from '../src/desk/classification/weigh.ts'
import { workingText } from '../src/desk/classification/words.ts'
import { separate } from '../src/mail/quotes.ts'
import { withNeighbours } from './compose.ts'
import type { LabelledMail } from './corpus.ts'
import { fitSentences, fitWhole } from './fit.ts'
import { fitValues, lessonOf } from './fit-values.ts'

export const plain: Calibration = { bias: 0, certainty: 1, second: 0, unheard: 0, unbacked: 0 }

export interface ReadMail {
  mail: LabelledMail
  whole: Features
  sentences: Features[]
  values: ReturnType<typeof lessonOf>
  /** teaches the tagger of values alone */
  onlyValues?: boolean
}

export function readForLearning(mail: LabelledMail): ReadMail {
  const parts = separate(mail.text)
  const text = workingText(mail.subject, parts.newText)
  const signals = readSignals(text)
  const cues = readCues(text.all)
  const corrections = readCorrections(mail.subject, parts.newText)
  return {
    mail,
    values: lessonOf(mail),
    whole: featuresOf(text, signals, cues, corrections),
    sentences: sentenceFeaturesOf(text, signals, cues, corrections),
  }
}

/** The phrases that give values, among other sentences; once for all folds. */
export function composed(mails: readonly LabelledMail[]): ReadMail[] {
  const phrases = mails.filter((one) => /^p\d/.test(one.id))
  const values = mails.filter((one) => one.id.startsWith('pc'))
  return withNeighbours(values, phrases).map((mail) => ({ ...readForLearning(mail), onlyValues: true }))
}

export function learn(read: readonly ReadMail[], trainedOn: string): ModelFile {
  const heard = read.filter((one) => one.onlyValues !== true)
  const mails = heard.map((one) => one.mail)
  // sentences that only give values say nothing about what whole mails are about
  const whole = heard.filter((one) => !one.mail.id.startsWith('pc'))
  return {
    trainedOn,
    mails: mails.length,
    calibration: plain,
    whole: fitWhole(
      whole.map((one) => one.mail),
      whole.map((one) => one.whole),
    ),
    sentences: fitSentences(
      mails,
      heard.map((one) => one.sentences),
    ),
    values: fitValues(read.flatMap((one) => one.values ?? [])),
  }
}

export interface FoldResult {
  mail: LabelledMail
  model: Model
}

/** Each whole mail with a model that has not seen it (dealt into `folds` by its id); phrases only ever teach. */
export function crossValidate(read: readonly ReadMail[], folds: number): FoldResult[] {
  const results: FoldResult[] = []
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = ({ mail }: ReadMail) => foldOf(mail.id, folds) === fold && !mail.id.startsWith('p')
    const model = openModel(
      learn(
        read.filter((one) => !isHeldOut(one)),
        'fold',
      ),
    )
    for (const one of read) if (isHeldOut(one)) results.push({ mail: one.mail, model })
  }
  return results
}

/** The same whatever else the corpus holds. */
export function foldOf(id: string, folds: number): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7) % folds
}

/** How sure the voice was of a mail, and whether it was right. */
export interface Sighting extends Evidence {
  right: boolean
}

/**
 * How sure the voice was, and whether it was right, of mails on which neither rules nor voice had been tuned: what was
 * mended on them since would flatter the confidence. `npm run eval -- FILE --record` adds a file's first sight.
 */
export const sightingsFile = new URL('./sightings.json', import.meta.url)

export function firstSightings(): (Sighting & { id: string })[] {
  return JSON.parse(readFileSync(sightingsFile, 'utf8')) as (Sighting & { id: string })[]
}

const measures = ['certainty', 'second', 'unheard', 'unbacked'] as const

/** Fits the confidence to how often such mails were right: logistic over the evidence. */
export function calibrate(sightings: readonly Sighting[]): Calibration {
  const fit = { ...plain }
  for (let round = 0; round < 6_000; round++) {
    const slope = { bias: 0, certainty: 0, second: 0, unheard: 0, unbacked: 0 }
    for (const one of sightings) {
      const score = measures.reduce((sum, measure) => sum + fit[measure] * one[measure], fit.bias)
      const error = 1 / (1 + Math.exp(-score)) - (one.right ? 1 : 0)
      slope.bias += error
      for (const measure of measures) slope[measure] += error * one[measure]
    }
    const step = 0.1 / sightings.length
    fit.bias -= 5 * step * slope.bias
    for (const measure of measures) fit[measure] -= step * slope[measure]
  }
  return {
    bias: round3(fit.bias),
    certainty: round3(fit.certainty),
    second: round3(fit.second),
    unheard: round3(fit.unheard),
    unbacked: round3(fit.unbacked),
  }
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

export function isRight(mail: LabelledMail, found: { topic: string; intents: readonly string[] }): boolean {
  return found.topic === mail.topic && [...mail.intents].sort().join() === [...found.intents].sort().join()
}
