// Who has a request: one member of staff at a time. Whoever takes it finds it free, or takes it over knowingly; two who try at once
// cannot both succeed, for each writes only while it is as they found it. The request's own state stays.

import { noChanges } from '../requests/changes.ts'
import { isOpen } from '../requests/states.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { postOfficerNote } from './post.ts'
import { type HeldRequest, type Obstacle, obstacle, othersHave, requestOf } from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

/** `takeOver`: from whoever has it; the console allows it to officers and admins. */
export async function claim(
  parts: PathParts,
  reference: string,
  { by, takeOver }: { by: string; takeOver?: boolean },
): Promise<StaffStep | Obstacle> {
  return await give(parts, reference, { by, to: by, takeOver: takeOver === true, type: 'claimed' })
}

/** To somebody else, or to oneself. */
export async function assign(
  parts: PathParts,
  reference: string,
  { by, to, takeOver }: { by: string; to: string; takeOver?: boolean },
): Promise<StaffStep | Obstacle> {
  return await give(parts, reference, { by, to, takeOver: takeOver === true, type: 'assigned' })
}

export async function release(
  parts: PathParts,
  reference: string,
  { by, takeOver }: { by: string; takeOver?: boolean },
): Promise<StaffStep | Obstacle> {
  const request = await openOne(parts, reference)
  if ('outcome' in request) return request
  if (request.claimedBy === null)
    return obstacle('nothing_to_do', `Nobody has ${request.reference}.`, '这个请求没有人认领。')
  const taken = takeOver === true ? null : othersHave(request, by)
  if (taken !== null) return taken
  return moved(parts, request, { by, to: null, handedTo: request.handedTo, type: 'released' })
}

/** With words for whoever takes it up: to a colleague, or to the officer, who is told by mail. */
export async function handOver(
  parts: PathParts,
  reference: string,
  { by, to, words }: { by: string; to: { staff: string } | { role: 'officer' }; words: string },
): Promise<StaffStep | Obstacle> {
  const request = await openOne(parts, reference)
  if ('outcome' in request) return request
  const taken = othersHave(request, by)
  if (taken !== null) return taken
  const toOfficer = 'role' in to
  const whom = toOfficer ? null : to.staff
  const step = moved(parts, request, {
    by,
    to: whom,
    handedTo: toOfficer ? 'officer' : null,
    type: 'handed_over',
    words,
  })
  if (toOfficer) {
    const lines = [{ zh: `移交人：${by}`, en: `Handed over by: ${by}` }]
    const facts = {
      reference: request.reference,
      what: 'request_held' as const,
      lines,
      dueAt: request.dueAt.toISOString(),
    }
    await postOfficerNote(parts, step.changes, facts, request.id)
  }
  return step
}

async function give(
  parts: PathParts,
  reference: string,
  { by, to, takeOver, type }: { by: string; to: string; takeOver: boolean; type: 'claimed' | 'assigned' },
): Promise<StaffStep | Obstacle> {
  const request = await openOne(parts, reference)
  if ('outcome' in request) return request
  if (request.claimedBy === to)
    return obstacle('nothing_to_do', `${to} has ${request.reference} already.`, `${to} 已认领这个请求。`)
  const taken = takeOver ? null : othersHave(request, by)
  if (taken !== null) return taken
  return moved(parts, request, { by, to, handedTo: request.handedTo, type })
}

interface Move {
  by: string
  to: string | null
  handedTo: string | null
  type: 'claimed' | 'assigned' | 'released' | 'handed_over'
  words?: string
}

function moved(parts: PathParts, request: HeldRequest, { by, to, handedTo, type, words }: Move): StaffStep {
  const changes = noChanges()
  changes.requestMoves.push({
    id: request.id,
    from: request.state,
    where: { claimedBy: request.claimedBy },
    data: { claimedBy: to, claimedAt: to === null ? null : parts.clock.now(), handedTo },
  })
  const details = {
    ...(to === null ? {} : { to }),
    ...(type === 'handed_over' && handedTo !== null ? { to: handedTo } : {}),
    ...(request.claimedBy === null ? {} : { from: request.claimedBy }),
    ...(words === undefined ? {} : { words }),
  }
  note(parts, changes, request.id, type, null, details, `staff:${by}`)
  return stepOf(request, changes, { becomes: request.state })
}

async function openOne(parts: PathParts, reference: string): Promise<HeldRequest | Obstacle> {
  const request = await requestOf(parts, reference)
  if (isOpen(request.state)) return request
  const words = `${request.reference} is settled (${request.state}): reopen it first, with: habeas requests reopen ${request.reference}`
  return obstacle('state_moved_on', words)
}
