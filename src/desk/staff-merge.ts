// Two requests of one data subject for the same thing are answered once. Only what is proved may be joined: a mail whose sender nobody
// proved stays apart, so that nobody's words come to stand in another's request. `held -> withdrawn`, with the reference of the other.

import { canonicalJson } from '../lib/canonical-json.ts'
import { noChanges } from '../requests/changes.ts'
import { isOpen } from '../requests/states.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import {
  type HeldRequest,
  heldRequest,
  type Obstacle,
  obstacle,
  othersHave,
  requestOf,
  whileMine,
} from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

/** `reference` is the duplicate; `into` is the request that answers both, with the clock of the earlier mail. */
export async function merge(
  parts: PathParts,
  reference: string,
  { by, into }: { by: string; into: string },
): Promise<StaffStep | Obstacle> {
  const duplicate = await heldRequest(parts, reference, by)
  if ('outcome' in duplicate) return duplicate
  const kept = await requestOf(parts, into)
  const against = obstacleTo(duplicate, kept, by)
  if (against !== null) return against
  const changes = noChanges()
  const now = parts.clock.now()
  changes.requestMoves.push(
    {
      id: duplicate.id,
      from: 'held',
      where: whileMine(by),
      data: { state: 'withdrawn', stateReason: 'merged', mergedInto: kept.reference, settledAt: now },
    },
    {
      id: kept.id,
      from: kept.state,
      // who is proved to ask, and what, must still be as it was compared
      where: { ...whileMine(by), verifiedAt: kept.verifiedAt },
      data: {
        receivedAt: earlier(duplicate.receivedAt, kept.receivedAt),
        dueAt: earlier(duplicate.dueAt, kept.dueAt),
      },
    },
  )
  for (const mail of duplicate.mails) {
    const state = mail.state === 'held' ? ('handled' as const) : mail.state
    changes.mailMoves.push({ id: mail.id, from: mail.state, data: { state, requestId: kept.id } })
  }
  const actor = `staff:${by}`
  note(parts, changes, duplicate.id, 'merged', kept.reference, undefined, actor)
  note(parts, changes, kept.id, 'duplicate_added', duplicate.reference, undefined, actor)
  return stepOf(duplicate, changes, { becomes: 'withdrawn' })
}

function obstacleTo(duplicate: HeldRequest, kept: HeldRequest, by: string): Obstacle | null {
  const [one, other] = [duplicate.reference, kept.reference]
  if (duplicate.id === kept.id)
    return obstacle('not_the_same', 'A request cannot be merged into itself.', '请求不能并入自己。')
  if (!isOpen(kept.state))
    return obstacle(
      'not_the_same',
      `${other} is settled: settle ${one} by itself.`,
      `${other} 已结：请单独办理 ${one}。`,
    )
  const taken = othersHave(kept, by)
  if (taken !== null) return taken
  for (const each of [duplicate, kept]) {
    if (each.verifiedAt !== null && each.subjectKey !== null) continue
    const words = `Nobody has proved who asks in ${each.reference}: approve it or send a code first; an unproved request is never joined with another.`
    return obstacle('not_proven', words)
  }
  if (duplicate.subjectKey !== kept.subjectKey) {
    return obstacle('not_the_same', `${one} and ${other} are about different accounts.`, '两者涉及不同的账号。')
  }
  if (duplicate.acts.some((act) => act.state !== 'pending')) {
    return obstacle('acts_begun', `Part of ${one} has been carried out: settle it by itself.`)
  }
  const asked = new Set(kept.acts.map((act) => canonicalJson(act.details)))
  if (duplicate.acts.some((act) => !asked.has(canonicalJson(act.details)))) {
    return obstacle(
      'not_the_same',
      `${one} asks for more than ${other}: settle it by itself.`,
      `${one} 还要求别的事：请单独办理。`,
    )
  }
  return null
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}
