// Which requests the queue shows, by id. States are read one after the other, each along its index in the order in which answers are
// due, and only until the page is full: what a page costs does not grow with the archive. Pages follow by key, not by number.

import type { Db } from '../../db/client.ts'
import type { RequestState } from '../../requests/states.ts'
import { type Filters, groupOf, groups } from './filters.ts'

export const pageSize = 50

export interface Viewer {
  name: string
  now: Date
}

export interface Statement {
  sql: string
  values: unknown[]
}

/** Where a page begins: after a due time and id within a state; settled ones after an id alone. */
type Key = { state: RequestState; dueAt: Date; id: string } | { id: string }

export async function queuePageIds(
  db: Db,
  filters: Filters,
  viewer: Viewer,
): Promise<{ ids: string[]; next: string | null }> {
  const found: { id: string; dueAt: string; state: RequestState }[] = []
  for (const statement of queueStatements(filters, viewer)) {
    const left = pageSize + 1 - found.length
    if (left <= 0) break
    found.push(...(await db.$queryRawUnsafe<typeof found>(statement.sql, ...statement.values, left)))
  }
  const page = found.slice(0, pageSize)
  const last = page.at(-1)
  const next = last !== undefined && found.length > pageSize ? keyText(filters, last) : null
  return { ids: page.map((each) => each.id), next }
}

/** One statement for each state, or one for all where the newest come first. The last parameter of each is how many. */
export function queueStatements(filters: Filters, viewer: Viewer): Statement[] {
  const key = readKey(filters.after)
  if (newestFirst(filters)) return [newest(filters, viewer, key)]
  const states = groups[groupOf(filters)]
  const from = key !== null && 'state' in key ? (states as readonly RequestState[]).indexOf(key.state) : 0
  return states
    .slice(Math.max(0, from))
    .map((state) => byDue(state, filters, viewer, key !== null && 'state' in key && key.state === state ? key : null))
}

function newestFirst(filters: Filters): boolean {
  return ['settled', 'all'].includes(groupOf(filters))
}

function byDue(
  state: RequestState,
  filters: Filters,
  viewer: Viewer,
  key: { dueAt: Date; id: string } | null,
): Statement {
  const more = conditions(filters, viewer)
  const after = key === null ? '' : ' AND "dueAt" >= ? AND ("dueAt" > ? OR "id" > ?)'
  return {
    sql: `SELECT "id", "dueAt", "state" FROM "PrivacyRequest" WHERE "state" = ?${after}${more.sql} ORDER BY "dueAt", "id" LIMIT ?`,
    values: [state, ...(key === null ? [] : [key.dueAt, key.dueAt, key.id]), ...more.values],
  }
}

/** Ids are made in the order in which requests are opened. */
function newest(filters: Filters, viewer: Viewer, key: Key | null): Statement {
  const more = conditions(filters, viewer)
  const states = groupOf(filters) === 'all' ? [] : groups.settled
  // the plus keeps SQLite from reading every settled request by state only to sort them
  const among = states.length === 0 ? '' : ` AND +"state" IN (${states.map(() => '?').join(', ')})`
  return {
    sql: `SELECT "id", "dueAt", "state" FROM "PrivacyRequest" WHERE "id" < ?${among}${more.sql} ORDER BY "id" DESC LIMIT ?`,
    values: [key?.id ?? '~', ...states, ...more.values],
  }
}

function conditions({ kind, topic, language, who, overdue }: Filters, { name, now }: Viewer): Statement {
  const parts: [string, unknown[]][] = []
  const open = ['held', 'received', 'awaiting_verification', 'in_progress']
  if (topic !== undefined) parts.push(['"topic" = ?', [topic]])
  if (language !== undefined) parts.push(['"language" = ?', [language]])
  if (who === 'mine') parts.push(['"claimedBy" = ?', [name]])
  if (who === 'unclaimed') parts.push(['"claimedBy" IS NULL', []])
  if (who === 'officer') parts.push(['"handedTo" = ?', ['officer']])
  if (overdue !== undefined)
    parts.push([`"dueAt" < ? AND +"state" IN (${open.map(() => '?').join(', ')})`, [now, ...open]])
  if (kind !== undefined)
    parts.push(['EXISTS (SELECT 1 FROM "Act" WHERE "requestId" = "PrivacyRequest"."id" AND "kind" = ?)', [kind]])
  return { sql: parts.map(([sql]) => ` AND ${sql}`).join(''), values: parts.flatMap(([, values]) => values) }
}

function keyText(filters: Filters, row: { id: string; dueAt: string; state: RequestState }): string {
  return newestFirst(filters) ? row.id : `${row.state}.${new Date(row.dueAt).getTime()}.${row.id}`
}

function readKey(after: string | undefined): Key | null {
  if (after === undefined) return null
  const [state, dueAt, id] = after.split('.')
  if (id === undefined) return { id: after }
  const due = new Date(Number(dueAt))
  const known = groups.all.find((each) => each === state)
  return known === undefined || Number.isNaN(due.getTime()) ? null : { state: known, dueAt: due, id }
}
