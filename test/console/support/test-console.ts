// The console on a story's desk with somebody signed in already, for tests of the pages behind the sign-in:
//   const { get, post } = testConsole(desk, pages, { role: 'officer' })

import { Hono } from 'hono'
import { createConsole, type StaffConsoleParts } from '../../../src/console/console.ts'
import type { ConsoleEnv } from '../../../src/console/env.ts'
import type { StaffMember } from '../../../src/console/staff-member.ts'
import type { PathParts } from '../../../src/desk/parts.ts'

const origin = 'http://127.0.0.1:8484'

export function testConsole(
  desk: PathParts,
  pages: (parts: StaffConsoleParts) => Hono<ConsoleEnv>,
  over: Partial<StaffMember> | null = {},
) {
  const staff: StaffMember | null = over && {
    id: 'staff-1',
    name: '林晓',
    email: 'lin@desk.example',
    role: 'agent',
    language: 'en',
    ...over,
  }
  const signedIn = staff && { staff, sessionId: 'session-1', owesSecondFactor: false }
  const signIn = { open: new Hono<ConsoleEnv>(), own: new Hono<ConsoleEnv>(), whoSent: async () => signedIn }
  const app = createConsole({ desk, pages, wake: () => undefined, signIn })
  return {
    app,
    get: async (path: string) => await app.request(origin + path),
    post: async (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = { origin }) =>
      await app.request(origin + path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  }
}
