// Single sign-on against a small OpenID Connect provider on this machine: discovery, keys, code with PKCE, a signed ID token.

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { realConsole } from '../support/real-console.ts'

vi.setConfig({ testTimeout: 60_000 })

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let server: Server
let issuer: string
/** what the provider says of whoever signs in there */
let person: Record<string, unknown>
let asked: URLSearchParams

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function idToken(nonce: string | null): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: issuer,
    aud: 'habeas',
    iat: now,
    exp: now + 60,
    ...(nonce === null ? {} : { nonce }),
    ...person,
  }
  const body = `${base64({ alg: 'RS256', kid: 'one' })}.${base64(claims)}`
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), privateKey).toString('base64url')}`
}

beforeAll(async () => {
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  server = createServer((request, response) => {
    const json = (value: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    if (request.url === '/.well-known/openid-configuration') {
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    } else if (request.url === '/keys')
      json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
    else if (request.url === '/token') {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        const proof = createHash('sha256')
          .update(new URLSearchParams(body).get('code_verifier') ?? '')
          .digest('base64url')
        if (proof !== asked.get('code_challenge')) response.writeHead(400).end()
        else json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken(asked.get('nonce')) })
      })
    } else response.writeHead(404).end()
  }).listen(port, '127.0.0.1')
})

afterAll(() => server.close())

async function consoleWith(domains: string[] = []) {
  const singleSignOn = { issuer, clientId: 'habeas', clientSecret: 'secret', name: 'SSO', domains }
  return await realConsole({ staffUrl: 'https://desk.example', singleSignOn })
}

/** Goes out and comes back; returns where that leads. */
async function comeBack(browser: Awaited<ReturnType<typeof realConsole>>['browser'], next = '/account') {
  const staff = browser()
  const out = await staff.get(`/sign-in/sso?${new URLSearchParams({ next })}`)
  const to = new URL(out.headers.get('location') ?? '', 'https://desk.example')
  asked = to.searchParams
  expect(to.origin).toBe(issuer)
  expect(asked.get('redirect_uri')).toBe('https://desk.example/sign-in/auth/callback/sso')
  const back = await staff.get(
    `/sign-in/auth/callback/sso?${new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' })}`,
  )
  return { staff, location: back.headers.get('location') }
}

test('staff with an account come in by it, without a second factor of ours', async () => {
  const { invite, browser, trail } = await consoleWith()
  await invite('officer')
  person = { sub: 'p1', email: 'lin@desk.example', email_verified: true, name: 'Somebody else' }
  const { staff, location } = await comeBack(browser)
  expect(location).toBe('/account')
  const page = await (await staff.get('/account')).text()
  expect(page).toContain('林晓')
  expect(page).not.toContain('Somebody else')
  expect(await trail()).toEqual(['staff_added', 'staff_signed_in single_sign_on'])
  // known from now on by its id there
  person = { sub: 'p1', email: 'renamed@desk.example', email_verified: true }
  expect((await comeBack(browser)).location).toBe('/account')
})

test.for<[string, Record<string, unknown>, string[]]>([
  ['nobody here has', { sub: 'p2', email: 'eve@desk.example', email_verified: true }, []],
  ['was not verified there', { sub: 'p3', email: 'lin@desk.example', email_verified: false }, []],
  ['is of another domain', { sub: 'p4', email: 'lin@desk.example', email_verified: true }, ['other.example']],
  ['is for another client', { sub: 'p5', email: 'lin@desk.example', email_verified: true, aud: 'another' }, []],
  ['is over', { sub: 'p6', email: 'lin@desk.example', email_verified: true, exp: 1 }, []],
])('an address that %s opens nothing', async ([, claims, domains]) => {
  const { invite, browser, db } = await consoleWith(domains)
  await invite('officer')
  person = claims
  const { staff, location } = await comeBack(browser)
  expect(location).toBe('/sign-in?why=sso')
  expect((await staff.get('/')).status).toBe(303)
  expect([await db.staff.count(), await db.staffSession.count()]).toEqual([1, 0])
})

test('a disabled account stays out, and a state that nobody was given leads nowhere', async () => {
  const { invite, browser, db, clock } = await consoleWith()
  const { id } = await invite('officer')
  await db.staff.update({ where: { id }, data: { disabledAt: clock.now() } })
  person = { sub: 'p1', email: 'lin@desk.example', email_verified: true }
  expect((await comeBack(browser)).location).toBe('/sign-in?why=sso')
  const forged = await browser().get('/sign-in/auth/callback/sso?code=c&state=forged')
  expect(forged.headers.get('location')).toBe('/sign-in?why=sso')
})
