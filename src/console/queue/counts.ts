// The numbers beside the queue's groups, and where the trail ends: while that has not moved, nothing on the page has either.

import type { Db } from '../../db/client.ts'
import type { RequestState } from '../../requests/states.ts'
import { type Group, groupNames, groups } from './filters.ts'

export interface QueueCounts {
  groups: Record<Group, number>
  overdue: number
  mine: number
  unclaimed: number
}

export async function queueCounts(db: Db, { name, now }: { name: string; now: Date }): Promise<QueueCounts> {
  const byState = await db.privacyRequest.groupBy({ by: ['state'], _count: true })
  const of = (state: RequestState) => byState.find((row) => row.state === state)?._count ?? 0
  const held = { state: 'held' as const }
  return {
    groups: Object.fromEntries(
      groupNames.map((group) => [group, groups[group].reduce((sum, state) => sum + of(state), 0)]),
    ) as Record<Group, number>,
    overdue: await db.privacyRequest.count({ where: { state: { in: [...groups.open] }, dueAt: { lt: now } } }),
    mine: await db.privacyRequest.count({ where: { ...held, claimedBy: name } }),
    unclaimed: await db.privacyRequest.count({ where: { ...held, claimedBy: null } }),
  }
}

/** How many entries the trail has: every change of a request adds one. */
export async function trailEnd(db: Db): Promise<number> {
  const head = await db.trailHead.findFirst({ select: { count: true } })
  return head?.count ?? 0
}
