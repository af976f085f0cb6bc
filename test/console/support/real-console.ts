// The console with its real sign-in on a database of its own, asked within the process by a browser that keeps cookies.

import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { createConsole } from '../../../src/console/console.ts'
import type { ConsoleEnv } from '../../../src/console/env.ts'
import { layout } from '../../../src/console/layout.ts'
import { addStaff } from '../../../src/console/sign-in/accounts.ts'
import type { SignInSettings } from '../../../src/console/sign-in/auth.ts'
import { createSignIn } from '../../../src/console/sign-in/sign-in.ts'
import type { Role } from '../../../src/console/staff-member.ts'
import type { PathParts } from '../../../src/desk/parts.ts'
import { systemChance } from '../../../src/lib/ids.ts'
import { createLog } from '../../../src/lib/log.ts'
import { testClock } from '../../support/desk.ts'
import { deskDatabase } from '../../support/desk-database.ts'

export const password = 'Reihe Wolken singt'

export async function realConsole(over: Partial<SignInSettings> = {}) {
  const { db } = await deskDatabase()
  const clock = testClock()
  const log = createLog({ level: 'silent', format: 'json' })
  // what the sign-in uses of a desk
  const desk = {
    db,
    clock,
    chance: systemChance,
    log,
    key: db.$deskKey(),
    settings: { officeHours: { timeZone: 'Asia/Shanghai' } },
  } as unknown as PathParts
  const settings: SignInSettings = {
    secondFactor: 'required',
    idleMs: 3_600_000,
    longestMs: 12 * 3_600_000,
    behindProxy: true,
    ...over,
  }
  const pages = () =>
    new Hono<ConsoleEnv>().get('/', (c) =>
      c.html(layout(c, { title: 'Queue', active: 'queue', body: html`<h1>Queue</h1>` })),
    )
  const app = createConsole({
    desk,
    pages,
    wake: () => undefined,
    signIn: createSignIn(desk, settings),
    staffUrl: settings.staffUrl,
  })
  const invite = async (role: Role = 'officer', email = 'lin@desk.example', name = '林晓') =>
    await addStaff(desk, 'operator', { name, email, role, language: 'en' })
  const trail = async () =>
    (await db.event.findMany({ orderBy: { id: 'asc' } })).map(({ type, reason }) =>
      [type, reason].filter(Boolean).join(' '),
    )
  return { app, db, clock, desk, invite, trail, browser: (address?: string) => browser(app, settings, address) }
}

let addresses = 1

/** Each browser has a network address of its own: what one of them does is not counted against another. */
function browser(
  app: Hono<ConsoleEnv>,
  { staffUrl = 'http://127.0.0.1:8484' }: SignInSettings,
  address = `10.0.0.${++addresses}`,
) {
  const { origin } = new URL(staffUrl)
  const jar = new Map<string, string>()
  const headers = () => ({
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    'x-forwarded-for': address,
  })
  const keep = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  const self = {
    jar,
    get: async (path: string) => keep(await app.request(origin + path, { headers: headers() })),
    post: async (path: string, fields: Record<string, string> = {}, more: Record<string, string> = { origin }) =>
      keep(
        await app.request(origin + path, {
          method: 'POST',
          body: new URLSearchParams(fields),
          headers: { ...headers(), ...more },
        }),
      ),
    /** Sets the password by the link; returns the secret of the authenticator app that is offered. */
    welcome: async (path: string): Promise<string> => {
      const page = await (await self.post(path, { password, again: password })).text()
      return /secret=([A-Z2-7]+)/.exec(page)?.[1] ?? ''
    },
    /** The whole first visit; returns the secret. */
    enrol: async (path: string): Promise<string> => {
      const secret = await self.welcome(path)
      await self.post('/account/second-factor/confirm', { code: freshCode(secret) })
      return secret
    },
    signIn: async (email: string, secret?: string, next = '/') => {
      const answer = await self.post('/sign-in', { email, password, next })
      return secret === undefined ? answer : await self.post('/sign-in/code', { code: freshCode(secret), next })
    },
  }
  return self
}

const shown = new Map<string, number>()

/** The code that the app shows now, or will show next: each is taken once. A third within half a minute is for a test's own clock. */
export function freshCode(secret: string): string {
  const step = Math.max(Math.floor(Date.now() / 30_000), (shown.get(secret) ?? 0) + 1)
  shown.set(secret, step)
  return codeOf(secret, new Date(step * 30_000))
}

/** RFC 6238 */
export function codeOf(secret: string, at = new Date()): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const count = Buffer.alloc(8)
  count.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)))
  const mac = createHmac('sha1', key).update(count).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
