// What every page of the sign-in is handed.

import type { Context } from 'hono'
import type { PathParts } from '../../desk/parts.ts'
import type { ConsoleEnv } from '../env.ts'
import { type Attempts, countAttempts } from './attempts.ts'
import { type Auth, createAuth, type SignInSettings } from './auth.ts'
import { type Answer, callAuth } from './call.ts'
import type { Challenges } from './challenges.ts'
import { waitingChallenges } from './challenges.ts'
import { passwordMatches } from './passwords.ts'

export interface SignInParts {
  desk: PathParts
  settings: SignInSettings
  auth: Auth
  /** wrong passwords by account, whichever network address they come from */
  byAccount: Attempts
  challenges: Challenges
  call(c: Context, path: string, body: Record<string, unknown>, cookies?: string): Promise<Answer>
}

export function signInParts(desk: PathParts, settings: SignInSettings): SignInParts {
  const auth = createAuth(desk, settings)
  return {
    desk,
    settings,
    auth,
    byAccount: countAttempts(desk.clock, { most: 10, withinMs: 15 * 60_000 }),
    challenges: waitingChallenges(desk.clock),
    call: async (c, path, body, cookies) =>
      await callAuth({ auth, behindProxy: settings.behindProxy }, c, path, body, cookies),
  }
}

/** Whether it is the password of whoever is signed in. One who found an open browser has ten tries. */
export async function isOwnPassword(
  { desk: { db }, byAccount }: SignInParts,
  c: Context<ConsoleEnv>,
  password: string,
): Promise<'yes' | 'no' | 'wait'> {
  const staffId = c.get('staff').id
  if (byAccount.waitSeconds(staffId) > 0) return 'wait'
  const found = await db.staffCredential.findFirst({ where: { staffId, providerId: 'credential' } })
  if (found?.password != null && (await passwordMatches({ hash: found.password, password }))) {
    byAccount.forget(staffId)
    return 'yes'
  }
  byAccount.failed(staffId)
  return 'no'
}
