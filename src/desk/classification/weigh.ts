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

/** key words alone leave nothing to misread */
const bareConfidence = 0.97

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
  const loudestTopic = topics.reduce((best, one) => (heard.topics[one] > heard.topics[best] ? one : best))
  const topic = overruled(loudestTopic, text, signals, cues, heard.topics)
  const carries = topic === 'request' || topic === 'minor'
  const bare = bareKind(text)
  let intents = bare ? [bare] : carries ? requestKinds.filter((kind) => heard.perIntent[kind] >= 0.5) : []
  if (topic === 'request' && intents.length === 0) {
    intents = [requestKinds.reduce((best, kind) => (heard.perIntent[kind] > heard.perIntent[best] ? kind : best))]
  }
  const evidence = evidenceOf(
    topic === loudestTopic ? heard.topics[topic] : 0.8,
    heard.perIntent,
    counts,
    intents,
    carries,
  )
  const { calibration } = model
  const score =
    calibration.bias + calibration.certainty * evidence.certainty + calibration.agreement * evidence.agreement
  const confidence = bare ? bareConfidence : Math.round(1_000 / (1 + Math.exp(-score))) / 1_000
  return { topic, intents, perIntent: heard.perIntent, topics: heard.topics, counts, evidence, confidence, features }
}

const bareWords: [RequestKind, RegExp][] = [
  [
    'refusal',
    /^(?:td|t|退订|请?退订吧?|unsubscribe|stop|取消订阅|opt ?out|remove|please unsubscribe(?: me)?)[.!。\s]*$/u,
  ],
  [
    'deletion',
    /^(?:我?要?请?(?:帮我)?(?:注销|销号|销户|删号|注销账[号户]|删除账[号户]|账[号户]注销|删除我的账[号户]|删账号)(?:吧|啦|,?谢谢)?|(?:please )?(?:delete|close|erase) (?:my )?(?:account|profile)(?:,? (?:please|thanks|now))?|delete me|account deletion)[.!。\s]*$/u,
  ],
]

/** The kind that a mail of bare key words names ("TD", "销号"), subject included; null where it says anything more. */
export function bareKind(text: WorkingText): RequestKind | null {
  if (text.sentences.length === 0 || text.sentences.length > 3) return null
  const found = bareWords.find(([, shape]) => text.sentences.every((one) => shape.test(one.text)))
  return found?.[0] ?? null
}

const theirs =
  /(?:老公|老婆|丈夫|妻子|前男友|前女友|男朋友|女朋友|室友|同事|员工|他|她|对方|该用户)(?:的)|\b(?:husband|wife|boyfriend|girlfriend|roommate|flatmate|colleague|employee|friend|neighbou?r|brother|sister|mother|father|tenant|ex)(?:'s|s')|\b(?:his|her|their) (?:account|profile|data|email|messages|records)/u

/** Where the rules see a child, somebody else's account or a bare key word, they are heard before the voice. */
function overruled(
  topic: Topic,
  text: WorkingText,
  signals: Signals,
  cues: ReadonlySet<string>,
  heard: Record<Topic, number>,
): Topic {
  if (bareKind(text)) return 'request'
  if (topic !== 'request') return topic
  if (cues.has('writer_is_child') && !cues.has('not_child') && heard.minor > 0.01) return 'minor'
  if (cues.has('child') && !cues.has('not_child') && heard.minor > 0.04) return 'minor'
  const words = requestKinds.flatMap((kind) =>
    signals[kind].filter((hit) => hit.mood === 'asserted' && hit.weight === 1).map((hit) => hit.words),
  )
  if (words.some((found) => theirs.test(found)) && heard.disclosure > 0.02) return 'disclosure'
  return topic
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
