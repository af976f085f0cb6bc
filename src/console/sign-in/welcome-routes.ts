// The one-time link: whoever has it sets a password, is signed in, and goes on to the second factor where the role needs one.
// Looking at the page uses nothing up; setting the password does.

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { ConsoleEnv } from '../env.ts'
import type { Markup } from '../layout.ts'
import type { StaffMember } from '../staff-member.ts'
import { setPasswordByLink, staffOfLink } from './accounts.ts'
import { callHeaders, nextCookies, passCookies } from './call.ts'
import { needsSecondFactor } from './gate.ts'
import { chosenLanguage, notice, outside, speaker } from './outside.ts'
import type { SignInParts } from './parts.ts'
import { passwordFault, passwordFaultWords, passwordFields } from './password-fields.ts'
import { hashPassword } from './passwords.ts'
import { beginSecondFactor } from './second-factor-routes.ts'
import { recordSignIn } from './sign-in-record.ts'

const form = z.object({ password: z.string().max(1000).catch(''), again: z.string().max(1000).catch('') })

export function welcomeRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings, auth } = parts
  const routes = new Hono<ConsoleEnv>()
  routes.get('/welcome/:token', async (c) => {
    const found = await staffOfLink(desk, c.req.param('token'))
    if (found === null) return c.redirect('/sign-in?why=link', 303)
    return c.html(await welcomePage(c, found.staff))
  })
  routes.post('/welcome/:token', async (c) => {
    const found = await staffOfLink(desk, c.req.param('token'))
    if (found === null) return c.redirect('/sign-in?why=link', 303)
    const { staff, linkId } = found
    const { password, again } = form.parse(await c.req.parseBody())
    const fault = passwordFault(password, again, staff)
    if (fault !== null) return c.html(await welcomePage(c, staff, passwordFaultWords(chosenLanguage(c), fault)), 400)
    const passwordHash = await hashPassword(password)
    if (!(await setPasswordByLink(desk, { linkId, staff, passwordHash }))) return c.redirect('/sign-in?why=link', 303)
    const opened = await auth.api.openSession({
      body: { staffId: staff.id, signedInBy: 'link' },
      headers: callHeaders(c, settings.behindProxy),
      returnHeaders: true,
    })
    passCookies(c, opened.headers)
    await recordSignIn(parts, staff, 'link')
    const language = staff.language === 'zh' ? 'zh' : 'en'
    const member: StaffMember = { id: staff.id, name: staff.name, email: staff.email, role: staff.role, language }
    if (!needsSecondFactor(settings, member)) return c.redirect('/', 303)
    c.set('staff', member)
    return await beginSecondFactor(parts, c, password, nextCookies(c))
  })
  return routes
}

async function welcomePage(c: Context, staff: { name: string; email: string }, fault?: string): Promise<Markup> {
  const language = chosenLanguage(c)
  const t = speaker(language)
  return await outside(c, language, {
    title: t('设置密码', 'Set your password'),
    body: html`<h1>${t(`${staff.name}，欢迎`, `Welcome, ${staff.name}`)}</h1>
<p class="lead">${t('请为工作台设置密码。这个链接只能用一次。', 'Set your password for the desk. This link works once.')}</p>
${notice('bad', fault)}
<form class="stack" method="post">
  <div><label for="email">${t('电子邮件', 'E-mail address')}</label>
    <input id="email" type="email" autocomplete="username" value="${staff.email}" readonly></div>
  ${passwordFields(language)}
  <button class="primary wide">${t('设置密码并继续', 'Set the password and go on')}</button>
</form>`,
  })
}
