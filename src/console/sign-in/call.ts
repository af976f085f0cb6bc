// Calls better-auth as a browser would, from the desk's own pages: its limits and its own comparison of origins hold, its cookies go
// back with the page's answer. Which network address a browser has is decided here alone.

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { type Auth, basePath, clientHeader } from './auth.ts'

export interface Answer {
  ok: boolean
  status: number
  body: Record<string, unknown>
}

export interface Caller {
  auth: Auth
  behindProxy: boolean
}

export async function callAuth(
  { auth, behindProxy }: Caller,
  c: Context,
  path: string,
  body: Record<string, unknown>,
  cookies = c.req.header('cookie'),
): Promise<Answer> {
  const origin = new URL(c.req.url).origin
  const headers = callHeaders(c, behindProxy, cookies)
  headers.set('content-type', 'application/json')
  headers.set('origin', origin)
  const request = new Request(origin + basePath + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await auth.handler(request)
  passCookies(c, answer.headers)
  const said: unknown = await answer.json().catch(() => null)
  return {
    ok: answer.ok,
    status: answer.status,
    body: typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {},
  }
}

/** What of a browser's headers better-auth may see; its network address is never the browser's own word. */
export function callHeaders(c: Context, behindProxy: boolean, cookies = c.req.header('cookie')): Headers {
  const headers = new Headers({ [clientHeader]: clientAddress(c, behindProxy) })
  if (cookies !== undefined) headers.set('cookie', cookies)
  for (const name of ['user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
    const value = c.req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

export function passCookies(c: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
}

/** Who is asked for by how the connection came; a header says so only where a proxy of ours wrote it. */
function clientAddress(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded !== undefined && forwarded !== '') return forwarded
  try {
    return getConnInfo(c).remote.address ?? '127.0.0.1'
  } catch {
    // asked within the process, as tests do
    return '127.0.0.1'
  }
}

/** The cookie header as the browser will send it next. */
export function nextCookies(c: Context): string {
  const jar = new Map<string, string>()
  const add = (pair: string) => {
    const at = pair.indexOf('=')
    if (at > 0) jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
  }
  for (const pair of (c.req.header('cookie') ?? '').split(';')) add(pair)
  for (const cookie of c.res.headers.getSetCookie()) add(cookie.split(';')[0] ?? '')
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
