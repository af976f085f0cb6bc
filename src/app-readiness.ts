// Whether the desk can do its duty, one line for each thing, for `/readyz` and the tests: the servers, the databases, what stands still,
// space, and whether a person has to release what was halted.

import type { Readiness } from './console/server.ts'
import type { Condition } from './db/marks.ts'
import type { WatchState } from './desk/intake/watch.ts'
import type { OperatorWatch } from './desk/operator-watch.ts'
import type { PathParts } from './desk/parts.ts'
import { errorCode } from './errors.ts'

interface Looked {
  parts: PathParts
  operatorWatch: OperatorWatch
  mailbox: WatchState
  /** code why letters cannot leave */
  smtpError: string | null
}

const stuck: Condition[] = ['mails_wait', 'letters_stick', 'requests_stand_still']

export async function readReadiness({ parts, operatorWatch, mailbox, smtpError }: Looked): Promise<Readiness> {
  const { db, userDb } = parts
  const checks: Readiness['checks'] = {
    mailbox: { ok: mailbox.connected, detail: mailbox.error ?? 'read' },
    smtp: { ok: smtpError === null, detail: smtpError ?? 'letters leave' },
    database: await looked('reachable', async () => await db.mailbox.count()),
    platform: await looked('reachable', async () => await userDb.check()),
  }
  if (checks.database?.ok === true) {
    const standing = await operatorWatch.standing()
    const still = stuck.filter((name) => standing.has(name))
    const waiting = await operatorWatch.waitingLetters()
    checks.map = standing.has('map_drifted')
      ? { ok: false, detail: 'does not fit the platform: habeas platform check' }
      : { ok: true, detail: 'fits' }
    checks.backlog = { ok: still.length === 0, detail: still.length === 0 ? 'moves' : still.join(', ') }
    checks.disk = standing.has('disk_nearly_full')
      ? { ok: false, detail: 'nearly full' }
      : { ok: true, detail: 'enough space' }
    checks.erasing = standing.has('halted')
      ? { ok: false, detail: 'halted: look at habeas status, then habeas release' }
      : { ok: true, detail: 'goes on' }
    checks.alerts = {
      ok: waiting === 0,
      detail: waiting === 0 ? 'can be sent' : `${waiting} notes to staff and operator wait until letters leave`,
    }
  }
  return { ready: Object.values(checks).every((check) => check.ok), checks }
}

async function looked(well: string, look: () => Promise<unknown>): Promise<{ ok: boolean; detail: string }> {
  try {
    await look()
    return { ok: true, detail: well }
  } catch (error) {
    return { ok: false, detail: errorCode(error) }
  }
}
