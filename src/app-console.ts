// Builds the staff console for the daemon, when it starts to listen and not before: commands do not pay for it. The sandbox has one in
// which somebody is signed in already.

import type { Hono } from 'hono'
import type { Settings } from './config.ts'
import type { ConsoleEnv } from './console/env.ts'
import type { SignIn } from './console/sign-in/sign-in.ts'
import type { Role } from './console/staff-member.ts'
import type { PathParts } from './desk/parts.ts'

/** Whoever opens the console is this person: for a desk whose people are all invented, on this machine alone. */
export interface SignedInAlready {
  listen: string
  name: string
  email: string
  role: Role
}

export async function openStaffConsole(
  desk: PathParts,
  {
    listen,
    publicUrl,
    staffUrl = publicUrl,
    secondFactor,
    behindProxy,
    idleMinutes,
    sessionHours,
    oidc,
  }: Settings['console'],
  wake: () => void,
  already?: SignedInAlready,
): Promise<Hono<ConsoleEnv>> {
  if (!isThisMachine(listen) && staffUrl?.startsWith('https:') !== true) {
    desk.log.warn(
      { listen },
      'the console can be reached from other machines without TLS, passwords included: listen on 127.0.0.1 behind a proxy with TLS and set console.staffUrl',
    )
  }
  const [{ createConsole }, { workPages }, { createSignIn }] = await Promise.all([
    import('./console/console.ts'),
    import('./console/pages.ts'),
    import('./console/sign-in/sign-in.ts'),
  ])
  const signIn = createSignIn(desk, {
    staffUrl,
    secondFactor,
    behindProxy,
    idleMs: idleMinutes * 60_000,
    longestMs: sessionHours * 3_600_000,
    singleSignOn: oidc,
  })
  return createConsole({
    desk,
    staffUrl,
    wake,
    pages: workPages,
    signIn: already === undefined ? signIn : await openTo(desk, signIn, already),
  })
}

function isThisMachine(listen: string): boolean {
  return /^(127\.[\d.]+|localhost|\[::1\]):/.test(listen)
}

async function openTo(desk: PathParts, signIn: SignIn, { name, email, role }: SignedInAlready): Promise<SignIn> {
  const { addStaff } = await import('./console/sign-in/accounts.ts')
  const { visitorLanguage } = await import('./console/words.ts')
  const known = await desk.db.staff.findFirst({ where: { email }, select: { id: true } })
  const { id } = known ?? (await addStaff(desk, 'operator', { name, email, role, language: 'en' }))
  return {
    ...signIn,
    whoSent: async (c) => ({
      staff: { id, name, email, role, language: visitorLanguage(c) },
      sessionId: '',
      owesSecondFactor: false,
    }),
  }
}
