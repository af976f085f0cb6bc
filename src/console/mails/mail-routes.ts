// The addresses of mails. A source is shown as plain text, an attachment is handed over as bytes to keep: a browser opens neither.
// What of attachments can be looked at here is in attachment-look.ts.

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { rerunMail } from '../../desk/rerun-mail.ts'
import { DeskError } from '../../errors.ts'
import { readAttachment } from '../../mail/attachment-content.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout, type Markup } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { readEntry } from '../request/thread.ts'
import { may } from '../staff-member.ts'
import { mailPage } from './mail-page.ts'
import { sourceOf } from './mail-source.ts'
import { listed, mailStates, mailsPage } from './mails-page.ts'

const pageSize = 50
/** More of a source is for the mailbox. */
const shownBytes = 1_048_576
const asked = z.object({
  state: z.enum(mailStates).catch('failed'),
  after: z.string().max(40).optional().catch(undefined),
})

export function mailRoutes(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  const { desk } = parts
  return new Hono<ConsoleEnv>()
    .get('/mails', async (c) => {
      const { state, after } = asked.parse(c.req.query())
      const found = await desk.db.mail.findMany({
        where: { state, ...(after === undefined ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: pageSize + 1,
        select: listed,
      })
      const byState = await desk.db.mail.groupBy({ by: ['state'], _count: true })
      const mails = found.slice(0, pageSize)
      const body = mailsPage({
        say: speakerOf(c),
        reading: readingOf(c, desk),
        state,
        counts: Object.fromEntries(byState.map((row) => [row.state, row._count])),
        mails,
        next: found.length > pageSize ? (mails.at(-1)?.id ?? null) : null,
      })
      return c.html(layout(c, { title: speakerOf(c)('来信', 'Mails'), active: 'mails', body }))
    })
    .get('/mails/:id', async (c) => await show(parts, c, null, 200))
    .post('/mails/:id/rerun', async (c) => {
      const [say, staff] = [speakerOf(c), c.get('staff')]
      if (!may(staff, 'act'))
        return await show(parts, c, note('bad', say('您的角色只能查看。', 'Your role reads only.')), 403)
      const rerun = await rerunMail(desk, c.req.param('id'), staff.name)
      if (rerun.outcome === 'refused') {
        const words = say('这封信现在不能重新处理。', 'This mail cannot run again as it stands.')
        return await show(parts, c, note('bad', words), 409)
      }
      parts.wake()
      return await show(parts, c, note('good', say('已重新排入处理。', 'It waits again and is taken up at once.')), 200)
    })
    .get('/mails/:id/source', async (c) => {
      const source = await sourceOf(desk, c.req.param('id') ?? '')
      c.header('Content-Type', 'text/plain; charset=utf-8')
      return c.body(source.subarray(0, shownBytes).toString('utf8'))
    })
    .get('/mails/:id/attachments/:index{[0-9]{1,3}}', async (c) => {
      const source = await sourceOf(desk, c.req.param('id') ?? '')
      const file = readAttachment(source, Number(c.req.param('index')))
      if (file === null) throw new DeskError('request_unknown', { retry: false })
      c.header('Content-Type', 'application/octet-stream')
      c.header('Content-Disposition', `attachment; filename*=UTF-8''${extended(file.name)}`)
      return c.body(Uint8Array.from(file.content))
    })
}

/** RFC 8187 §3.2.1: some that encodeURIComponent leaves are no attr-char. */
function extended(name: string): string {
  return encodeURIComponent(name).replace(/['()*!~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function note(kind: 'good' | 'bad', words: string): Markup {
  return html`<p class="note ${kind}" role="status">${words}</p>`
}

async function show(
  { desk }: StaffConsoleParts,
  c: Context<ConsoleEnv>,
  notice: Markup | null,
  status: 200 | 403 | 409,
) {
  const mail = await find(desk, c.req.param('id') ?? '')
  const [say, reading] = [speakerOf(c), readingOf(c, desk)]
  const entry = await readEntry(desk, mail)
  const body = mailPage({ say, reading, staff: c.get('staff'), mail, entry, notice })
  return c.html(layout(c, { title: mail.subject ?? say('来信', 'Mail'), active: 'mails', body }), status)
}

async function find({ db }: StaffConsoleParts['desk'], id: string) {
  const mail = await db.mail.findUnique({ where: { id }, include: { request: { select: { reference: true } } } })
  if (mail !== null) return mail
  throw new DeskError('request_unknown', { retry: false })
}
