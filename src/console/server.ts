// The one HTTP listener: whether the desk lives (`/healthz`), whether it can do its duty (`/readyz`), its figures (`/metrics`)
// and the pages mounted beside them, which set headers of their own. What is said here names no person.

import { type HttpBindings, type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { DeskError } from '../errors.ts'

export interface Readiness {
  ready: boolean
  /** one line for each thing that was looked at */
  checks: Record<string, { ok: boolean; detail: string }>
}

/** Pages of any kind: what their context holds is their own matter. */
export interface Pages {
  fetch(request: Request, env: HttpBindings): Response | Promise<Response>
}

export interface ConsoleParts {
  listen: string
  readiness: () => Promise<Readiness>
  /** absent: not here */
  metrics?: (() => Promise<string>) | undefined
  /** addresses behind which a proxy stands */
  proxied?: string[] | undefined
  /** what is served below `/download`, without sign-in and with headers of its own; absent: nothing */
  download?: Hono<{ Bindings: HttpBindings }> | undefined
  /** what is served at `/`; absent: a line that says what this is */
  pages?: Pages | undefined
}

/** Starts listening; the returned function ends it. Throws where the port cannot be had. */
export async function startConsole(parts: ConsoleParts): Promise<() => Promise<void>> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  if (parts.download !== undefined) app.route('/download', parts.download)
  const { pages } = parts
  app.use('/healthz', secureHeaders())
  app.use('/readyz', secureHeaders())
  app.use('/metrics', secureHeaders())
  app.get('/healthz', (c) => c.text('alive\n'))
  app.get('/readyz', async (c) => {
    const readiness = await parts.readiness()
    return c.json(readiness, readiness.ready ? 200 : 503)
  })
  const { metrics } = parts
  if (metrics !== undefined)
    app.get('/metrics', async (c) => {
      if (cameByProxy(c.req.raw.headers, parts.proxied ?? [])) return c.text(notByProxy, 403)
      return c.text(await metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4' })
    })
  if (pages === undefined) app.get('/', (c) => c.text('habeas, a privacy-request desk. See /readyz and /metrics.\n'))
  else app.all('*', async (c) => await pages.fetch(c.req.raw, c.env))
  const server = await listen(app, parts.listen)
  return async () => {
    await new Promise<void>((done) => {
      server.close(() => done())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  }
}

const notByProxy = 'The figures are for whoever reaches the desk itself: scrape the address of console.listen.\n'

/** Who saw a figure grow after a mail in somebody's name would know whether they have an account: not for the world before the proxy. */
function cameByProxy(headers: Headers, proxied: string[]): boolean {
  const marks = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']
  const host = headers.get('host')?.toLowerCase()
  return marks.some((name) => headers.has(name)) || proxied.some((url) => new URL(url).host === host)
}

async function listen(app: Hono<{ Bindings: HttpBindings }>, address: string): Promise<ServerType> {
  const at = address.lastIndexOf(':')
  const hostname = address.slice(0, at).replace(/^\[|\]$/g, '')
  const port = Number(address.slice(at + 1))
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(server))
    server.once('error', (cause) =>
      reject(
        new DeskError('config_invalid', {
          retry: false,
          cause,
          message: `Nothing can listen on ${address}: another program has the port, or the address is not this machine's. Set console.listen.`,
        }),
      ),
    )
  })
}
