// What a mail asks for, in which language, and how sure that is. Pure, synchronous, offline and deterministic. Reads
// only what the sender wrote now; rules over two lexicons speak first, a trained voice second, and their agreement is
// the confidence. The decision is a proposal: `path.ts` verifies the sender before anything is done.

import { separate } from '../../mail/quotes.ts'
import type { Correction } from '../../requests/acts.ts'
import type { Language, RefusalPurpose, RequestKind, Topic } from '../../requests/words.ts'
import { readCorrections } from './corrections.ts'
import { decide } from './decide.ts'
import { readDetailsForm } from './details-form.ts'
import { longestFolded } from './fold.ts'
import { languageOf } from './language.ts'
import { purposesOf } from './purposes.ts'
import { scopeOf } from './scope.ts'
import { readSignals } from './signals.ts'
import { defaultThresholds, type Thresholds } from './thresholds.ts'
import { readCues } from './topics.ts'
import { readValues } from './values.ts'
import { type Model, standingModel } from './voice.ts'
import { type Evidence, weigh } from './weigh.ts'
import { workingText } from './words.ts'

export type Decision = 'act' | 'ask' | 'escalate' | 'ignore'

export interface Classification {
  language: Language
  topic: Topic
  /** sorted alphabetically */
  intents: RequestKind[]
  scope: 'account' | 'part'
  /** the words that name the part, where the scope is a part */
  part: string | null
  /** purposes a refusal names; none means everything that is not essential */
  purposes: RefusalPurpose[]
  corrections: Correction[]
  /** 0 to 1: the share of such mails whose topic and intents are all right */
  confidence: number
  decision: Decision
  /** codes with the words that spoke, for staff and `explain` */
  reasons: string[]
  perIntent: Record<RequestKind, number>
  evidence: Evidence
}

/** `text` as sent, quotes and signature included. Never throws for what a mail contains. */
export function classify(
  mail: { subject: string; text: string },
  thresholds: Thresholds = defaultThresholds,
  model: Model = standingModel(),
): Classification {
  const parts = separate(mail.text)
  const subject = mail.subject.slice(0, 1_000)
  const form = readDetailsForm(mail.text)
  const text = workingText(subject, parts.newText)
  const signals = readSignals(text)
  const cues = readCues(text.all)
  const byRules = readCorrections(subject, parts.newText)
  const weighed = weigh(text, signals, cues, byRules, model)
  const read = weighed.intents.includes('correction')
    ? readValues(subject, parts.newText, byRules, model.values)
    : { corrections: byRules, sure: true }
  const { scope, part } = scopeOf(text, signals.deletion)
  const verdict = decide({
    parts,
    subject,
    text,
    signals,
    cues,
    weighed,
    form,
    scope,
    thresholds,
    corrections: read.corrections,
    valuesSure: read.sure,
  })
  const cut = parts.marks.includes('cut') || parts.newText.length > longestFolded
  const isDeletion = verdict.intents.includes('deletion')
  return {
    language: languageOf(subject, parts.newText || mail.text),
    topic: verdict.topic,
    intents: verdict.intents,
    scope: isDeletion ? scope : 'account',
    part: isDeletion ? part : null,
    purposes: verdict.intents.includes('refusal') ? purposesOf(text, signals.refusal) : [],
    corrections: verdict.corrections,
    confidence: verdict.confidence,
    decision: verdict.decision,
    reasons: cut ? [...verdict.reasons, 'text_cut'] : verdict.reasons,
    perIntent: weighed.perIntent,
    evidence: weighed.evidence,
  }
}

export type { Thresholds }
