// Lets the Nth call to the outside fail once, for every N: IMAP and SMTP commands through proxies that cut the connection, SQL and
// file writes by an error. The desk goes on, or ends with an error that says what to do; the next run finishes the story.

import { createApp } from '../../src/app.ts'
import { readSettings } from '../../src/config.ts'
import { DeskError } from '../../src/errors.ts'
import { createFaults, type Fault } from '../support/faults.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { changesOnly, countOutsideCalls } from './outside-calls.ts'
import { type Phase, type Scene, tellStory } from './story.ts'

/** `dies`: from the Nth change on nothing is done any more, neither a change nor a look, as in a process that was killed there. */
export type Way = Exclude<Fault, 'hang'> | 'dies'

/** Returns how many calls the phase makes, each of which has failed once. */
export async function sweepFailures(phase: Phase, how: Way): Promise<number> {
  const story = await tellStory()
  const faults = createFaults((what) => how !== 'dies' || !isLook.test(what))
  const imap = await startFaultyProxy({ protocol: 'imap', port: story.dovecot.port }, faults)
  const smtp = await startFaultyProxy({ protocol: 'smtp', port: story.sink.port }, faults)
  let armed = false
  let counts = changesOnly()
  const uncount = countOutsideCalls(
    (what) => {
      // a look whose answer is lost is a look that failed: only changes can be done and yet seem to have failed
      const isDead = how === 'dies' && faults.struck()
      // what a dead process had begun is rolled back without it
      if (isDead && / rollback/i.test(what)) return undefined
      const counted = armed && (how === 'cut_before' || isDead || counts(what))
      const fault = counted ? faults.meet(what) : null
      if (fault === null) return undefined
      faults.strike()
      if (fault !== 'cut_after') throw broken(what)
      return {
        after: () => {
          throw broken(what)
        },
      }
    },
    { sockets: false },
  )
  try {
    // FAULT_FROM=148 begins there, to look at one failure again
    for (let at = Number(process.env.FAULT_FROM ?? 1); ; at++) {
      const scene = await story.begin(phase, { imapPort: imap.port, smtpPort: smtp.port })
      if (how === 'dies') faults.failFrom(at)
      else faults.failAt(at, how)
      counts = changesOnly()
      armed = true
      const unexpected = await runOnce(scene)
      armed = false
      const struck = faults.struck()
      const what = faults.log()[at - 1]
      try {
        // a process that died says nothing
        if (unexpected !== null && how !== 'dies') throw unexpected
        await scene.recover()
        await scene.check()
      } catch (cause) {
        story.keep()
        throw new Error(`${how} at call ${at} of ${phase} (${what}); left behind in ${scene.folder}`, { cause })
      }
      scene.remove()
      if (!struck) return at - 1
    }
  } finally {
    uncount()
    await imap.stop()
    await smtp.stop()
    await story.stop()
  }
}

/** What of the servers' commands changes nothing there: to die before it is to die before the next change. */
const isLook = /^(imap (?!UID (STORE|MOVE))|smtp (?!end of letter))/

/** An error the desk did not foresee is returned: whatever fails outside must come out as a DeskError with a message. */
async function runOnce(scene: Scene): Promise<unknown> {
  try {
    const app = await createApp(readSettings(scene.settingsFile, {}), scene.options)
    try {
      await app.once()
    } finally {
      await app.stop()
    }
    return null
  } catch (error) {
    return error instanceof DeskError && error.message !== error.code ? null : error
  }
}

/** Shaped as libSQL, node:sqlite and the file system shape theirs: an I/O error. */
function broken(what: string): Error {
  const shape = what.startsWith('file')
    ? { code: 'EIO' }
    : what.startsWith('desk')
      ? { code: 'SQLITE_IOERR', rawCode: 10 }
      : { code: 'ERR_SQLITE_ERROR', errcode: 10 }
  return Object.assign(new Error(`made to fail: ${what}`), shape)
}
