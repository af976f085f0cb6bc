// What of the queue is shown, as it stands in the page's address: everything may be linked, kept as a view, and typed by hand, so
// that what makes no sense falls back to the default instead of failing.

import { z } from 'zod'
import type { RequestState } from '../../requests/states.ts'
import { actKinds, languages, topics } from '../../requests/words.ts'

/** The states in the order in which they are listed: what waits for staff first. */
export const groups = {
  held: ['held'],
  waiting: ['received', 'awaiting_verification'],
  in_progress: ['in_progress'],
  open: ['held', 'received', 'awaiting_verification', 'in_progress'],
  settled: ['fulfilled', 'declined', 'withdrawn', 'expired'],
  all: ['held', 'received', 'awaiting_verification', 'in_progress', 'fulfilled', 'declined', 'withdrawn', 'expired'],
} as const satisfies Record<string, RequestState[]>

export type Group = keyof typeof groups
const groupNames = Object.keys(groups) as Group[]

export const owners = ['mine', 'unclaimed', 'officer'] as const

const shape = z.object({
  state: z
    .enum(groupNames as [Group, ...Group[]])
    .optional()
    .catch(undefined),
  kind: z.enum(actKinds).optional().catch(undefined),
  topic: z.enum(topics).optional().catch(undefined),
  language: z.enum(languages).optional().catch(undefined),
  who: z.enum(owners).optional().catch(undefined),
  overdue: z.literal('1').optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
  after: z
    .string()
    .regex(/^[\w.:-]{1,120}$/)
    .optional()
    .catch(undefined),
})

export type Filters = z.infer<typeof shape>

export function readFilters(query: Record<string, string>): Filters {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  return shape.parse(given)
}

/** Where nothing is said, what waits for staff; a search looks everywhere. */
export function groupOf({ state, q }: Filters): Group {
  return state ?? (q === undefined ? 'held' : 'all')
}

/** The address of the queue with those filters, in the same order every time. */
export function queueUrl(filters: Filters, path = '/'): string {
  const query = queryOf(filters)
  return query === '' ? path : `${path}?${query}`
}

export function queryOf(filters: Filters): string {
  const query = new URLSearchParams()
  for (const name of Object.keys(shape.shape)) {
    const value = filters[name as keyof Filters]
    if (value !== undefined) query.set(name, value)
  }
  return query.toString()
}
