// Views of the queue that a member of staff keeps: a name for a set of filters. They are that person's own; a search among the
// filters may name somebody, so both are encrypted.

import { z } from 'zod'
import type { PathParts } from '../../desk/parts.ts'
import { queryOf, readFilters } from './filters.ts'

export interface View {
  id: string
  name: string
  query: string
}

const mostViews = 12

const given = z.object({ name: z.string().trim().min(1).max(30), query: z.string().max(500) })

export async function viewsOf({ db }: PathParts, staffId: string): Promise<View[]> {
  return await db.savedView.findMany({
    where: { staffId },
    orderBy: { id: 'asc' },
    take: mostViews,
    select: { id: true, name: true, query: true },
  })
}

/** Nothing is kept where there is no name or no room. The query kept, to go on with. */
export async function keepView(parts: PathParts, staffId: string, form: Record<string, unknown>): Promise<string> {
  const view = given.safeParse(form)
  if (!view.success) return ''
  const filters = readFilters(Object.fromEntries(new URLSearchParams(view.data.query)))
  const query = queryOf({ ...filters, after: undefined })
  const now = parts.clock.now()
  if ((await parts.db.savedView.count({ where: { staffId } })) < mostViews) {
    await parts.db.savedView.create({
      data: { id: parts.chance.id(now), staffId, name: view.data.name, query, createdAt: now },
    })
  }
  return query
}

/** Only one's own: another's id finds nothing. */
export async function dropView({ db }: PathParts, staffId: string, id: string): Promise<void> {
  await db.savedView.deleteMany({ where: { id, staffId } })
}
