// Weighs the counted signals into a probability for each kind and each topic.

import { type RequestKind, requestKinds, type Topic } from '../../requests/words.ts'
import { type ActCount, countSignals, type Signals } from './signals.ts'
import type { WorkingText } from './words.ts'

export interface Weighed {
  perIntent: Record<RequestKind, number>
  topics: Record<Topic, number>
  counts: Record<RequestKind, ActCount>
}

export function weigh(text: WorkingText, signals: Signals, cues: ReadonlySet<string>): Weighed {
  const counts = countSignals(signals)
  const perIntent = {} as Record<RequestKind, number>
  for (const act of requestKinds) perIntent[act] = weighAct(counts[act])
  return { perIntent, topics: weighTopics(text, perIntent, counts, cues), counts }
}

function weighAct(count: ActCount): number {
  let score = -2.6
  if (count.strong > 0) score += 3
  if (count.strongRequested > 0) score += 1
  if (count.strong > 1) score += 0.5
  if (count.subjectStrong > 0) score += 0.8
  if (count.weak > 0) score += 1.2
  if (count.denied > 0) score -= 2.5
  if (count.supposed > 0) score -= 1.5
  if (count.asked > 0) score -= 1
  if (count.reported > 0) score -= 1
  return 1 / (1 + Math.exp(-score))
}

function weighTopics(
  text: WorkingText,
  perIntent: Record<RequestKind, number>,
  counts: Record<RequestKind, ActCount>,
  cues: ReadonlySet<string>,
): Record<Topic, number> {
  const has = (name: string) => (cues.has(name) ? 1 : 0)
  const request = Math.max(...requestKinds.map((kind) => perIntent[kind]))
  const reported = requestKinds.some((kind) => counts[kind].reported > 0) ? 1 : 0
  const scores: Record<Topic, number> = {
    request: 3 * request + 0.6 * has('asks_act') + 0.6 * has('own_account'),
    status: 2.2 * has('status_asked') + 1 * has('earlier_request') + 0.5 * has('no_new_request') + 0.5 * reported,
    withdraw: 3.4 * has('takes_back') + 0.5 * has('earlier_request') - 0.5 * has('status_asked'),
    question: 1.4 * has('curious') + 1.6 * has('product_question') + 1 * has('lacks_account') - 1.2 * request,
    disclosure:
      1.8 * has('authority') +
      1.8 * has('other_person') +
      1.8 * has('wants_persons_data') +
      1.2 * has('private_investigator'),
    minor: (3.6 * has('child') + 4 * has('writer_is_child')) * (1 - has('not_child')),
    complaint: 1.8 * has('anger') + 1 * has('stays') - 2 * request,
    other:
      3 * has('advertising') +
      3 * has('phishing') +
      3 * has('machine') +
      3 * has('job') +
      0.8 * has('thanks') +
      1.6 * has('elsewhere_company') +
      3.6 * has('program') +
      (text.all.trim() === '' ? 6 : 0.7),
  }
  return softmax(scores)
}

function softmax(scores: Record<Topic, number>): Record<Topic, number> {
  const total = Object.values(scores).reduce((sum, score) => sum + Math.exp(score), 0)
  return Object.fromEntries(Object.entries(scores).map(([topic, score]) => [topic, Math.exp(score) / total])) as Record<
    Topic,
    number
  >
}
