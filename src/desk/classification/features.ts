// What the trained voice looks at, in the whole mail and in each sentence: the findings of the rules (patterns with their
// mood, cues, corrections found) and character n-grams of Chinese, words and word pairs of English. Names are readable,
// so that a weight can be explained.

import type { Correction } from '../../requests/acts.ts'
import { requestKinds } from '../../requests/words.ts'
import { type ActCount, countSignals, type Signals } from './signals.ts'
import type { WorkingText } from './words.ts'

export type Features = Map<string, number>

const mostWords = 1_500

export function featuresOf(
  text: WorkingText,
  signals: Signals,
  cues: ReadonlySet<string>,
  corrections: readonly Correction[],
): Features {
  const features: Features = new Map([['bias', 1]])
  const counts = countSignals(signals)
  let asserted = 0
  for (const kind of requestKinds) {
    addCounts(features, kind, counts[kind])
    if (counts[kind].strong > 0) asserted++
    for (const hit of signals[kind])
      features.set(`${hit.mood === 'asserted' ? 'p' : 'n'}:${kind}/${hit.pattern}`, hit.mood === 'asserted' ? 0.7 : 0.4)
  }
  features.set(`acts:${Math.min(asserted, 3)}`, 1)
  for (const cue of cues) {
    features.set(`c:${cue}`, 1)
    features.set(`c:${cue}:${asserted > 0 ? 'act' : 'none'}`, 1)
  }
  addShape(features, text, corrections)
  addWords(features, text.all, 3, 20)
  return features
}

/** Cues that nearly every mail has say nothing about one sentence of it. */
const everywhere = new Set(['asks_act', 'own_account', 'several_points'])

/** One set of features for each sentence: its own words and hits, and in small what the mail as a whole is about. */
export function sentenceFeaturesOf(
  text: WorkingText,
  signals: Signals,
  cues: ReadonlySet<string>,
  corrections: readonly Correction[],
): Features[] {
  const about = [...cues].filter((cue) => !everywhere.has(cue))
  const values = corrections.map((one) => one.value.toLowerCase())
  const all = text.sentences.map((sentence) => {
    const features: Features = new Map([['bias', 1]])
    addWords(features, sentence.text, 2, 8)
    if (sentence.inSubject) features.set('s:subject', 1)
    if (sentence.question) features.set('s:question', 1)
    if (item.test(sentence.text)) features.set('s:item', 1)
    if (values.some((value) => sentence.text.includes(value))) features.set('correction:value', 1)
    const { length } = sentence.text
    features.set(`s:length${length < 8 ? 0 : length < 25 ? 1 : length < 80 ? 2 : 3}`, 0.5)
    for (const cue of about) features.set(`c:${cue}`, 0.4)
    return features
  })
  for (const kind of requestKinds) {
    for (const hit of signals[kind]) {
      const asserted = hit.mood === 'asserted'
      const features = all[hit.sentence]
      features?.set(`${asserted ? 'p' : 'n'}:${kind}/${hit.pattern}`, asserted ? 0.7 : 0.4)
      features?.set(`m:${kind}/${hit.mood}${hit.weight === 1 ? '' : '-weak'}`, 1)
      if (asserted && hit.requested) features?.set(`m:${kind}/requested${hit.weight === 1 ? '' : '-weak'}`, 1)
    }
  }
  return all
}

const item = /^\W{0,3}(?:[1-9一二三四五六七八九十①-⑨a-e]\W)/u

function addCounts(features: Features, kind: string, count: ActCount): void {
  const add = (name: string, value: number) => {
    if (value > 0) features.set(`${name}:${kind}`, 1)
  }
  add('strong', count.strong)
  add('strong2', count.strong - 1)
  add('requested', count.strongRequested)
  add('subject', count.subjectStrong)
  add('weak', count.weak)
  add('weakonly', count.strong === 0 ? count.weak : 0)
  add('denied', count.denied)
  add('deniedonly', count.strong === 0 ? count.denied : 0)
  add('supposed', count.supposed)
  add('asked', count.asked)
  add('reported', count.reported)
  add('reportedonly', count.strong === 0 ? count.reported : 0)
  add('elsewhere', count.elsewhere)
}

function addShape(features: Features, text: WorkingText, corrections: readonly Correction[]): void {
  const length = text.all.length
  features.set(`length:${length < 12 ? 0 : length < 60 ? 1 : length < 250 ? 2 : length < 800 ? 3 : 4}`, 0.5)
  if (text.sentences.some((one) => one.question)) features.set('question', 1)
  if (corrections.some((one) => one.old !== null)) features.set('correction:pair', 1)
  if (corrections.some((one) => one.old === null)) features.set('correction:new', 1)
  if (corrections.length === 0) features.set('correction:none', 1)
}

const token = /[a-z][a-z']*|\p{Script=Han}+|[?!\n]/gu

/** All n-grams together weigh `loudness`, or less where they are fewer than `fewest`: a long text is no louder than a short one. */
function addWords(features: Features, text: string, loudness: number, fewest: number): void {
  const grams = new Set<string>()
  let previous = '^'
  for (const found of text.matchAll(token)) {
    if (grams.size > mostWords * 4) break
    const word = found[0]
    if (word === '\n') {
      previous = '^'
    } else if (word.length > 0 && word.charCodeAt(0) > 0x2000) {
      addHan(grams, word)
      previous = '^'
    } else {
      grams.add(`w ${word}`)
      grams.add(`w ${previous} ${word}`)
      previous = word
    }
  }
  const value = loudness / Math.sqrt(Math.max(grams.size, fewest))
  for (const gram of grams) features.set(gram, value)
}

function addHan(grams: Set<string>, run: string): void {
  for (let at = 0; at < run.length; at++) {
    for (let size = 1; size <= 3 && at + size <= run.length; size++) grams.add(run.slice(at, at + size))
  }
}
