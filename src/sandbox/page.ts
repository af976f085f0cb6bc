// The sandbox's page: pick somebody, write a mail, watch the desk, read the answer, see the platform's rows change. Works
// without scripts; the one small script keeps the panels up to date. All it shows comes from the desk's database, the mail
// server and the platform's file. Mounted at `/`; its own addresses lie below `/sandbox/`.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import type { Db } from '../db/client.ts'
import type { Clock } from '../lib/clock.ts'
import type { Label } from '../requests/words.ts'
import type { MailServer } from './mail-server.ts'
import { letterRoutes } from './page/letter-routes.ts'
import { createPanels } from './page/panels.ts'
import type { PlatformWords } from './page/rows-view.ts'
import { shell } from './page/shell.ts'
import { pageLanguage, speaker } from './say.ts'
import { mailShapes } from './submit.ts'

export interface SandboxPageDeps {
  /** the desk's own database */
  db: Db
  mailServer: MailServer
  /** the sample platform's SQLite file, read only */
  platformFile: string
  organisation: Label
  staffAddress: string
  /** words for the platform's tables and columns, by table name; the data map has them */
  platformWords?: PlatformWords
  /** IANA time zone of the times shown */
  timeZone: string
  clock: Clock
  /** where staff work; absent: nowhere */
  consoleUrl?: string
}

const assetTypes: Record<string, string> = {
  'sandbox.css': 'text/css; charset=utf-8',
  'sandbox.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

const mailForm = z.object({
  as: z.string(),
  shape: z.enum(mailShapes).catch('plain'),
  subject: z.string().max(1000).catch(''),
  text: z.string().max(200_000).catch(''),
  /** id of the letter answered */
  answers: z.string().optional(),
})

export function createSandboxPage(deps: SandboxPageDeps): Hono {
  const panels = createPanels(deps)
  const page = new Hono()
  page.use(secureHeaders({ strictTransportSecurity: false }))
  page.use('/', csrf(), pageHeaders)
  page.use('/sandbox/panels', pageHeaders)
  page.use('/sandbox/mails', csrf(), pageHeaders)

  page.get('/', async (c) => {
    const query = new URL(c.req.url).searchParams
    const language = chosenLanguage(c)
    const content = await panels.of({ ...view(c), language })
    return c.html(
      await shell({
        language,
        say: speaker(language),
        organisation: deps.organisation,
        query,
        panels: content,
        consoleUrl: deps.consoleUrl,
      }),
    )
  })

  page.get('/sandbox/panels', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(await panels.of({ ...view(c), language: chosenLanguage(c) }))
  })

  page.post('/sandbox/mails', async (c) => {
    const form = mailForm.safeParse(await c.req.parseBody())
    if (!form.success) return c.text('Which person writes?', 400)
    const sent = await panels.send(form.data)
    if (!sent) return c.text('Nobody by that name writes here.', 404)
    const target = `/?${new URLSearchParams({ as: form.data.as, c: sent.conversation })}`
    return c.req.header('accept')?.includes('application/json') ? c.json({ target }) : c.redirect(target, 303)
  })

  page.get('/sandbox/assets/:name', (c) => {
    const name = c.req.param('name')
    const type = assetTypes[name]
    if (!type) return c.notFound()
    c.header('Content-Type', type)
    c.header('Cache-Control', 'no-cache')
    return c.body(readFileSync(join(import.meta.dirname, 'page/assets', name)))
  })

  page.route('/sandbox/letters', letterRoutes(deps.mailServer))
  return page
}

/** No inline script or style, no other server, no frame but the letters. */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false, // the page is plain HTTP on loopback
})

function chosenLanguage(c: Context) {
  const asked = c.req.query('lang')
  const language = pageLanguage(asked, getCookie(c, 'lang'), c.req.header('accept-language') ?? '')
  if (asked === language) setCookie(c, 'lang', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax' })
  return language
}

function view(c: Context) {
  return { as: c.req.query('as'), conversation: c.req.query('c'), composing: c.req.query('new') === '1' }
}
