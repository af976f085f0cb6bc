// More time for a request, where every law that applies allows it: up to the longest date of each clock, once, and told to the requester
// in time, in a letter that names the date and the reason. The request's state stays.

import { noChanges } from '../requests/changes.ts'
import { clocksOf, type DutyClock, dayOf, earliestAnswer, promiseOf } from '../requests/deadline.ts'
import { regimeNames } from '../requests/deadline-words.ts'
import { isOpen } from '../requests/states.ts'
import type { Label, Regime } from '../requests/words.ts'
import { factsOf, note, postingFor } from './answering.ts'
import type { PathParts } from './parts.ts'
import { post } from './post.ts'
import { threadOf } from './progress.ts'
import { type HeldRequest, type Obstacle, obstacle, othersHave, requestOf, whileMine } from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

export interface Extension {
  by: string
  /** the day with whose end the answer is due, YYYY-MM-DD */
  until: string
  reason: Label
  /** the regimes that the request falls under, where not all that are turned on apply to it */
  under?: Regime[]
}

export async function extend(
  parts: PathParts,
  reference: string,
  { by, until, reason, under = [] }: Extension,
): Promise<StaffStep | Obstacle> {
  const request = await requestOf(parts, reference)
  if (!isOpen(request.state))
    return obstacle('state_moved_on', `${request.reference} is settled: nothing is due any more.`)
  const taken = othersHave(request, by)
  if (taken !== null) return taken
  if (reason.zh.trim() === '' || reason.en.trim() === '') {
    return obstacle(
      'value_wrong',
      'Nobody is made to wait without a reason: give it in both languages.',
      '请用两种文字写明理由。',
    )
  }
  const due = lastMoment(parts, until)
  if (!(due instanceof Date)) return due
  const regimes = under.length === 0 ? request.regimes : under.join(' ')
  const against = againstLaw(parts, request, regimes, due)
  if (against !== null) return against
  const posting = postingFor(factsOf(request), threadOf(request))
  if (posting === null) {
    return obstacle(
      'not_allowed_by_law',
      'The mail named no sender who could be told, and an untold extension is none.',
      '来信没有可以告知的发件人，不告知就不算延长。',
    )
  }
  const changes = noChanges()
  changes.requestMoves.push({
    id: request.id,
    from: request.state,
    where: { ...whileMine(by), extendedUntil: null },
    data: { dueAt: due, extendedUntil: due, regimes, reminded: null },
  })
  const details = { until, words: reason, ...(under.length === 0 ? {} : { under }) }
  note(parts, changes, request.id, 'extended', null, details, `staff:${by}`)
  const { receivedAt } = request
  const facts = {
    reference: request.reference,
    reason,
    receivedAt: receivedAt.toISOString(),
    dueAt: due.toISOString(),
  }
  await post(parts, changes, 'extended', facts, { ...posting, uncapped: true })
  return stepOf(request, changes, { becomes: request.state, cautions: posting.stored ? [] : ['recipient_unproven'] })
}

/** A letter promises a day on which somebody works. */
function lastMoment({ settings: { deadline } }: PathParts, until: string): Date | Obstacle {
  const promise = promiseOf(until, deadline)
  switch (promise.outcome) {
    case 'kept':
      return promise.dueAt
    case 'no_day':
      return obstacle('value_wrong', 'Give the day as YYYY-MM-DD.', '请写日期，如 2026-12-23。')
    case 'day_off':
      return obstacle(
        'value_wrong',
        `Nobody works on ${until}: promise the working day before it, ${promise.before}.`,
        `${until} 不上班：请改为前一个工作日 ${promise.before}。`,
      )
  }
}

function againstLaw(parts: PathParts, request: HeldRequest, regimes: string | null, due: Date): Obstacle | null {
  const { deadline } = parts.settings
  const day = (time: Date) => dayOf(time, deadline.timeZone).toString()
  const refused = (words: string, zh: string) => obstacle('not_allowed_by_law', words, zh)
  if (request.extendedUntil !== null) {
    return refused(
      `${request.reference} was extended already, until ${day(request.extendedUntil)}: the law allows it once.`,
      `已延长至 ${day(request.extendedUntil)}，只能延长一次。`,
    )
  }
  const clocks = clocksOf({ ...request, regimes }, deadline).filter((clock) => clock.duty === 'answer')
  if (due <= earliestAnswer(clocks)) {
    const anyway = day(earliestAnswer(clocks))
    const words = `The answer is due on ${anyway} anyway: name a later day.`
    return obstacle('nothing_to_do', words, `期限本来就到 ${anyway}：请写更晚的日期。`)
  }
  const now = parts.clock.now()
  for (const clock of clocks.filter((each) => each.dueAt < due)) {
    const wrong = wrongUnder(clock, due, now, day)
    if (wrong !== null) return refused(wrong.en, wrong.zh)
  }
  return null
}

function wrongUnder(clock: DutyClock, due: Date, now: Date, day: (time: Date) => string): Label | null {
  const { zh, en } = regimeNames[clock.regime]
  if (clock.extendableTo === null) {
    return {
      zh: `${zh}不允许延长到 ${day(clock.dueAt)} 之后。如果该规定不适用于这个请求，请指明适用哪些。`,
      en: `${en} allows no extension beyond ${day(clock.dueAt)}. Where the request does not fall under it, say under what it does (--under).`,
    }
  }
  const longest = day(clock.extendableTo)
  if (due > clock.extendableTo)
    return { zh: `${zh}最迟只能延长到 ${longest}。`, en: `${en} allows no extension beyond ${longest}.` }
  if (clock.tellBy !== null && now > clock.tellBy) {
    const by = day(clock.tellBy)
    return {
      zh: `${zh}要求在 ${by} 之前告知对方：已经来不及。`,
      en: `${en} wanted the requester told of an extension by ${by}: it is too late.`,
    }
  }
  return null
}
