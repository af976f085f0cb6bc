// What somebody may change of their own account: language, password, passkeys, sessions.

import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { z } from 'zod'
import { transact } from '../../db/client.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import { accountPage } from './account-page.ts'
import { safeNext } from './next.ts'
import { isOwnPassword, type SignInParts } from './parts.ts'
import { relyingParty } from './passkeys.ts'
import { passwordFault } from './password-fields.ts'
import { hashPassword } from './passwords.ts'
import { appendStaffEvent, recordStaffEvent } from './staff-trail.ts'

const passwordForm = z.object({
  current: z.string().max(1000).catch(''),
  password: z.string().max(1000).catch(''),
  again: z.string().max(1000).catch(''),
})
const languageForm = z.object({ language: z.enum(['zh', 'en']), back: z.string().optional() })

export function accountRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings } = parts
  const { db, clock } = desk
  const page = async (c: Context<ConsoleEnv>, fault?: string) => {
    const staff = c.get('staff')
    const [account, sessions, passkeys, password] = [
      await db.staff.findUnique({ where: { id: staff.id }, select: { twoFactorEnabled: true } }),
      await db.staffSession.findMany({
        where: { staffId: staff.id, expiresAt: { gt: clock.now() } },
        orderBy: { updatedAt: 'desc' },
      }),
      await db.staffPasskey.findMany({ where: { staffId: staff.id }, orderBy: { id: 'asc' } }),
      await db.staffCredential.count({ where: { staffId: staff.id, providerId: 'credential' } }),
    ]
    const body = accountPage(staff, {
      sessions,
      sessionId: c.get('sessionId'),
      passkeys,
      hasPassword: password > 0,
      hasSecondFactor: account?.twoFactorEnabled === true,
      canHavePasskeys: relyingParty(c, settings) !== null,
      timeZone: desk.settings.officeHours.timeZone,
      done: c.req.query('done'),
      fault,
    })
    const title = staff.language === 'zh' ? '账户' : 'Account'
    return c.html(await layout(c, { title, active: 'account', body }), fault === undefined ? 200 : 400)
  }
  return new Hono<ConsoleEnv>()
    .get('/account', async (c) => await page(c))
    .post('/account/language', async (c) => {
      const { language, back } = languageForm.parse(await c.req.parseBody())
      await db.staff.update({ where: { id: c.get('staff').id }, data: { language, updatedAt: clock.now() } })
      // the sign-in speaks it too, next time
      setCookie(c, 'lang', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true })
      return c.redirect(safeNext(back), 303)
    })
    .post('/account/password', async (c) => {
      const staff = c.get('staff')
      const { current, password, again } = passwordForm.parse(await c.req.parseBody())
      const right = await isOwnPassword(parts, c, current)
      if (right !== 'yes') return await page(c, right === 'wait' ? 'wait' : 'current')
      const fault = passwordFault(password, again, staff)
      if (fault !== null) return await page(c, fault)
      const hash = await hashPassword(password)
      await transact(db, async (tx) => {
        await tx.staffCredential.updateMany({
          where: { staffId: staff.id, providerId: 'credential' },
          data: { password: hash, updatedAt: clock.now() },
        })
        // whoever knew the old one is out
        await tx.staffSession.deleteMany({ where: { staffId: staff.id, id: { not: c.get('sessionId') } } })
        const event = {
          type: 'staff_password_set',
          actor: `staff:${staff.name}`,
          reason: 'changed',
          staffId: staff.id,
        } as const
        await appendStaffEvent(tx, clock, event)
      })
      return c.redirect('/account?done=password', 303)
    })
    .post('/account/sessions/end', async (c) => {
      const staff = c.get('staff')
      const { id } = z.object({ id: z.string().optional() }).parse(await c.req.parseBody())
      await transact(db, async (tx) => {
        const which = id === undefined ? { not: c.get('sessionId') } : id
        const { count } = await tx.staffSession.deleteMany({ where: { staffId: staff.id, id: which } })
        const event = {
          type: 'staff_sessions_ended',
          actor: `staff:${staff.name}`,
          staffId: staff.id,
          more: { count },
        } as const
        if (count > 0) await appendStaffEvent(tx, clock, event)
      })
      return c.redirect('/account?done=sessions#sessions', 303)
    })
    .post('/sign-out', async (c) => {
      const staff = c.get('staff')
      await parts.call(c, '/sign-out', {})
      await recordStaffEvent(db, clock, { type: 'staff_signed_out', actor: `staff:${staff.name}`, staffId: staff.id })
      return c.redirect('/sign-in?why=signed_out', 303)
    })
}
