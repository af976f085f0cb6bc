// The staff console: what holds for every answer, the files that need no session, the sign-in, then everything behind it. A page
// behind it finds who is signed in in its context and asks `may` before it shows or does more than reading.

import { type Context, Hono } from 'hono'
import type { PathParts } from '../desk/parts.ts'
import { assetRoutes } from './assets.ts'
import type { ConsoleEnv } from './env.ts'
import { security } from './security.ts'
import type { StaffMember } from './staff-member.ts'

export interface StaffConsoleParts {
  /** the path's own parts: what staff do runs the code that the path runs */
  desk: PathParts
  publicUrl?: string | undefined
  /** something is to be done or sent now, not at the next tick */
  wake(): void
  /** who sent this; null: nobody that is signed in */
  whoSent(headers: Headers): Promise<StaffMember | null>
  /** the pages behind the sign-in */
  pages(parts: StaffConsoleParts): Hono<ConsoleEnv>
}

export function createConsole(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  app.route('/', assetRoutes())
  app.route('/', security(parts))
  app.use(async (c, next) => {
    const staff = await parts.whoSent(c.req.raw.headers)
    if (staff === null) return toSignIn(c)
    c.set('staff', staff)
    await next()
  })
  app.route('/', parts.pages(parts))
  return app
}

/** A form or a part of a page is not repeated after the sign-in. */
function toSignIn(c: Context<ConsoleEnv>) {
  const { pathname, search } = new URL(c.req.url)
  const next = c.req.method === 'GET' && c.req.header('hx-request') === undefined ? pathname + search : '/'
  const target = `/sign-in?${new URLSearchParams({ next })}`
  if (c.req.header('hx-request') !== undefined) return c.body(null, 401, { 'HX-Redirect': target })
  return c.redirect(target, 303)
}
