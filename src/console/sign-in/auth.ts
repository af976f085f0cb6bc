// better-auth's one door: sessions, passwords, codes of an authenticator app, single sign-on, on the desk's own tables. None of its
// addresses is open to the network but the single sign-on's return; the desk's own pages call it (call.ts).

import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { betterAuth } from 'better-auth/minimal'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { z } from 'zod'
import type { PathParts } from '../../desk/parts.ts'
import { adapterDatabase } from './database.ts'
import { hashPassword, longestPassword, passwordMatches, shortestPassword } from './passwords.ts'

export interface SignInSettings {
  staffUrl?: string | undefined
  secondFactor: 'required' | 'optional'
  /** a session that nobody used for so long ends */
  idleMs: number
  /** a session ends then, used or not */
  longestMs: number
  /** true: the client is the last address of X-Forwarded-For */
  behindProxy: boolean
  singleSignOn?: SingleSignOn | undefined
}

export interface SingleSignOn {
  issuer: string
  clientId: string
  clientSecret: string
  /** what the button says */
  name: string
  /** mail domains that are let in; empty: any, where the account exists */
  domains: string[]
}

export type SignedInBy = 'password' | 'totp' | 'backup_code' | 'passkey' | 'single_sign_on' | 'link'

export const basePath = '/sign-in/auth'
export const clientHeader = 'x-habeas-client'
export const providerId = 'sso'

export type Auth = ReturnType<typeof createAuth>

const byPath: Readonly<Record<string, SignedInBy>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'backup_code',
  '/callback/:id': 'single_sign_on',
}

export function createAuth({ db, key, clock, chance, log }: PathParts, settings: SignInSettings) {
  const { staffUrl, singleSignOn: single } = settings
  return betterAuth({
    appName: 'habeas',
    baseURL: staffUrl ?? 'http://localhost',
    basePath,
    // the keyed hashes' secret outlives a rotation of the keys
    secret: key.mac('console-sign-in'),
    database: prismaAdapter(adapterDatabase(db), { provider: 'sqlite' }),
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log[level]({ part: 'sign-in' }, message) },
    // the desk's own pages have compared the origin with the address that was asked
    trustedOrigins: (request) => (request === undefined ? [] : [new URL(request.url).origin]),
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 60,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/two-factor/*': { window: 60, max: 10 },
        '/sign-in/social': { window: 60, max: 20 },
        '/callback/*': { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: 'habeas',
      useSecureCookies: staffUrl?.startsWith('https:') === true,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [clientHeader] },
      database: { generateId: () => chance.id(clock.now()) },
    },
    user: {
      modelName: 'staff',
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        language: { type: 'string', required: true, input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    session: {
      modelName: 'staffSession',
      fields: { userId: 'staffId' },
      expiresIn: Math.round(settings.idleMs / 1000),
      updateAge: 60,
      cookieCache: { enabled: false },
      additionalFields: { signedInBy: { type: 'string', required: false, input: false } },
    },
    account: {
      modelName: 'staffCredential',
      fields: { userId: 'staffId' },
      updateAccountOnSignIn: false,
      // an account's address was written down by the operator or an admin
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: true },
    },
    verification: { modelName: 'staffVerification', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: passwordMatches },
    },
    plugins: [
      twoFactor({
        issuer: 'habeas',
        schema: { twoFactor: { modelName: 'staffTwoFactor', fields: { userId: 'staffId' } } },
      }),
      ...(single === undefined ? [] : [genericOAuth({ config: [singleSignOnConfig(single)] })]),
      sessionsOfOurOwn,
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const staff = await db.staff.findUnique({ where: { id: session.userId }, select: { disabledAt: true } })
            if (staff === null || staff.disabledAt !== null) return false
            const signedInBy = byPath[context?.path ?? ''] ?? (session as { signedInBy?: string }).signedInBy
            if (signedInBy === undefined) return false
            return { data: { ...session, signedInBy } }
          },
        },
      },
      account: {
        create: {
          // the desk calls nothing in anybody's name: it keeps no tokens
          before: async ({ id, userId, providerId, accountId, password, createdAt, updatedAt }) => ({
            data: { id, userId, providerId, accountId, password, createdAt, updatedAt, ...noTokens },
          }),
        },
      },
    },
  })
}

const noTokens = {
  accessToken: undefined,
  refreshToken: undefined,
  idToken: undefined,
  accessTokenExpiresAt: undefined,
  refreshTokenExpiresAt: undefined,
  scope: undefined,
}

/** A session for whoever came with a passkey or a one-time link, which the desk has checked itself. */
const sessionsOfOurOwn = {
  id: 'own-sessions',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ staffId: z.string(), signedInBy: z.enum(['passkey', 'link']) }) },
      async (c) => {
        const { staffId, signedInBy } = c.body
        const user = await c.context.internalAdapter.findUserById(staffId)
        if (user === null) return c.json({ opened: false })
        const session = await c.context.internalAdapter.createSession(staffId, false, { signedInBy })
        if (session === null) return c.json({ opened: false })
        await setSessionCookie(c, { session, user })
        return c.json({ opened: true })
      },
    ),
  },
}

function singleSignOnConfig({ issuer, clientId, clientSecret, domains }: SingleSignOn) {
  return {
    providerId,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    requireEmailVerification: true,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    // staff are written down before they sign in
    disableSignUp: true,
    disableImplicitSignUp: true,
    mapProfileToUser: (profile: { email?: string | null | undefined }) => {
      const domain = profile.email?.split('@').at(-1)?.toLowerCase() ?? ''
      // without an address nobody is found
      return domains.length === 0 || domains.includes(domain) ? {} : { email: null }
    },
  }
}
