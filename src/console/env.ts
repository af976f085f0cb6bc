// What every page behind the sign-in finds in its context: new Hono<ConsoleEnv>(), then c.get('staff').

import type { StaffMember } from './staff-member.ts'

export type ConsoleEnv = {
  Variables: {
    /** who is signed in */
    staff: StaffMember
    /** the session of this browser */
    sessionId: string
  }
}
