// What somebody tries who is not staff, or is and wants more than the role gives.

import { expect, test, vi } from 'vitest'
import { disableStaff, resetStaff } from '../../../src/console/sign-in/accounts.ts'
import { safeNext } from '../../../src/console/sign-in/next.ts'
import { roles } from '../../../src/console/staff-member.ts'
import { codeOf, password, realConsole } from '../support/real-console.ts'

vi.setConfig({ testTimeout: 60_000 })

const email = 'lin@desk.example'

test('a form of another site does nothing, wherever it is aimed', async () => {
  const { invite, browser, db } = await realConsole()
  const { invitation } = await invite('admin')
  const lin = browser()
  await lin.enrol(invitation.path)
  const before = await db.event.count()
  const fields = { email: 'eve@evil.example', name: 'Eve', role: 'officer', language: 'en', password, again: password }
  for (const path of [
    '/staff',
    '/account/password',
    '/account/sessions/end',
    '/sign-out',
    '/account/language',
    '/sign-in',
  ]) {
    for (const from of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
      expect([path, from, (await lin.post(path, fields, from as Record<string, string>)).status]).toEqual([
        path,
        from,
        403,
      ])
    }
  }
  expect(await db.event.count()).toBe(before)
})

test('who plants a cookie does not share the session that comes of it', async () => {
  const { invite, browser } = await realConsole()
  const { invitation } = await invite()
  const lin = browser()
  const secret = await lin.enrol(invitation.path)
  const before = lin.jar.get('habeas.session_token')
  const planted = browser()
  planted.jar.set('habeas.session_token', 'planted.AAAA')
  await planted.signIn(email, secret)
  expect(planted.jar.get('habeas.session_token')).not.toContain('planted')
  expect(planted.jar.get('habeas.session_token')).not.toBe(before)
  // a token without the desk's signature opens nothing
  const [token = ''] = (before ?? '').split('.')
  const thief = browser()
  for (const forged of [token, `${token}.`, `${token}.AAAA`]) {
    thief.jar.set('habeas.session_token', forged)
    expect((await thief.get('/')).status).toBe(303)
  }
})

test.for([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%0d%0aset-cookie:x',
  'javascript:alert(1)',
  '/\t/evil.example',
  ' //evil.example',
  '/sign-out',
  'requests/1',
])('after the sign-in nobody is led to %j', (asked) => {
  const next = safeNext(asked)
  expect(new URL(next, 'http://desk.example').origin).toBe('http://desk.example')
  expect(next).not.toMatch(/[\r\n\t\\]|^\/\/|sign-out/)
})

test('the page that was asked for is where the sign-in leads', () => {
  expect(safeNext('/requests/HB-1?view=a%20b')).toBe('/requests/HB-1?view=a%20b')
})

test('the address asked for survives, a foreign one does not', async () => {
  const { invite, browser } = await realConsole()
  const secret = await browser().enrol((await invite()).invitation.path)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  expect((await browser().signIn(email, secret, '//evil.example')).headers.get('location')).toBe('/')
  vi.setSystemTime(Date.now() + 60_000)
  expect((await browser().signIn(email, secret, '/account')).headers.get('location')).toBe('/account')
  vi.useRealTimers()
})

test('guessing a password ends after ten tries, from wherever they come; so does guessing a code', async () => {
  const { invite, browser, trail, clock } = await realConsole()
  const secret = await browser().enrol((await invite()).invitation.path)
  const guess = async (to = email) =>
    (await browser().post('/sign-in', { email: to, password: 'wrong wrong wrong' })).status
  const said = []
  for (let tries = 0; tries < 11; tries++) said.push(await guess())
  expect(said).toEqual([...Array(10).fill(401), 429])
  // the right password does not help now, letter case neither
  expect((await browser().post('/sign-in', { email: email.toUpperCase(), password })).status).toBe(429)
  expect((await trail()).filter((line) => line.startsWith('staff_sign_in_failed'))).toHaveLength(10)
  clock.forward(16 * 60_000)
  const lin = browser()
  const codes = []
  for (let tries = 0; tries < 8; tries++) {
    if (tries % 4 === 0) await lin.post('/sign-in', { email, password })
    codes.push((await lin.post('/sign-in/code', { code: '000000' })).status)
  }
  expect(codes.every((status) => status === 401 || status === 429)).toBe(true)
  expect(codeOf(secret)).toHaveLength(6)
})

test('guessing from many addresses at one moment is no more tries than one after the other', async () => {
  const { invite, browser } = await realConsole()
  await browser().enrol((await invite()).invitation.path)
  const guesses = Array.from({ length: 25 }, () => browser().post('/sign-in', { email, password: 'wrong wrong wrong' }))
  const said = (await Promise.all(guesses)).map(({ status }) => status)
  expect(said.filter((status) => status === 401)).toHaveLength(10)
  expect(said.filter((status) => status === 429)).toHaveLength(15)
})

test('who has the password guesses codes from many addresses at one moment: no more tries than one after the other', async () => {
  const { invite, browser } = await realConsole()
  await browser().enrol((await invite()).invitation.path)
  const thieves = Array.from({ length: 15 }, () => browser())
  for (const thief of thieves) await thief.post('/sign-in', { email, password })
  const guesses = thieves.map(async (thief, n) => await thief.post('/sign-in/code', { code: String(100_000 + n) }))
  const said = (await Promise.all(guesses)).map(({ status }) => status)
  expect(said.filter((status) => status === 401).length).toBeLessThanOrEqual(10)
  expect(said).toContain(429)
})

