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
import type { LabelledMail } from './corpus.ts'
import { fitSentences, fitWhole } from './fit.ts'
import { fitValues, lessonOf } from './fit-values.ts'

export const plain: Calibration = { bias: 0, certainty: 1, second: 0, agreement: 0 }

export interface ReadMail {
  mail: LabelledMail
  whole: Features
  sentences: Features[]
  values: ReturnType<typeof lessonOf>
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

export function learn(read: readonly ReadMail[], trainedOn: string): ModelFile {
  const mails = read.map((one) => one.mail)
  // sentences that only give values say nothing about what whole mails are about
  const whole = read.filter((one) => !one.mail.id.startsWith('pc'))
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
      read.map((one) => one.sentences),
    ),
    values: fitValues(read.flatMap((one) => one.values ?? [])),
  }
}

export interface FoldResult {
  mail: LabelledMail
  model: Model
}

/** Each whole mail with a model that has not seen it (dealt into `folds` by place); phrases only ever teach. */
export function crossValidate(read: readonly ReadMail[], folds: number): FoldResult[] {
  const results: FoldResult[] = []
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (index: number) => index % folds === fold && !isPhrase(read[index])
    const model = openModel(
      learn(
        read.filter((_, index) => !isHeldOut(index)),
        'fold',
      ),
    )
    for (const [index, { mail }] of read.entries()) if (isHeldOut(index)) results.push({ mail, model })
  }
  return results
}

function isPhrase(read: ReadMail | undefined): boolean {
  return read?.mail.id.startsWith('p') === true
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

/** Fits the confidence to how often such mails were right: logistic over the evidence. */
export function calibrate(sightings: readonly Sighting[]): Calibration {
  const fit = { ...plain }
  for (let round = 0; round < 6_000; round++) {
    const slope = { bias: 0, certainty: 0, second: 0, agreement: 0 }
    for (const one of sightings) {
      const score = fit.bias + fit.certainty * one.certainty + fit.second * one.second + fit.agreement * one.agreement
      const error = 1 / (1 + Math.exp(-score)) - (one.right ? 1 : 0)
      slope.bias += error
      slope.certainty += error * one.certainty
      slope.second += error * one.second
      slope.agreement += error * one.agreement
    }
    const step = 0.1 / sightings.length
    fit.bias -= 5 * step * slope.bias
    fit.certainty -= step * slope.certainty
    fit.second -= step * slope.second
    fit.agreement -= 5 * step * slope.agreement
  }
  return {
    bias: round3(fit.bias),
    certainty: round3(fit.certainty),
    second: round3(fit.second),
    agreement: round3(fit.agreement),
  }
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

export function isRight(mail: LabelledMail, found: { topic: string; intents: readonly string[] }): boolean {
  return found.topic === mail.topic && [...mail.intents].sort().join() === [...found.intents].sort().join()
}
