// Weighs what was found: the rules alone speak first, then the trained voice, which knows the rules' findings and the
// words beside them. The voice decides what the mail most likely is; whether both say the same goes into the confidence.

import type { Correction } from '../../requests/acts.ts'
import { type RequestKind, requestKinds, type Topic, topics } from '../../requests/words.ts'
import { type Features, featuresOf } from './features.ts'
import { type ActCount, countSignals, type Signals } from './signals.ts'
import { hear, type Model } from './voice.ts'
import type { WorkingText } from './words.ts'

export interface Evidence {
  /** log-odds of the least certain of all the answers */
  certainty: number
  /** share of the four kinds on which rules and voice agree, 0 to 1 */
  agreement: number
}

export interface Weighed {
  topic: Topic
  intents: RequestKind[]
  perIntent: Record<RequestKind, number>
  topics: Record<Topic, number>
  counts: Record<RequestKind, ActCount>
  evidence: Evidence
  /** 0 to 1, calibrated */
  confidence: number
  features: Features
}

export function weigh(
  text: WorkingText,
  signals: Signals,
  cues: ReadonlySet<string>,
  corrections: readonly Correction[],
  model: Model,
): Weighed {
  const counts = countSignals(signals)
  const features = featuresOf(text, signals, cues, corrections)
  const heard = hear(model, features)
  const topic = topics.reduce((best, one) => (heard.topics[one] > heard.topics[best] ? one : best))
  const carries = topic === 'request' || topic === 'minor'
  let intents = carries ? requestKinds.filter((kind) => heard.perIntent[kind] >= 0.5) : []
  if (topic === 'request' && intents.length === 0) {
    intents = [requestKinds.reduce((best, kind) => (heard.perIntent[kind] > heard.perIntent[best] ? kind : best))]
  }
  const evidence = evidenceOf(heard.topics[topic], heard.perIntent, counts, intents, carries)
  const { calibration } = model
  const score =
    calibration.bias + calibration.certainty * evidence.certainty + calibration.agreement * evidence.agreement
  const confidence = Math.round(1_000 / (1 + Math.exp(-score))) / 1_000
  return { topic, intents, perIntent: heard.perIntent, topics: heard.topics, counts, evidence, confidence, features }
}

function evidenceOf(
  topicShare: number,
  perIntent: Record<RequestKind, number>,
  counts: Record<RequestKind, ActCount>,
  intents: readonly RequestKind[],
  carries: boolean,
): Evidence {
  let joint = topicShare
  let agreeing = 0
  for (const kind of requestKinds) {
    const asked = intents.includes(kind)
    if (carries) joint *= asked ? perIntent[kind] : 1 - perIntent[kind]
    if (counts[kind].strong > 0 === asked) agreeing++
  }
  const bounded = Math.min(Math.max(joint, 0.001), 0.999)
  return { certainty: Math.log(bounded / (1 - bounded)), agreement: agreeing / requestKinds.length }
}
