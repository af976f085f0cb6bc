// Corrections and deletions stop by themselves when too many of them fail within a while: what is wrong then is rarely the requests, and
// going on could do harm that nobody can undo. Copies and refusals go on. A person looks, mends and releases (habeas release).

import type { Prisma } from '../db/generated/client.ts'
import { readMark, setMark } from '../db/marks.ts'
import { commit, noChanges } from '../requests/changes.ts'
import type { PathParts } from './parts.ts'

type HaltParts = Pick<PathParts, 'db' | 'clock'>

const destructive = ['correction', 'deletion'] as const
/** Failures that say something is wrong with the acts; a database that is away only has to be waited for. */
const telling = ['platform_refused', 'platform_schema_mismatch', 'state_moved_on', 'subject_missing', 'internal']
/** Of the trail's end: more than fail within any sensible while. */
const entriesLookedAt = 1000

/** What leaves requests with such acts out of the work; nothing while the desk is not halted. */
export async function unlessHalted({ db }: Pick<PathParts, 'db'>): Promise<Prisma.PrivacyRequestWhereInput> {
  if ((await readMark(db, 'halted')) === null) return {}
  return { acts: { none: { kind: { in: [...destructive] }, state: { in: ['pending', 'started'] } } } }
}

/** Called after a request with such an act failed. Returns whether the desk is halted now. */
export async function haltIfSpiking(parts: PathParts): Promise<boolean> {
  const { db, clock, log, settings } = parts
  const { failures, windowMs } = settings.halt
  if (failures === 0 || (await readMark(db, 'halted')) !== null) return false
  const released = (await readMark(db, 'released'))?.at.getTime() ?? 0
  const since = new Date(Math.max(clock.now().getTime() - windowMs, released))
  const head = await db.trailHead.findUnique({ where: { id: 1 }, select: { count: true } })
  const failed = await db.event.findMany({
    where: {
      id: { gt: (head?.count ?? 0) - entriesLookedAt },
      at: { gt: since },
      type: { in: ['held', 'attempt_failed'] },
      reason: { in: telling },
      request: { acts: { some: { kind: { in: [...destructive] } } } },
    },
    select: { requestId: true },
  })
  if (new Set(failed.map((event) => event.requestId)).size < failures) return false
  await halt(parts, 'desk', 'failures_spike')
  log.error({ failures }, 'corrections and deletions are halted: too many failed; look, then habeas release')
  return true
}

/** False where it was halted already. */
export async function halt({ db, clock }: HaltParts, actor: string, reason: string): Promise<boolean> {
  if ((await readMark(db, 'halted')) !== null) return false
  await setMark(db, 'halted', { at: clock.now(), toldAt: null, note: reason })
  await commit(db, [entry(clock.now(), actor, 'halted', reason)])
  return true
}

/** False where nothing was halted. */
export async function release({ db, clock }: HaltParts, actor: string): Promise<boolean> {
  const { count } = await db.deskMark.deleteMany({ where: { name: 'halted' } })
  if (count === 0) return false
  await setMark(db, 'released', { at: clock.now(), toldAt: null, note: actor })
  await commit(db, [entry(clock.now(), actor, 'released', null)])
  return true
}

function entry(at: Date, actor: string, type: string, reason: string | null) {
  const changes = noChanges()
  changes.events.push({ at, actor, type, reason })
  return changes
}
