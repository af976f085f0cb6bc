// The queue's addresses: the page, the list that renews itself, and the views that a member of staff keeps.

import { type Context, Hono } from 'hono'
import type { PathParts } from '../../desk/parts.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { queueCounts, trailEnd } from './counts.ts'
import { type Filters, queueUrl, readFilters } from './filters.ts'
import { type QueueFacts, queueList, queuePage } from './queue-page.ts'
import { queuePageIds, type Viewer } from './queue-query.ts'
import { readRows } from './queue-rows.ts'
import { dropView, keepView, viewsOf } from './saved-views.ts'
import { referenceOf, search } from './search-results.ts'

export function queueRoutes(parts: PathParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/', async (c) => {
      const filters = readFilters(c.req.query())
      const reference = filters.q === undefined ? null : await referenceOf(parts.db, filters.q)
      if (reference !== null) return c.redirect(`/requests/${reference}`, 303)
      const facts = await read(parts, c, filters)
      return c.html(layout(c, { title: facts.say('待办', 'Queue'), active: 'queue', body: queuePage(facts) }))
    })
    .get('/queue', async (c) => {
      const filters = readFilters(c.req.query())
      // opened by hand, it is the page
      if (c.req.header('hx-request') === undefined) return c.redirect(queueUrl(filters), 303)
      if (c.req.query('seen') === String(await trailEnd(parts.db))) return c.body(null, 204)
      return c.html(queueList(await read(parts, c, filters)))
    })
    .post('/views', async (c) => {
      const query = await keepView(parts, c.get('staff').id, await c.req.parseBody())
      return c.redirect(query === '' ? '/' : `/?${query}`, 303)
    })
    .post('/views/:id/drop', async (c) => {
      await dropView(parts, c.get('staff').id, c.req.param('id'))
      return c.redirect('/', 303)
    })
}

async function read(parts: PathParts, c: Context<ConsoleEnv>, filters: Filters): Promise<QueueFacts> {
  const { db } = parts
  const staff = c.get('staff')
  const reading = readingOf(c, parts)
  const viewer: Viewer = { name: staff.name, now: reading.now }
  // read first: what changes meanwhile is asked for again
  const seen = await trailEnd(db)
  const page =
    filters.q === undefined
      ? { ...(await queuePageIds(db, filters, viewer)), loose: [], searchable: true }
      : await search(db, filters, viewer)
  return {
    say: speakerOf(c),
    reading,
    filters,
    counts: await queueCounts(db, viewer),
    rows: await readRows(db, page.ids),
    next: page.next,
    views: await viewsOf(parts, staff.id),
    loose: page.loose,
    searchable: page.searchable,
    seen,
  }
}
