import { expect, test } from 'vitest'
import { resetStaff } from '../../../src/console/sign-in/accounts.ts'
import { codeOf, freshCode, password, realConsole } from '../support/real-console.ts'

const email = 'lin@desk.example'

test('the link sets a password once, then the second factor, and only then the desk opens', async () => {
  const { invite, browser, trail } = await realConsole()
  const { invitation } = await invite('officer')
  const lin = browser()
  expect(await (await lin.get(invitation.path)).text()).toContain('Welcome, 林晓')
  const secret = await lin.welcome(invitation.path)
  expect(secret).toHaveLength(52)
  expect((await lin.get('/')).headers.get('location')).toBe('/account/second-factor')
  expect((await lin.get('/account')).headers.get('location')).toBe('/account/second-factor')
  expect((await lin.post('/account/second-factor/confirm', { code: '000000' })).status).toBe(400)
  const codes = await (await lin.post('/account/second-factor/confirm', { code: codeOf(secret) })).text()
  expect(codes.match(/<code>\w{5}-\w{5}<\/code>/g)).toHaveLength(10)
  expect((await lin.get('/')).status).toBe(200)
  // used up
  expect((await browser().get(invitation.path)).headers.get('location')).toBe('/sign-in?why=link')
  expect((await browser().post(invitation.path, { password, again: password })).headers.get('location')).toBe(
    '/sign-in?why=link',
  )
  expect(await trail()).toEqual([
    'staff_added',
    'staff_password_set link',
    'staff_signed_in link',
    'staff_second_factor_set',
  ])
})

test('password, then a code of the app or a backup code that works once', async () => {
  const { invite, browser, trail } = await realConsole()
  const first = browser()
  const secret = await first.welcome((await invite()).invitation.path)
  const used = freshCode(secret)
  const shown = await (await first.post('/account/second-factor/confirm', { code: used })).text()
  const [, backup = ''] = /<code>(\w{5}-\w{5})/.exec(shown) ?? []
  const lin = browser()
  expect((await lin.post('/sign-in', { email, password, next: '/staff' })).headers.get('location')).toBe(
    '/sign-in/code?next=%2Fstaff',
  )
  expect((await lin.get('/')).headers.get('location')).toContain('/sign-in')
  expect((await lin.post('/sign-in/code', { code: '123456' })).status).toBe(401)
  // still right by the clock, but somebody may have read it
  const again = await lin.post('/sign-in/code', { code: used })
  expect(again.status).toBe(401)
  expect(await again.text()).toContain('used already')
  // of two at once one is let in
  const next = freshCode(secret)
  const other = browser()
  await other.post('/sign-in', { email, password })
  const both = await Promise.all(
    [lin, other].map(async (each) => await each.post('/sign-in/code', { code: next, next: '/account' })),
  )
  expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([303, 401])
  const inside = both[0]?.status === 303 ? lin : other
  expect((await inside.get('/')).status).toBe(200)
  expect((await inside.post('/sign-out')).headers.get('location')).toBe('/sign-in?why=signed_out')
  expect((await inside.get('/')).status).toBe(303)
  for (const status of [303, 401]) {
    await lin.post('/sign-in', { email, password })
    expect((await lin.post('/sign-in/code', { code: backup })).status).toBe(status)
  }
  expect((await trail()).slice(4, 6)).toEqual(['staff_sign_in_failed wrong_code', 'staff_sign_in_failed spent_code'])
  expect((await trail()).slice(6, 8).toSorted()).toEqual(['staff_sign_in_failed spent_code', 'staff_signed_in totp'])
  expect((await trail()).slice(8)).toEqual([
    'staff_signed_out',
    'staff_signed_in backup_code',
    'staff_sign_in_failed wrong_code',
  ])
})

test('an address has one account, in any letter case; a newer link takes the place of an older one; a password that is easy to guess is refused', async () => {
  const { invite, db, desk, browser } = await realConsole()
  const { id, invitation } = await invite()
  await expect(invite('agent', 'LIN@desk.example')).rejects.toThrow(/an account already/)
  expect(await db.staff.count()).toBe(1)
  // a newer link takes the older one's place
  const again = await resetStaff(desk, 'operator', id)
  expect((await browser().get(invitation.path)).headers.get('location')).toBe('/sign-in?why=link')
  for (const typed of [
    ['short', 'short'],
    [password, 'another one entirely'],
    ['aaaaaaaaaaaaaa', 'aaaaaaaaaaaaaa'],
    ['lin@desk.example', 'lin@desk.example'],
  ]) {
    const [first = '', second = ''] = typed
    expect((await browser().post(again.path, { password: first, again: second })).status).toBe(400)
  }
  expect((await browser().get(again.path)).status).toBe(200)
})
