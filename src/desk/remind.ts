// Staff hear of an open request so many working days before its deadline, once for each of the days in the settings, and the officer
// once it is overdue. What was sent last stands on the request; an extension or a reopening lets it begin again.

import type { PrivacyRequest } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { type DeadlinePolicy, lookAheadTo } from '../requests/deadline.ts'
import { openStates } from '../requests/states.ts'
import type { Label } from '../requests/words.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { postOfficerNote, postStaffNote } from './post.ts'

/** More than so many at once come as one list. */
const singly = 5
const atOnce = 100

interface Due {
  request: PrivacyRequest
  /** working days before the deadline; 0: it is over */
  stage: number
}

/** Returns how many requests were reminded of. Safe to run at any time. */
export async function remindStaff(parts: PathParts): Promise<number> {
  const due = await dueNow(parts)
  const overdue = due.filter(({ stage }) => stage === 0)
  const near = due.filter(({ stage }) => stage > 0)
  for (const group of [...together(overdue), ...together(near)]) await remindOf(parts, group)
  return due.length
}

async function dueNow({ db, clock, settings }: PathParts): Promise<Due[]> {
  const now = clock.now()
  const stages = [0, ...settings.remindWorkingDays].sort((a, b) => a - b)
  const due: Due[] = []
  let after = new Date(0)
  for (const stage of stages) {
    const upTo = stage === 0 ? now : lookAheadTo(now, stage, settings.deadline)
    const requests = await db.privacyRequest.findMany({
      where: {
        state: { in: [...openStates] },
        dueAt: { gte: after, lt: upTo },
        OR: [{ reminded: null }, { reminded: { gt: stage } }],
      },
      orderBy: { dueAt: 'asc' },
      take: atOnce,
    })
    due.push(...requests.map((request) => ({ request, stage })))
    after = upTo
  }
  return due
}

export function together<T>(due: T[]): T[][] {
  return due.length > singly ? [due] : due.map((each) => [each])
}

async function remindOf(parts: PathParts, group: Due[]): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const changes = noChanges()
  for (const { request, stage } of group) {
    const { id, state, reminded, dueAt } = request
    changes.requestMoves.push({ id, from: state, where: { reminded, dueAt }, data: { reminded: stage } })
    note(parts, changes, id, 'reminded', stage === 0 ? 'overdue' : `working_days_${stage}`)
  }
  const alone = group.length === 1
  const facts = {
    reference: alone ? first.request.reference : null,
    what: first.stage === 0 ? ('overdue' as const) : ('deadline_near' as const),
    lines: alone ? [standing(first.request)] : group.map(({ request }) => inList(parts, request)),
    dueAt: alone ? first.request.dueAt.toISOString() : null,
  }
  const send = first.stage === 0 ? postOfficerNote : postStaffNote
  await send(parts, changes, facts, alone ? first.request.id : null)
  try {
    await commit(parts.db, [changes])
  } catch (error) {
    // one of them was settled meanwhile: the next run reminds of the rest
    if (!(error instanceof DeskError) || error.code !== 'state_moved_on') throw error
  }
}

function standing({ state, claimedBy }: PrivacyRequest): Label {
  const stands = state.replaceAll('_', ' ')
  return claimedBy === null
    ? { zh: `状态：${state}，无人认领`, en: `It is ${stands}, and nobody has it` }
    : { zh: `状态：${state}，由 ${claimedBy} 处理`, en: `It is ${stands}, with ${claimedBy}` }
}

export function dayIn({ timeZone }: DeadlinePolicy, locale: string, time: Date): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' }).format(time)
}

function inList({ settings: { deadline } }: PathParts, request: PrivacyRequest): Label {
  const day = (locale: string) => dayIn(deadline, locale, request.dueAt)
  const { zh, en } = standing(request)
  return { zh: `${request.reference}：${day('zh-CN')}（${zh}）`, en: `${request.reference}: ${day('en-GB')} (${en})` }
}
