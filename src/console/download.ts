// `/download/TOKEN`: where the data subject fetches an export that was not attached. No sign-in: the link and a code that goes to
// the stored address are the key (desk/download.ts). A visit shows a page and changes nothing, so that mail scanners may look;
// only the two buttons act. Every address in it is relative, so that it works below any path of a reverse proxy.

import { Readable } from 'node:stream'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { findLink, type Link, openDownload, sendLinkCode } from '../desk/download.ts'
import type { PathParts } from '../desk/parts.ts'
import { downloadPage, type Notice, styleHash } from './download-page.ts'

type Call = Context<{ Bindings: HttpBindings }>

const form = z.object({ do: z.enum(['send-code', 'fetch']), code: z.string().max(200).catch('') })

const headers = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': `default-src 'none'; style-src '${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
}

/** `onWritten` is told when a letter waits to be sent. */
export function downloadRoutes(parts: PathParts, onWritten: () => void): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
  })
  routes.onError(async (error, c) => {
    parts.log.error({ err: error }, 'download failed')
    return await show(parts, c, null, 'trouble', 500)
  })
  routes.get('/:token', async (c) => {
    const link = await findLink(parts, c.req.param('token'))
    return await show(parts, c, link, null, statusOf(link))
  })
  routes.post('/:token', bodyLimit({ maxSize: 4_096 }), async (c) => {
    const link = await findLink(parts, c.req.param('token'))
    const asked = form.safeParse(await c.req.parseBody())
    if (link === null || link.closedAs !== null || !asked.success)
      return await show(parts, c, link, null, statusOf(link))
    if (asked.data.do === 'fetch') return await fetchExport(parts, c, link, asked.data.code)
    const sending = await sendLinkCode(parts, link)
    if (sending === 'sent') onWritten()
    // back to the page, so that loading it again sends no second letter
    return sending === 'sent' ? c.redirect(`./${c.req.param('token')}`, 303) : await show(parts, c, link, sending, 429)
  })
  return routes
}

async function fetchExport(parts: PathParts, c: Call, link: Link, code: string): Promise<Response> {
  const opening = await openDownload(parts, link, code)
  if (opening.outcome !== 'open') {
    const now = await findLink(parts, c.req.param('token') ?? '')
    return await show(parts, c, now, opening, opening.outcome === 'busy' ? 409 : 422)
  }
  const { file, name, end } = opening
  const { outgoing } = c.env
  outgoing.once('close', () => {
    // what the operating system has taken over whole counts as handed over
    const whole = outgoing.writableFinished
    void Promise.all([file.close(), end(whole)]).catch((error: unknown) =>
      parts.log.error({ err: error }, 'the end of a download could not be written down'),
    )
  })
  return c.body(Readable.toWeb(Readable.from(file.pieces())) as ReadableStream, 200, {
    'Content-Type': 'application/zip',
    'Content-Length': String(file.size),
    'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
  })
}

async function show(
  parts: PathParts,
  c: Call,
  link: Link | null,
  notice: Notice | null,
  status: number,
): Promise<Response> {
  const { clock, settings } = parts
  const { controller, officeHours, verification } = settings
  const page = downloadPage({
    organisation: { ...controller, officeHours },
    link,
    now: clock.now(),
    maxTries: verification.maxTries,
    notice,
  })
  return await c.html(page, status as 200)
}

function statusOf(link: Link | null): number {
  if (link === null) return 404
  return link.closedAs === null ? 200 : 410
}
