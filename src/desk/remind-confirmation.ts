// Where the CCPA's clocks run, receipt is confirmed within ten business days. The desk does so with its first letter; where none
// reached anybody (the mail was held after a restore, the cap kept the letter back, the server refused it), staff hear of it before
// that day and the officer after it, once each. That they did stands in the trail.

import type { PrivacyRequest } from '../db/generated/client.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { clocksOf, lookAheadTo, receivedBeforeConfirmation } from '../requests/deadline.ts'
import { openStates } from '../requests/states.ts'
import type { Label } from '../requests/words.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { postOfficerNote, postStaffNote } from './post.ts'
import { dayIn, together } from './remind.ts'

const atOnce = 100
const stages = ['confirmation_overdue', 'confirmation_near'] as const
type Stage = (typeof stages)[number]

interface Unconfirmed {
  request: PrivacyRequest
  confirmBy: Date
}

/** Returns how many requests were reminded of. Safe to run at any time. */
export async function remindOfConfirmations(parts: PathParts): Promise<number> {
  if (parts.settings.deadline.regimes?.includes('ccpa') !== true) return 0
  let reminded = 0
  for (const stage of stages) {
    const found = await unconfirmed(parts, stage)
    for (const group of together(found)) await remindOf(parts, stage, group)
    reminded += found.length
  }
  return reminded
}

async function unconfirmed({ db, clock, settings }: PathParts, stage: Stage): Promise<Unconfirmed[]> {
  const { deadline, remindWorkingDays } = settings
  const now = clock.now()
  const before = stage === 'confirmation_overdue' ? now : lookAheadTo(now, Math.max(1, ...remindWorkingDays), deadline)
  const requests = await db.privacyRequest.findMany({
    where: {
      state: { in: [...openStates] },
      // without a sender there is nobody to confirm to
      requester: { not: null },
      receivedAt: { lte: receivedBeforeConfirmation(before, deadline) },
      // as staff found it to apply; a query that says no more than the clocks do below
      OR: [{ regimes: null }, { regimes: { contains: 'ccpa' } }],
      letters: { none: { template: { not: 'staff-note' }, sentAt: { not: null }, state: { not: 'bounced' } } },
      events: { none: { type: 'reminded', reason: { in: stages.slice(0, stages.indexOf(stage) + 1) } } },
    },
    orderBy: { receivedAt: 'asc' },
    take: atOnce,
  })
  return requests.flatMap((request) => {
    const clock = clocksOf(request, deadline).find(({ duty }) => duty === 'confirm')
    return clock === undefined ? [] : [{ request, confirmBy: clock.dueAt }]
  })
}

async function remindOf(parts: PathParts, stage: Stage, group: Unconfirmed[]): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const changes = noChanges()
  for (const { request } of group) note(parts, changes, request.id, 'reminded', stage)
  const alone = group.length === 1 ? first.request : null
  const facts = {
    reference: alone?.reference ?? null,
    what: 'unconfirmed' as const,
    lines: [...group.map((each) => line(parts, each)), whatToDo],
    dueAt: alone?.dueAt.toISOString() ?? null,
  }
  const send = stage === 'confirmation_overdue' ? postOfficerNote : postStaffNote
  await send(parts, changes, facts, alone?.id ?? null)
  await commit(parts.db, [changes])
}

function line({ settings: { deadline } }: PathParts, { request: { reference }, confirmBy }: Unconfirmed): Label {
  return {
    zh: `${reference}：CCPA 要求在 ${dayIn(deadline, 'zh-CN', confirmBy)}前确认收到请求，至今没有信件送达来信人`,
    en: `${reference}: the CCPA wants receipt confirmed by ${dayIn(deadline, 'en-GB', confirmBy)}, and no letter has reached the requester`,
  }
}

const whatToDo: Label = {
  zh: '请写信告知来信人已收到请求，或以其他方式联系并添加备注',
  en: 'Write to the requester that it was received, or reach them another way and add a note',
}
