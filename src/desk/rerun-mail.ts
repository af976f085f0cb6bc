// Staff let the desk look at a mail again: one that failed, one it set aside that a person thinks it should not have, or one that it
// left to them after a restore. `failed | set_aside | held -> received`; what belongs to a request is settled there instead.

import { DeskError } from '../errors.ts'
import { commit, noChanges } from '../requests/changes.ts'
import type { PathParts } from './parts.ts'

export type Rerun = { outcome: 'queued' } | { outcome: 'refused'; words: string }

/** Throws `request_unknown` for an id that no mail has. */
export async function rerunMail(parts: Pick<PathParts, 'db' | 'clock'>, id: string, by: string): Promise<Rerun> {
  const mail = await parts.db.mail.findUnique({ where: { id }, include: { request: { select: { reference: true } } } })
  if (mail === null) {
    throw new DeskError('request_unknown', {
      retry: false,
      message: 'There is no such mail: habeas mails list shows their ids.',
    })
  }
  const leftToStaff = mail.state === 'held' && mail.stateReason === 'restored'
  if (mail.state !== 'failed' && mail.state !== 'set_aside' && !leftToStaff) {
    const where = mail.request === null ? '' : `; it belongs to ${mail.request.reference}, settle that`
    return {
      outcome: 'refused',
      words: `The mail is ${mail.state.replaceAll('_', ' ')}, only failed mails and those set aside run again${where}.`,
    }
  }
  if (mail.source === null) {
    const words =
      'The source of this mail is not in the data folder (never fetched, or removed by retention): forward it to the privacy mailbox again.'
    return { outcome: 'refused', words }
  }
  const changes = noChanges()
  changes.mailMoves.push({
    id,
    from: mail.state,
    data: { state: 'received', stateReason: null, error: null, attempts: 0, nextAttemptAt: null, handledAt: null },
  })
  changes.events.push({
    requestId: mail.requestId,
    mailId: id,
    at: parts.clock.now(),
    actor: `staff:${by}`,
    type: 'mail_rerun',
    reason: mail.stateReason ?? mail.error,
  })
  await commit(parts.db, [changes])
  return { outcome: 'queued' }
}