test('one network address has ten tries a minute, whosever account it tries, and cannot fill the trail', async () => {
  const { browser, trail } = await realConsole()
  const eve = browser()
  const said = []
  for (let tries = 0; tries < 12; tries++) {
    said.push((await eve.post('/sign-in', { email: `a${tries}@desk.example`, password: 'wrong wrong wrong' })).status)
  }
  expect(said).toEqual([...Array(10).fill(401), 429, 429])
  for (let tries = 0; tries < 5; tries++) {
    await browser().post('/sign-in', { email: `b${tries}@desk.example`, password: 'wrong wrong wrong' })
  }
  expect(await trail()).toEqual(Array(10).fill('staff_sign_in_failed unknown_address'))
})

test('an unknown address and a wrong password are answered alike', async () => {
  const { invite, browser } = await realConsole()
  await browser().enrol((await invite()).invitation.path)
  const texts = []
  for (const to of [email, 'nobody@desk.example', '', 'not an address']) {
    texts.push(await (await browser().post('/sign-in', { email: to, password: 'wrong wrong wrong' })).text())
  }
  expect(new Set(texts).size).toBe(1)
})

test('a session ends when it lies idle, grows old, is ended elsewhere, or its account is disabled or reset', async () => {
  const { invite, browser, clock, desk, db } = await realConsole({ idleMs: 600_000 })
  const { id, invitation } = await invite()
  const lin = browser()
  const secret = await lin.enrol(invitation.path)
  const status = async (of = lin) => (await of.get('/')).status
  const other = browser()
  await other.signIn(email, secret)
  expect([await status(), await status(other)]).toEqual([200, 200])
  await lin.post('/account/sessions/end')
  expect([await status(), await status(other)]).toEqual([200, 303])
  clock.forward(13 * 3_600_000)
  expect(await status()).toBe(303)
  clock.set(new Date())
  // each sign-in takes a code of its own
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  await lin.signIn(email, secret)
  expect(await status()).toBe(200)
  vi.setSystemTime(Date.now() + 601_000)
  expect(await status()).toBe(303)
  await lin.signIn(email, secret)
  vi.useRealTimers()
  await disableStaff(desk, 'operator', id)
  expect(await status()).toBe(303)
  expect((await lin.signIn(email)).status).toBe(401)
  await resetStaff(desk, 'operator', id)
  expect((await lin.signIn(email)).status).toBe(401)
  expect(await db.staffSession.count()).toBe(0)
})

test('cookies are for this console alone, and for TLS where it has it', async () => {
  const { invite, browser } = await realConsole({ staffUrl: 'https://desk.example' })
  const lin = browser()
  const { invitation } = await invite()
  const answer = await lin.post(invitation.path, { password, again: password })
  const cookies = answer.headers.getSetCookie()
  expect(cookies.some((cookie) => cookie.startsWith('__Secure-habeas.session_token='))).toBe(true)
  for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=(Lax|Strict)/i)
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect((await lin.get(invitation.path)).headers.get('referrer-policy')).toBe('same-origin')
})

test('none of better-auth’s own addresses is open', async () => {
  const { browser } = await realConsole()
  const eve = browser()
  const paths = [
    '/sign-up/email',
    '/sign-in/email',
    '/get-session',
    '/update-user',
    '/two-factor/enable',
    '/callback/sso',
    '/ok',
  ]
  for (const path of paths) expect((await eve.get(`/sign-in/auth${path}`)).status).toBe(303)
  for (const path of paths)
    expect((await eve.post(`/sign-in/auth${path}`, { email })).headers.get('location')).toContain('/sign-in?')
})

test('what a name can hold is shown, never run', async () => {
  const { invite, browser } = await realConsole()
  const hostile = '"><img src=x onerror=alert(1)>'
  const { invitation } = await invite('admin', email, hostile)
  const lin = browser()
  await lin.enrol(invitation.path)
  for (const path of ['/account', '/staff', '/']) {
    const text = await (await lin.get(path)).text()
    expect(text).toContain('&lt;img src=x')
    expect(text).not.toContain('<img')
  }
})

/** Of every address behind the sign-in: what agent, officer, auditor and admin are answered. */
const open = '200 200 200 200'
const table: [method: string, path: string, answers: string][] = [
  ['GET', '/', open],
  ['GET', '/account', open],
  ['GET', '/account/second-factor', open],
  ['GET', '/staff', '403 403 403 200'],
  ['POST', '/staff', '403 403 403 400'],
  ['POST', '/staff/OTHER/role', '403 403 403 400'],
  ['POST', '/staff/OTHER/reset', '403 403 403 200'],
  ['POST', '/staff/OTHER/disable', '403 403 403 303'],
  ['POST', '/staff/SELF/disable', '403 403 403 400'],
  ['POST', '/staff/SELF/reset', '403 403 403 400'],
  ['POST', '/staff/SELF/role', '403 403 403 400'],
]

test('every address answers by role', async () => {
  const { invite, browser } = await realConsole({ secondFactor: 'optional' })
  const { id: other } = await invite('agent', 'other@desk.example', 'Other')
  const members = []
  for (const role of roles) {
    const { id, invitation } = await invite(role, `${role}@desk.example`, `Member ${role}`)
    const member = browser()
    await member.post(invitation.path, { password, again: password })
    members.push({ id, member })
  }
  const found = []
  for (const [method, path] of table) {
    const statuses = []
    for (const { id, member } of members) {
      const at = path.replace('OTHER', other).replace('SELF', id)
      statuses.push((method === 'GET' ? await member.get(at) : await member.post(at)).status)
    }
    found.push([method, path, statuses.join(' ')])
  }
  expect(found).toEqual(table)
})
