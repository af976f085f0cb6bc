// The addresses of one request: its page, whether something is new, and what the platform holds of the person.

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { exportRequestFile } from '../../desk/request-file.ts'
import { readRecord } from '../../desk/request-record.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout, type Markup } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { may, type StaffMember } from '../staff-member.ts'
import type { ActionLink } from './action-bar.ts'
import { actionRoutes, versionOf } from './action-routes.ts'
import { actionNamed, actionsFor } from './actions/actions.ts'
import { deadlineCard } from './deadline-card.ts'
import { requestPage } from './request-page.ts'
import { subjectPreview } from './subject-preview.ts'
import { threadOf } from './thread.ts'

export function requestRoutes(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  const { desk } = parts
  const app = new Hono<ConsoleEnv>()
  app.get('/requests/:reference', async (c) => {
    const request = await readRecord(desk.db, c.req.param('reference'))
    const [say, reading, staff] = [speakerOf(c), readingOf(c, desk), c.get('staff')]
    const body = requestPage({
      say,
      reading,
      staff,
      request,
      entries: await threadOf(desk, request),
      actions: [...actionsFor(request, staff), ...fileLink(staff)],
      deadline: deadlineCard(say, request, desk, reading),
      notice: doneNotice(c),
      version: Number(versionOf(request)),
    })
    return c.html(layout(c, { title: request.reference, active: 'queue', body }))
  })
  app.get('/requests/:reference/news', async (c) => {
    const reference = c.req.param('reference').toUpperCase()
    const newest = await desk.db.event.findFirst({
      where: { request: { reference } },
      orderBy: { id: 'desc' },
      select: { id: true },
    })
    if (newest === null || String(newest.id) === c.req.query('seen')) return c.body(null, 204)
    const say = speakerOf(c)
    return c.html(
      html`<p class="note news" role="status">${say('这个请求刚有变动。', 'This request has changed.')} <a href="/requests/${reference}">${say('显示最新', 'Show it')}</a></p>`,
    )
  })
  app.get('/requests/:reference/subject', async (c) => {
    const say = speakerOf(c)
    const reference = c.req.param('reference').toUpperCase()
    const preview = await subjectPreview(say, desk, reference)
    if (c.req.header('hx-request') !== undefined) return c.html(preview)
    const title = say('涉及的数据', 'The data concerned')
    const body = html`<p class="crumbs"><a href="/requests/${reference}">← ${reference}</a></p><section class="card"><h1>${title}</h1>${preview}</section>`
    return c.html(layout(c, { title, active: 'queue', body }))
  })
  app.post('/requests/:reference/file', async (c) => {
    const staff = c.get('staff')
    if (!may(staff, 'disclose_or_erase')) return c.text('403', 403)
    const { name, bytes } = await exportRequestFile(desk, c.req.param('reference'), staff.name)
    c.header('Content-Type', 'application/zip')
    c.header('Content-Disposition', `attachment; filename="${name}"`)
    return c.body(bytes)
  })
  app.route('/', actionRoutes(parts))
  return app
}

/** The whole file holds what others must not see: it is handed out as an export is. */
function fileLink(staff: StaffMember): ActionLink[] {
  const label = { zh: '导出完整档案', en: 'Export the whole file' }
  return may(staff, 'disclose_or_erase') ? [{ name: 'file', label, direct: true, main: false, key: null }] : []
}

function doneNotice(c: Context<ConsoleEnv>): Markup | null {
  const action = actionNamed(c.req.query('done') ?? '')
  if (action === undefined) return null
  const say = speakerOf(c)
  return html`<p class="note good" role="status">${say(`已完成：${action.label.zh}。`, `Done: ${action.label.en}.`)}</p>`
}
