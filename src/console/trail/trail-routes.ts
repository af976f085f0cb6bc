// The address of the trail beside requests, for auditors and admins.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { may } from '../staff-member.ts'
import { trailPage } from './trail-page.ts'
import { themes, typesOf } from './trail-words.ts'

const pageSize = 100
const asked = z.object({
  of: z.enum(themes).catch('all'),
  after: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
})

export function trailRoutes({ desk }: StaffConsoleParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/trail', async (c) => {
    const [say, reading] = [speakerOf(c), readingOf(c, desk)]
    const title = say('操作记录', 'Trail')
    if (!may(c.get('staff'), 'audit')) {
      const body = html`<section class="card narrow"><h1>${title}</h1><p class="note bad" role="alert">${say('只有审计员和管理员可以查看。', 'Auditors and admins alone read it.')}</p></section>`
      return c.html(layout(c, { title, body }), 403)
    }
    const { of: theme, after } = asked.parse(c.req.query())
    const types = typesOf(theme)
    const found = await desk.db.event.findMany({
      where: {
        requestId: null,
        ...(types === null ? {} : { type: { in: types } }),
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
    })
    const staff = await desk.db.staff.findMany({ select: { id: true, name: true } })
    const entries = found.slice(0, pageSize)
    const body = trailPage({
      say,
      reading,
      theme,
      entries,
      names: new Map(staff.map(({ id, name }) => [id, name])),
      next: found.length > pageSize ? (entries.at(-1)?.id ?? null) : null,
    })
    return c.html(layout(c, { title, active: 'trail', body }))
  })
}
