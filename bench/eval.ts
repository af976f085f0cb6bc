// `npm run eval`: how well the classification does on the labelled mails. Without arguments: every file of test/corpus,
// cross-validated (each mail judged by a model that has not seen it). With a file: that file alone, by the standing model,
// which is honest only for mails it was not trained on. `--json` prints the figures, `--errors` the mails that went wrong; `--record`
// keeps how sure it was of FILE, for the calibration; `--only=PATTERN` counts only mails with such ids.

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { classify } from '../src/desk/classification/classify.ts'
import { requestKinds } from '../src/requests/words.ts'
import { corpusFiles, readMails } from './corpus.ts'
import { type Figures, figuresOf, type Judged } from './figures.ts'
import { calibrate, composed, crossValidate, firstSightings, isRight, readForLearning, sightingsFile } from './learn.ts'

const words = process.argv.slice(2)
const file = words.find((word) => !word.startsWith('--'))
const judged = file ? judgeFile(file) : judgeFolds()
const languages = [...new Set(judged.map((one) => one.mail.language))].sort()
const figures = {
  all: figuresOf(judged),
  byLanguage: Object.fromEntries(
    languages.map((language) => [language, figuresOf(judged.filter((one) => one.mail.language === language))]),
  ),
}
if (words.includes('--json')) console.log(JSON.stringify(figures, null, 2))
else print()
if (words.includes('--record')) record()

function judgeFile(path: string): Judged[] {
  return readMails(path).map((mail) => ({ mail, found: classify(mail) }))
}

function judgeFolds(): Judged[] {
  const mails = corpusFiles().flatMap(readMails)
  const results = crossValidate([...mails.map(readForLearning), ...composed(mails)], 5)
  const calibration = calibrate(firstSightings())
  const only = words.find((word) => word.startsWith('--only='))?.slice('--only='.length)
  return results
    .filter(({ mail }) => only === undefined || new RegExp(only).test(mail.id))
    .map(({ mail, model }) => ({ mail, found: classify(mail, undefined, { ...model, calibration }) }))
}

/** Keeps how sure the voice was at first sight, for the calibration to come. */
function record(): void {
  const known = new Map(firstSightings().map((one) => [one.id, one]))
  for (const { mail, found } of judged) {
    const { certainty, second, unheard, unbacked } = found.evidence
    known.set(mail.id, {
      id: mail.id,
      certainty: two(certainty),
      second: two(second),
      unheard,
      unbacked,
      right: isRight(mail, found),
    })
  }
  writeFileSync(sightingsFile, `[\n${[...known.values()].map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`)
}

function two(value: number): number {
  return Math.round(value * 100) / 100
}

function print(): void {
  const all = figures.all
  console.log(
    `${file ? `${basename(file)}, standing model` : 'all mails, 5-fold cross-validation'}: ${all.mails} mails\n`,
  )
  console.log('kind         precision  recall  F1     mails')
  for (const kind of requestKinds) printScore(kind, all)
  console.log(
    `macro-F1 ${three(all.kindsMacroF1)}, all kinds and topic right ${three(all.exact)}, language right ${three(all.language)}\n`,
  )
  console.log('topic        precision  recall  F1     mails')
  for (const topic of Object.keys(all.topics)) printTopic(topic, all)
  console.log(`macro-F1 ${three(all.topicsMacroF1)}, accuracy ${three(all.topicAccuracy)}\n`)
  for (const [topic, row] of Object.entries(all.confusion)) {
    const wrong = Object.entries(row).filter(([found]) => found !== topic)
    if (wrong.length > 0)
      console.log(`  ${topic} taken for ${wrong.map(([found, count]) => `${found} ${count}`).join(', ')}`)
  }
  console.log('\nconfidence from   mails   said    right')
  for (const bin of all.reliability)
    console.log(
      `  ${bin.from.toFixed(1)}             ${String(bin.mails).padStart(4)}   ${three(bin.confidence)}   ${three(bin.right)}`,
    )
  console.log(`expected calibration error ${three(all.ece)}\n`)
  console.log(
    `acts ${all.acts}, wrong ${all.wrongActs.length} (${(all.wrongActShare * 100).toFixed(2)}% of all mails): ${all.wrongActs.join(' ')}`,
  )
  console.log(`wrong deletions ${all.wrongDeletions.length}: ${all.wrongDeletions.join(' ')}`)
  console.log(`clear requests ${all.clearRequests}, settled ${three(all.settledShare)}`)
  console.log(
    `correction values exactly right ${all.correctionsExact} of ${all.corrections} (${three(all.correctionsExactShare)})\n`,
  )
  for (const [language, own] of Object.entries(figures.byLanguage)) {
    console.log(
      `${language.padEnd(8)} ${String(own.mails).padStart(4)} mails, kinds ${three(own.kindsMacroF1)}, topics ${three(own.topicsMacroF1)}, exact ${three(own.exact)}, settled ${three(own.settledShare)}`,
    )
  }
  if (words.includes('--errors')) printErrors()
}

function printScore(kind: string, all: Figures): void {
  const one = all.kinds[kind]
  if (one)
    console.log(`${kind.padEnd(12)} ${three(one.precision)}      ${three(one.recall)}   ${three(one.f1)}  ${one.mails}`)
}

function printTopic(topic: string, all: Figures): void {
  const one = all.topics[topic]
  if (one)
    console.log(
      `${topic.padEnd(12)} ${three(one.precision)}      ${three(one.recall)}   ${three(one.f1)}  ${one.mails}`,
    )
}

function printErrors(): void {
  for (const { mail, found } of judged) {
    if (isRight(mail, found)) continue
    console.log(
      `\n${mail.id} is ${mail.topic} [${mail.intents}], found ${found.topic} [${found.intents}] ${found.confidence} ${found.decision}`,
    )
    console.log(
      `  ${mail.subject} / ${mail.text.replaceAll('\n', ' ⏎ ').slice(0, 360)}\n  ${found.reasons.join(' | ')}`,
    )
  }
}

function three(value: number): string {
  return value.toFixed(3)
}
