// The staff console: what holds for every answer, the files that need no session, the sign-in, then everything behind it. A page
// behind it finds who is signed in in its context and asks `may` before it shows or does more than reading.

import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { PathParts } from '../desk/parts.ts'
import { errorCode } from '../errors.ts'
import { assetRoutes } from './assets.ts'
import type { ConsoleEnv } from './env.ts'
import { security } from './security.ts'
import type { SignIn } from './sign-in/sign-in.ts'

export interface StaffConsoleParts {
  /** the path's own parts: what staff do runs the code that the path runs */
  desk: PathParts
  /** where staff open it; absent: wherever it listens */
  staffUrl?: string | undefined
  /** something is to be done or sent now, not at the next tick */
  wake(): void
  signIn: SignIn
  /** the pages behind the sign-in */
  pages(parts: StaffConsoleParts): Hono<ConsoleEnv>
}

export function createConsole(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  const { signIn } = parts
  const app = new Hono<ConsoleEnv>()
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    const code = errorCode(error)
    parts.desk.log.error({ err: error, code }, 'page not served')
    return c.text(
      `这一页现在打不开，请稍后再试。 / This page cannot be shown now; try again in a moment. (${code})\n`,
      500,
    )
  })
  app.route('/', assetRoutes())
  app.route('/', security(parts))
  app.route('/', signIn.open)
  app.use(async (c, next) => {
    const found = await signIn.whoSent(c)
    if (found === null) return goTo(c, `/sign-in?${new URLSearchParams({ next: askedFor(c) })}`)
    c.set('staff', found.staff)
    c.set('sessionId', found.sessionId)
    const isOpen = /^\/(account\/(second-factor|language)|sign-out)(\/|$)/.test(c.req.path)
    if (found.owesSecondFactor && !isOpen) return goTo(c, '/account/second-factor')
    await next()
  })
  app.route('/', signIn.own)
  app.route('/', parts.pages(parts))
  return app
}

/** A form or a part of a page is not repeated after the sign-in. */
function askedFor(c: Context<ConsoleEnv>): string {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' && c.req.header('hx-request') === undefined ? pathname + search : '/'
}

function goTo(c: Context<ConsoleEnv>, target: string) {
  if (c.req.header('hx-request') !== undefined) return c.body(null, 401, { 'HX-Redirect': target })
  return c.redirect(target, 303)
}
