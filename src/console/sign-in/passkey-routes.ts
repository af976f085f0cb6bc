// Signing in with a passkey, and the passkeys of an account: added by whoever knows its password, taken away again.

import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { transact } from '../../db/client.ts'
import type { ConsoleEnv } from '../env.ts'
import { callHeaders, passCookies } from './call.ts'
import { safeNext } from './next.ts'
import { isOwnPassword, type SignInParts } from './parts.ts'
import { askToMake, askToUse, readMade, readUsed, relyingParty } from './passkeys.ts'
import { recordFailure, recordSignIn } from './sign-in-record.ts'
import { appendStaffEvent } from './staff-trail.ts'

const cookie = 'habeas.passkey'
const answer = z.object({ response: z.looseObject({ id: z.string().max(2000) }), next: z.string().optional() })
const addForm = z.object({ password: z.string().max(1000).catch('') })
const addAnswer = z.object({ response: z.looseObject({ id: z.string() }), name: z.string().trim().max(60).catch('') })

export function passkeySignIn(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings, auth } = parts
  return new Hono<ConsoleEnv>()
    .post('/sign-in/passkey/options', async (c) => {
      const party = relyingParty(c, settings)
      if (party === null) return c.notFound()
      return c.json(await ask(parts, c, await askToUse(party)))
    })
    .post('/sign-in/passkey', async (c) => {
      const party = relyingParty(c, settings)
      const challenge = taken(parts, c)
      const read = answer.safeParse(await c.req.json().catch(() => null))
      if (party === null || challenge === null || !read.success) return c.json({ error: 'again' }, 400)
      const { response, next } = read.data
      const passkey = await desk.db.staffPasskey.findUnique({
        where: { credentialId: response.id },
        include: { staff: true },
      })
      const used = passkey === null ? null : await readUsed(party, challenge, response, passkey)
      if (passkey === null || used === null) {
        await recordFailure(parts, passkey?.staff ?? null, 'wrong_passkey')
        return c.json({ error: 'wrong' }, 401)
      }
      const opened = await auth.api.openSession({
        body: { staffId: passkey.staffId, signedInBy: 'passkey' },
        headers: callHeaders(c, settings.behindProxy),
        returnHeaders: true,
      })
      if (!opened.response.opened) {
        await recordFailure(parts, passkey.staff, 'disabled')
        return c.json({ error: 'wrong' }, 401)
      }
      passCookies(c, opened.headers)
      await desk.db.staffPasskey.update({
        where: { id: passkey.id },
        data: { counter: used, lastUsedAt: desk.clock.now() },
      })
      await recordSignIn(parts, passkey.staff, 'passkey')
      return c.json({ target: safeNext(next) })
    })
}

export function ownPasskeys(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings } = parts
  const { db, clock, chance } = desk
  return new Hono<ConsoleEnv>()
    .post('/account/passkeys/options', async (c) => {
      const party = relyingParty(c, settings)
      if (party === null) return c.notFound()
      const { password } = addForm.parse(await c.req.json().catch(() => ({})))
      const right = await isOwnPassword(parts, c, password)
      if (right !== 'yes')
        return c.json({ error: right === 'wait' ? 'wait' : 'password' }, right === 'wait' ? 429 : 401)
      const staff = c.get('staff')
      const known = await db.staffPasskey.findMany({ where: { staffId: staff.id }, select: { credentialId: true } })
      return c.json(await ask(parts, c, await askToMake(party, staff, known)))
    })
    .post('/account/passkeys', async (c) => {
      const party = relyingParty(c, settings)
      const challenge = taken(parts, c)
      const read = addAnswer.safeParse(await c.req.json().catch(() => null))
      if (party === null || challenge === null || !read.success) return c.json({ error: 'again' }, 400)
      const made = await readMade(party, challenge, read.data.response)
      if (made === null) return c.json({ error: 'wrong' }, 401)
      const staff = c.get('staff')
      const now = clock.now()
      const name = read.data.name === '' ? '—' : read.data.name
      await transact(db, async (tx) => {
        await tx.staffPasskey.create({ data: { id: chance.id(now), staffId: staff.id, name, createdAt: now, ...made } })
        const event = { type: 'staff_passkey_added', actor: `staff:${staff.name}`, staffId: staff.id } as const
        await appendStaffEvent(tx, clock, event)
      })
      return c.json({ target: '/account?done=passkey#passkeys' })
    })
    .post('/account/passkeys/:id/remove', async (c) => {
      const staff = c.get('staff')
      await transact(db, async (tx) => {
        const { count } = await tx.staffPasskey.deleteMany({ where: { id: c.req.param('id'), staffId: staff.id } })
        const event = { type: 'staff_passkey_removed', actor: `staff:${staff.name}`, staffId: staff.id } as const
        if (count > 0) await appendStaffEvent(tx, clock, event)
      })
      return c.redirect('/account?done=passkey_removed#passkeys', 303)
    })
}

async function ask<T extends { challenge: string }>(
  { challenges, settings }: SignInParts,
  c: Context,
  options: T,
): Promise<T> {
  setCookie(c, cookie, challenges.keep(options.challenge), {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: settings.staffUrl?.startsWith('https:') === true,
    maxAge: 300,
  })
  return options
}

function taken({ challenges }: SignInParts, c: Context): string | null {
  const found = challenges.take(getCookie(c, cookie))
  deleteCookie(c, cookie, { path: '/' })
  return found
}
