// The numbers beside the queue's groups, and where the trail ends: while that has not moved, nothing on the page has either.

import type { Db } from '../../db/client.ts'
import type { RequestState } from '../../requests/states.ts'
import { type Group, groups } from './filters.ts'

export interface QueueCounts {
  /** of what is open alone: how much is settled helps nobody at work, and would be counted on every page */
  groups: Partial<Record<Group, number>>
  overdue: number
  mine: number
  unclaimed: number
}

/** Read from the index by state and due time; of what is held, row by row. */
export async function queueCounts(db: Db, { name, now }: { name: string; now: Date }): Promise<QueueCounts> {
  const open = groups.open
  const byState = await db.$queryRawUnsafe<{ state: string; count: number | bigint; late: number | bigint }[]>(
    `SELECT "state", count(*) AS count, sum("dueAt" < ?) AS late FROM "PrivacyRequest" WHERE "state" IN (${open.map(() => '?').join(', ')}) GROUP BY "state"`,
    now,
    ...open,
  )
  const [held] = await db.$queryRawUnsafe<Record<'mine' | 'unclaimed', number | bigint | null>[]>(
    `SELECT sum("claimedBy" = ?) AS mine, sum("claimedBy" IS NULL) AS unclaimed FROM "PrivacyRequest" WHERE "state" = 'held'`,
    name,
  )
  const of = (state: RequestState) => Number(byState.find((row) => row.state === state)?.count ?? 0)
  const openGroups = ['held', 'waiting', 'in_progress', 'open'] as const
  return {
    groups: Object.fromEntries(
      openGroups.map((group) => [group, groups[group].reduce((sum, state) => sum + of(state), 0)]),
    ),
    overdue: byState.reduce((sum, row) => sum + Number(row.late), 0),
    mine: Number(held?.mine ?? 0),
    unclaimed: Number(held?.unclaimed ?? 0),
  }
}

/** How many entries the trail has: every change of a request adds one. */
export async function trailEnd(db: Db): Promise<number> {
  const head = await db.trailHead.findFirst({ select: { count: true } })
  return head?.count ?? 0
}
