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
    return obstacle('value_wrong', 'Nobody is made to wait without a reason: give it in both languages.')
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
      return obstacle('value_wrong', 'Give the day as YYYY-MM-DD.')
    case 'day_off':
      return obstacle('value_wrong', `Nobody works on ${until}: promise the working day before it, ${promise.before}.`)
  }
}

function againstLaw(parts: PathParts, request: HeldRequest, regimes: string | null, due: Date): Obstacle | null {
  const { deadline } = parts.settings
  const day = (time: Date) => dayOf(time, deadline.timeZone).toString()
  const refused = (words: string) => obstacle('not_allowed_by_law', words)
  if (request.extendedUntil !== null) {
    return refused(
      `${request.reference} was extended already, until ${day(request.extendedUntil)}: the law allows it once.`,
    )
  }
  const clocks = clocksOf({ ...request, regimes }, deadline).filter((clock) => clock.duty === 'answer')
  if (due <= earliestAnswer(clocks)) {
    return obstacle('nothing_to_do', `The answer is due on ${day(earliestAnswer(clocks))} anyway: name a later day.`)
  }
  const now = parts.clock.now()
  for (const clock of clocks.filter((each) => each.dueAt < due)) {
    const wrong = wrongUnder(clock, due, now, day)
    if (wrong !== null) return refused(wrong)
  }
  return null
}

function wrongUnder(clock: DutyClock, due: Date, now: Date, day: (time: Date) => string): string | null {
  const { en } = regimeNames[clock.regime]
  if (clock.extendableTo === null) {
    return `${en} allows no extension beyond ${day(clock.dueAt)}. Where the request does not fall under it, say under what it does (--under).`
  }
  if (due > clock.extendableTo) return `${en} allows no extension beyond ${day(clock.extendableTo)}.`
  if (clock.tellBy !== null && now > clock.tellBy) {
    return `${en} wanted the requester told of an extension by ${day(clock.tellBy)}: it is too late.`
  }
  return null
}
