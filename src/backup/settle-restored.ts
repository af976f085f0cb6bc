// What must be different in a desk that was put back from a backup: between the backup and the loss the lost desk went on answering, and
// nobody here knows what. So whatever was under way at the backup is left to staff instead of being done or said a second time, and
// whom the lost desk deleted is forgotten again. Mails taken in after the backup are recognised later (desk/restored.ts).
// Requests move `in_progress -> held`, letters `queued -> given_up`; the rest is marked `restored` where it stands.

import type { Db } from '../db/client.ts'
import { setMark } from '../db/marks.ts'
import type { Clock } from '../lib/clock.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { isOpen, openStates } from '../requests/states.ts'
import { forgetPerson } from '../retention/forget-person.ts'
import type { DeletionLedger } from '../userdb/deletion-ledger.ts'
import { addressHash } from '../userdb/subjects.ts'

export interface RestoredParts {
  db: Db
  clock: Clock
  dataFolder: string
  /** of the backup */
  madeAt: Date
  ledger: DeletionLedger
  sendWaiting: boolean
}

export interface Settled {
  /** requests that staff must look at, by reference */
  held: string[]
  /** letters that waited at the backup and are not sent */
  lettersNotSent: number
  /** mails that waited at the backup */
  mailsWaiting: number
  /** people of whom the desk forgot anew, for they were deleted after the backup */
  forgotten: number
}

export async function settleRestored(parts: RestoredParts): Promise<Settled> {
  const { db, clock, madeAt } = parts
  const now = clock.now()
  const deleted = await deletedSince(parts)
  const held = await holdRequests(parts, now, new Set(deleted.map((each) => each.id)))
  const lettersNotSent = parts.sendWaiting ? 0 : await giveUpLetters(db, now)
  // they were most likely worked on a moment after the backup
  const { count: mailsWaiting } = await db.mail.updateMany({
    where: { state: 'received' },
    data: { stateReason: 'restored' },
  })
  // where a code or details never come, staff look before anybody is told that nothing was done
  await db.privacyRequest.updateMany({
    where: { state: { in: ['awaiting_verification', 'received'] } },
    data: { stateReason: 'restored' },
  })
  for (const request of deleted) if (!isOpen(request.state)) await forgetPerson(parts, request)
  const changes = noChanges()
  changes.events.push({
    at: now,
    actor: 'operator',
    type: 'restored',
    reason: null,
    details: { backup: madeAt.toISOString() },
  })
  await commit(db, [changes])
  await setMark(db, 'restored', { at: now, toldAt: null, note: madeAt.toISOString() })
  await setMark(db, 'backup', { at: madeAt, toldAt: null, note: null })
  return { held, lettersNotSent, mailsWaiting, forgotten: new Set(deleted.map((each) => each.subjectKey)).size }
}

/** Requests of accounts that the list of deletions names although no deletion of theirs is known here. */
async function deletedSince({ db, ledger }: RestoredParts) {
  const requests = await db.privacyRequest.findMany({
    where: { reducedAt: null, subjectHash: { not: null }, acts: { none: { kind: 'deletion', state: 'done' } } },
    select: { id: true, state: true, requester: true, subjectKey: true, subjectAddress: true },
  })
  const deleted: typeof requests = []
  for (const request of requests) {
    const { subjectKey: key, subjectAddress: address } = request
    if (key !== null && (await ledger.has(key, addressHash({ key, address, name: null })))) deleted.push(request)
  }
  return deleted
}

async function holdRequests({ db }: RestoredParts, now: Date, deleted: Set<string>): Promise<string[]> {
  const requests = await db.privacyRequest.findMany({
    where: { OR: [{ state: 'in_progress' }, { id: { in: [...deleted] }, state: { in: [...openStates] } }] },
    select: { id: true, reference: true, state: true },
  })
  const changes = noChanges()
  for (const { id, state } of requests) {
    const reason = deleted.has(id) ? 'restored_deleted' : 'restored'
    changes.requestMoves.push({ id, from: state, data: { state: 'held', stateReason: reason, nextStepAt: null } })
    changes.events.push({ requestId: id, at: now, actor: 'operator', type: 'held', reason })
  }
  await commit(db, [changes])
  return requests.map((request) => request.reference)
}

/** Sent a moment after the backup, as a rule: a second time would be an answer given twice. */
async function giveUpLetters(db: Db, now: Date): Promise<number> {
  const letters = await db.outboxLetter.findMany({
    where: { state: 'queued' },
    select: { id: true, requestId: true, template: true },
  })
  const changes = noChanges()
  for (const { id, requestId, template } of letters) {
    changes.letterUpdates.push({
      id,
      data: { state: 'given_up', nextAttemptAt: null, secret: null, error: 'restored' },
    })
    changes.events.push({
      requestId,
      at: now,
      actor: 'operator',
      type: 'letter_given_up',
      reason: 'restored',
      details: { letter: id, template },
    })
  }
  await commit(db, [changes])
  return letters.length
}
