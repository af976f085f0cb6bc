// The sign-in as the console mounts it: what is open to everybody, who sent a request, and what everybody has of their own behind it.

import { type Context, Hono } from 'hono'
import type { PathParts } from '../../desk/parts.ts'
import type { ConsoleEnv } from '../env.ts'
import { accountRoutes } from './account-routes.ts'
import type { SignInSettings } from './auth.ts'
import { type SignedIn, whoSent } from './gate.ts'
import { signInParts } from './parts.ts'
import { ownPasskeys, passkeySignIn } from './passkey-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { singleSignOnRoutes } from './single-sign-on-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { welcomeRoutes } from './welcome-routes.ts'

export interface SignIn {
  /** for whoever is not signed in */
  open: Hono<ConsoleEnv>
  whoSent(c: Context): Promise<SignedIn | null>
  /** account and staff pages, behind the sign-in */
  own: Hono<ConsoleEnv>
}

export function createSignIn(desk: PathParts, settings: SignInSettings): SignIn {
  const parts = signInParts(desk, settings)
  const open = new Hono<ConsoleEnv>()
  for (const make of [passwordRoutes, passkeySignIn, singleSignOnRoutes, welcomeRoutes]) open.route('/', make(parts))
  const own = new Hono<ConsoleEnv>()
  for (const make of [accountRoutes, secondFactorRoutes, ownPasskeys, staffRoutes]) own.route('/', make(parts))
  return { open, own, whoSent: async (c) => await whoSent(desk, parts.auth, settings, c) }
}
