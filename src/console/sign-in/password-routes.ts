// Sign-in with address and password, then a code where the account asks for one. What goes wrong is said alike for a wrong password
// and an unknown address.

import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { ConsoleEnv } from '../env.ts'
import { verifyAuthenticatorCode } from './authenticator-code.ts'
import { safeNext } from './next.ts'
import type { SignInParts } from './parts.ts'
import { codePage, signInPage } from './sign-in-pages.ts'
import { recordFailure, recordSignIn, staffByAddress, staffOfChallenge } from './sign-in-record.ts'

const form = z.object({
  email: z.string().trim().max(320).catch(''),
  password: z.string().max(1000).catch(''),
  next: z.string().optional(),
})
const codeForm = z.object({ code: z.string().max(40).catch(''), next: z.string().optional() })

export function passwordRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { byAccount } = parts
  const refuse = async (c: Context, next: string, why: string, status: ContentfulStatusCode) =>
    c.html(await signInPage(c, parts, { next, why }), status)

  return new Hono<ConsoleEnv>()
    .get('/sign-in', async (c) =>
      c.html(await signInPage(c, parts, { next: safeNext(c.req.query('next')), why: c.req.query('why') })),
    )
    .post('/sign-in', async (c) => {
      const { email, password, next: asked } = form.parse(await c.req.parseBody())
      const next = safeNext(asked)
      const account = email.toLowerCase()
      if (byAccount.waitSeconds(account) > 0) return await refuse(c, next, 'wait', 429)
      // counted before it is looked at, so that many at once are no more tries than one after the other; a success forgets it
      byAccount.failed(account)
      const answer = await parts.call(c, '/sign-in/email', { email, password })
      if (answer.status === 429) return await refuse(c, next, 'wait', 429)
      if (!answer.ok) {
        const isLast = byAccount.waitSeconds(account) > 0
        await recordFailure(
          parts,
          await staffByAddress(parts, email),
          isLast ? 'wrong_password_last' : 'wrong_password',
        )
        return await refuse(c, next, 'wrong', 401)
      }
      byAccount.forget(account)
      if (answer.body.twoFactorRedirect === true)
        return c.redirect(`/sign-in/code?${new URLSearchParams({ next })}`, 303)
      await recordSignIn(parts, answer.body.user, 'password')
      return c.redirect(next, 303)
    })
    .get('/sign-in/code', async (c) => c.html(await codePage(c, { next: safeNext(c.req.query('next')) })))
    .post('/sign-in/code', async (c) => {
      const { code: typed, next: asked } = codeForm.parse(await c.req.parseBody())
      const next = safeNext(asked)
      const code = typed.replace(/\s/g, '')
      const isBackup = !/^\d{6}$/.test(code)
      // it is known only until the answer takes it away
      const staff = await staffOfChallenge(parts, c)
      if (staff === null) return c.redirect(`/sign-in?${new URLSearchParams({ next, why: 'again' })}`, 303)
      const tries = `code ${staff.id}`
      if (byAccount.waitSeconds(tries) > 0) return c.html(await codePage(c, { next, why: 'wait' }), 429)
      byAccount.failed(tries)
      const answer = isBackup
        ? { ...(await parts.call(c, '/two-factor/verify-backup-code', { code })), spent: false }
        : await verifyAuthenticatorCode(parts, c, staff.id, code)
      if (answer.ok) {
        byAccount.forget(tries)
        await recordSignIn(parts, answer.body.user, isBackup ? 'backup_code' : 'totp')
        return c.redirect(next, 303)
      }
      if (answer.body.code === 'INVALID_TWO_FACTOR_COOKIE') {
        return c.redirect(`/sign-in?${new URLSearchParams({ next, why: 'again' })}`, 303)
      }
      await recordFailure(parts, staff, answer.spent ? 'spent_code' : 'wrong_code')
      if (answer.spent) return c.html(await codePage(c, { next, why: 'spent' }), 401)
      if (answer.status === 400) return c.redirect(`/sign-in?${new URLSearchParams({ next, why: 'again' })}`, 303)
      return c.html(
        await codePage(c, { next, why: answer.status === 429 ? 'wait' : 'wrong' }),
        answer.status === 429 ? 429 : 401,
      )
    })
}
