// The figures of an evaluation: precision, recall and F1 for kinds and topics, reliability of the confidence, wrong
// automatic acts, share of clear requests settled, correction values.

import type { Classification } from '../src/desk/classification/classify.ts'
import { requestKinds, topics } from '../src/requests/words.ts'
import type { LabelledMail } from './corpus.ts'
import { isRight } from './learn.ts'

export interface Judged {
  mail: LabelledMail
  found: Classification
}

export interface Score {
  precision: number
  recall: number
  f1: number
  mails: number
}

export interface Figures {
  mails: number
  kinds: Record<string, Score>
  kindsMacroF1: number
  topics: Record<string, Score>
  topicsMacroF1: number
  topicAccuracy: number
  exact: number
  language: number
  confusion: Record<string, Record<string, number>>
  reliability: { from: number; mails: number; confidence: number; right: number }[]
  ece: number
  acts: number
  wrongActs: string[]
  wrongActShare: number
  wrongDeletions: string[]
  clearRequests: number
  settledShare: number
  corrections: number
  correctionsExact: number
  correctionsExactShare: number
}

export function figuresOf(judged: readonly Judged[]): Figures {
  const kinds = Object.fromEntries(
    requestKinds.map((kind) => [
      kind,
      score(
        judged,
        (one) => one.mail.intents.includes(kind),
        (one) => one.found.intents.includes(kind),
      ),
    ]),
  )
  const byTopic = Object.fromEntries(
    topics.map((topic) => [
      topic,
      score(
        judged,
        (one) => one.mail.topic === topic,
        (one) => one.found.topic === topic,
      ),
    ]),
  )
  const presentTopics = Object.values(byTopic).filter((one) => one.mails > 0)
  const presentKinds = Object.values(kinds).filter((one) => one.mails > 0)
  const acts = judged.filter((one) => one.found.decision === 'act')
  const wrong = acts.filter((one) => !isRight(one.mail, one.found))
  const wrongDeletions = acts.filter((one) => one.found.intents.includes('deletion') && !mayDelete(one))
  const clear = judged.filter((one) => isClear(one.mail, one.found))
  const settled = clear.filter((one) => one.found.decision === 'act' && isRight(one.mail, one.found))
  const withValues = judged.filter((one) => one.mail.corrections.length > 0 && one.found.intents.includes('correction'))
  const exactValues = withValues.filter(sameCorrections)
  const reliability = reliabilityOf(judged)
  return {
    mails: judged.length,
    kinds,
    kindsMacroF1: mean(presentKinds.map((one) => one.f1)),
    topics: byTopic,
    topicsMacroF1: mean(presentTopics.map((one) => one.f1)),
    topicAccuracy: share(judged, (one) => one.mail.topic === one.found.topic),
    exact: share(judged, (one) => isRight(one.mail, one.found)),
    language: share(judged, (one) => one.mail.language === one.found.language),
    confusion: confusionOf(judged),
    reliability,
    ece: reliability.reduce(
      (sum, bin) => sum + (bin.mails / Math.max(1, judged.length)) * Math.abs(bin.confidence - bin.right),
      0,
    ),
    acts: acts.length,
    wrongActs: wrong.map((one) => one.mail.id),
    wrongActShare: wrong.length / Math.max(1, judged.length),
    wrongDeletions: wrongDeletions.map((one) => one.mail.id),
    clearRequests: clear.length,
    settledShare: settled.length / Math.max(1, clear.length),
    corrections: withValues.length,
    correctionsExact: exactValues.length,
    correctionsExactShare: exactValues.length / Math.max(1, withValues.length),
  }
}

function mayDelete(one: Judged): boolean {
  return one.mail.intents.includes('deletion') && one.mail.topic === 'request'
}

/** A request that could be carried out as it stands: on the sender's own account, with the values it needs, not a part's deletion. */
function isClear(mail: LabelledMail, found: Classification): boolean {
  if (mail.topic !== 'request') return false
  if (mail.intents.includes('correction') && (mail.corrections.length === 0 || mail.intents.includes('deletion')))
    return false
  return !(mail.intents.includes('deletion') && found.scope === 'part')
}

function sameCorrections(one: Judged): boolean {
  const key = (list: readonly { field: string; value: string; old: string | null }[]) =>
    list
      .map((entry) => `${entry.field}|${entry.value}|${entry.old ?? ''}`)
      .sort()
      .join('\n')
  return key(one.mail.corrections) === key(one.found.corrections)
}

function score(judged: readonly Judged[], is: (one: Judged) => boolean, said: (one: Judged) => boolean): Score {
  const both = judged.filter((one) => is(one) && said(one)).length
  const real = judged.filter(is).length
  const told = judged.filter(said).length
  const precision = told === 0 ? (real === 0 ? 1 : 0) : both / told
  const recall = real === 0 ? 1 : both / real
  return { precision, recall, f1: real + told === 0 ? 1 : (2 * both) / (real + told), mails: real }
}

function confusionOf(judged: readonly Judged[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {}
  for (const { mail, found } of judged) {
    const row = table[mail.topic] ?? {}
    row[found.topic] = (row[found.topic] ?? 0) + 1
    table[mail.topic] = row
  }
  return table
}

function reliabilityOf(judged: readonly Judged[]): Figures['reliability'] {
  const bins: Figures['reliability'] = []
  for (let tenth = 0; tenth < 10; tenth++) {
    const inside = judged.filter(({ found }) => Math.min(9, Math.floor(found.confidence * 10 + 1e-9)) === tenth)
    if (inside.length === 0) continue
    bins.push({
      from: tenth / 10,
      mails: inside.length,
      confidence: mean(inside.map((one) => one.found.confidence)),
      right: share(inside, (one) => isRight(one.mail, one.found)),
    })
  }
  return bins
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function share<T>(list: readonly T[], is: (one: T) => boolean): number {
  return list.filter(is).length / Math.max(1, list.length)
}
