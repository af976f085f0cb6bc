// The accounts, for an admin: who there is, who is added, changed, disabled, given a new link. Nobody does it to themselves: an admin
// who could would lock the door from inside. The link is shown once, to be handed over on a way of the admin's own.

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DeskError } from '../../errors.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import { may, roles } from '../staff-member.ts'
import { addStaff, changeRole, disableStaff, type Invitation, resetStaff } from './accounts.ts'
import { listStaff } from './list-staff.ts'
import type { SignInParts } from './parts.ts'
import { type StaffFault, staffPage } from './staff-page.ts'

const addForm = z.object({
  name: z.string().trim().min(1).max(60),
  email: z.email().max(254),
  role: z.enum(roles),
  language: z.enum(['zh', 'en']),
})

export function staffRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings } = parts
  const page = async (
    c: Context<ConsoleEnv>,
    shown: { fault?: StaffFault; invitation?: Invitation & { name: string } } = {},
  ) => {
    const staff = c.get('staff')
    const { invitation, fault } = shown
    const origin = settings.staffUrl ?? new URL(c.req.url).origin
    const body = staffPage(staff, {
      members: await listStaff(desk.db),
      timeZone: desk.settings.officeHours.timeZone,
      fault,
      link:
        invitation === undefined
          ? undefined
          : { name: invitation.name, url: new URL(invitation.path, origin).href, until: invitation.expiresAt },
    })
    const title = staff.language === 'zh' ? '人员' : 'Staff'
    return c.html(await layout(c, { title, active: 'staff', body }), fault === undefined ? 200 : 400)
  }
  const actor = (c: Context<ConsoleEnv>) => `staff:${c.get('staff').name}`
  /** Another account than one's own. */
  const other = async (c: Context<ConsoleEnv>) => {
    const id = c.req.param('id') ?? ''
    return id === c.get('staff').id ? null : await desk.db.staff.findUnique({ where: { id } })
  }
  const routes = new Hono<ConsoleEnv>()
  routes.use('/staff', onlyAdmins)
  routes.use('/staff/*', onlyAdmins)
  return routes
    .get('/staff', async (c) => await page(c))
    .post('/staff', async (c) => {
      const read = addForm.safeParse(await c.req.parseBody())
      if (!read.success) return await page(c, { fault: 'form' })
      try {
        const { invitation } = await addStaff(desk, actor(c), read.data)
        return await page(c, { invitation: { ...invitation, name: read.data.name } })
      } catch (error) {
        if (error instanceof DeskError && error.code === 'staff_exists') return await page(c, { fault: 'exists' })
        throw error
      }
    })
    .post('/staff/:id/reset', async (c) => {
      const member = await other(c)
      if (member === null) return await page(c, { fault: 'self' })
      const invitation = await resetStaff(desk, actor(c), member.id)
      return await page(c, { invitation: { ...invitation, name: member.name } })
    })
    .post('/staff/:id/disable', async (c) => {
      const member = await other(c)
      if (member === null) return await page(c, { fault: 'self' })
      await disableStaff(desk, actor(c), member.id)
      return c.redirect('/staff', 303)
    })
    .post('/staff/:id/role', async (c) => {
      const member = await other(c)
      const role = z.object({ role: z.enum(roles) }).safeParse(await c.req.parseBody())
      if (member === null) return await page(c, { fault: 'self' })
      if (!role.success) return await page(c, { fault: 'form' })
      await changeRole(desk, actor(c), { staffId: member.id, role: role.data.role })
      return c.redirect('/staff', 303)
    })
}

async function onlyAdmins(c: Context<ConsoleEnv>, next: () => Promise<void>) {
  if (!may(c.get('staff'), 'administer'))
    return c.text('Only an admin keeps the accounts. / 只有管理员可以管理账户。\n', 403)
  await next()
}
