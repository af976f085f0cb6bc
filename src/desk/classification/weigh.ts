// Weighs what was found: the rules alone speak first, then the trained voice, which knows the rules' findings and the
// words beside them. The voice decides what the mail most likely is; whether both say the same goes into the confidence.

import type { Correction } from '../../requests/acts.ts'
import { type RequestKind, requestKinds, type Topic, topics } from '../../requests/words.ts'
import { featuresOf, sentenceFeaturesOf } from './features.ts'
import { type ActCount, countSignals, type Signals } from './signals.ts'
import { type Calibration, type Heard, hear, logOdds, type Model } from './voice.ts'
import type { WorkingText } from './words.ts'

export interface Evidence {
  /** log-odds that every answer of the voice is right */
  certainty: number
  /** the same, each answer by the less sure of the voice's two models */
  second: number
  /** kinds that the rules found strong words for and the voice does not hear */
  unheard: number
  /** kinds that the voice hears and the rules have no strong words for */
  unbacked: number
}

export interface Weighed {
  topic: Topic
  intents: RequestKind[]
  perIntent: Record<RequestKind, number>
  topics: Record<Topic, number>
  counts: Record<RequestKind, ActCount>
  loudest: Heard['loudest']
  sentences: number[][]
  evidence: Evidence
  /** 0 to 1, calibrated */
  confidence: number
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
  const heard = hear(
    model,
    featuresOf(text, signals, cues, corrections),
    sentenceFeaturesOf(text, signals, cues, corrections),
  )
  const loudestTopic = topics.reduce((best, one) => (heard.topics[one] > heard.topics[best] ? one : best))
  const topic = overruled(loudestTopic, text, signals, cues, heard.topics)
  const carries = topic === 'request' || topic === 'minor'
  const bare = bareKind(text)
  let intents = bare ? [bare] : carries ? requestKinds.filter((kind) => heard.perIntent[kind] >= 0.5) : []
  if (topic === 'request' && intents.length === 0) {
    intents = [requestKinds.reduce((best, kind) => (heard.perIntent[kind] > heard.perIntent[best] ? kind : best))]
  }
  const evidence = evidenceOf(heard, topic === loudestTopic ? heard.topics[topic] : 0.8, counts, intents, carries)
  const confidence = bare ? bareConfidence : confidenceOf(evidence, model.calibration)
  const { perIntent, topics: shares, loudest, sentences } = heard
  return { topic, intents, perIntent, topics: shares, counts, loudest, sentences, evidence, confidence }
}

function confidenceOf(evidence: Evidence, by: Calibration): number {
  const score =
    by.bias +
    by.certainty * evidence.certainty +
    by.second * evidence.second +
    by.unheard * evidence.unheard +
    by.unbacked * evidence.unbacked
  return Math.round(1_000 / (1 + Math.exp(-score))) / 1_000
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
  if (cues.has('writer_is_child') && !cues.has('not_child') && heard.minor > 0.05) return 'minor'
  if (cues.has('child') && !cues.has('not_child') && heard.minor > 0.3) return 'minor'
  const words = requestKinds.flatMap((kind) =>
    signals[kind].filter((hit) => hit.mood === 'asserted' && hit.weight === 1).map((hit) => hit.words),
  )
  if (words.some((found) => theirs.test(found)) && heard.disclosure > 0.02) return 'disclosure'
  return topic
}

function evidenceOf(
  heard: Heard,
  topicShare: number,
  counts: Record<RequestKind, ActCount>,
  intents: readonly RequestKind[],
  carries: boolean,
): Evidence {
  let first = topicShare
  let second = topicShare
  let unheard = 0
  let unbacked = 0
  for (const kind of requestKinds) {
    const asked = intents.includes(kind)
    if (carries) {
      first *= asked ? heard.perIntent[kind] : 1 - heard.perIntent[kind]
      second *= asked ? heard.doubtful[kind] : 1 - heard.doubtful[kind]
    }
    if (counts[kind].strong > 0 && !asked) unheard++
    if (counts[kind].strong === 0 && asked) unbacked++
  }
  return { certainty: logOdds(first), second: logOdds(second), unheard, unbacked }
}
