// Sign-in through the organisation's single sign-on (OpenID Connect): out with a link, because a form may not lead away from the
// console, and back at the one address of better-auth that the network reaches.

import { Hono } from 'hono'
import type { ConsoleEnv } from '../env.ts'
import { basePath, providerId } from './auth.ts'
import { callHeaders, passCookies } from './call.ts'
import { safeNext } from './next.ts'
import type { SignInParts } from './parts.ts'
import { recordFailure, recordSignIn } from './sign-in-record.ts'

export function singleSignOnRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { settings, auth, desk } = parts
  const routes = new Hono<ConsoleEnv>()
  const { singleSignOn, staffUrl } = settings
  if (singleSignOn === undefined || staffUrl === undefined) return routes
  return routes
    .get('/sign-in/sso', async (c) => {
      const next = safeNext(c.req.query('next'))
      const body = {
        provider: providerId,
        callbackURL: next,
        errorCallbackURL: '/sign-in?why=sso',
        disableRedirect: true,
      }
      const { ok, body: said } = await parts.call(c, '/sign-in/social', body)
      return c.redirect(ok ? String(said.url) : '/sign-in?why=sso')
    })
    .get(`${basePath}/callback/${providerId}`, async (c) => {
      const { pathname, search } = new URL(c.req.url)
      const request = new Request(new URL(pathname + search, staffUrl), {
        headers: callHeaders(c, settings.behindProxy),
      })
      const answer = await auth.handler(request)
      passCookies(c, answer.headers)
      const token = answer.headers
        .getSetCookie()
        .map((cookie) => /session_token=([^.;]+)\./.exec(cookie)?.[1])
        .find((found) => found !== undefined)
      const session =
        token === undefined
          ? null
          : await desk.db.staffSession.findUnique({ where: { token }, include: { staff: true } })
      if (session === null) {
        await recordFailure(parts, null, 'single_sign_on')
        return c.redirect('/sign-in?why=sso', 303)
      }
      await recordSignIn(parts, session.staff, 'single_sign_on')
      const target = URL.parse(answer.headers.get('location') ?? '/', staffUrl)
      return c.redirect(safeNext(target === null ? '/' : target.pathname + target.search), 303)
    })
}
