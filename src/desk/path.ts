// THE PATH, in three short loops: a mail arrives; a request moves on; due letters go out. Each loop takes what is due from the
// desk's database, so that a crash at any line is followed by the same work, found again. Read the verbs down the folders:
// receive, triage, classify, verify, fulfil, compose, send.

import type { Mail } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import { timed } from '../lib/meter.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import { arrive, findDuplicates, type ReadMail, readMail } from './arrivals.ts'
import { holdFailed } from './hold-failed.ts'
import { lookUp } from './look-up.ts'
import type { PathParts } from './parts.ts'
import { type ReadAhead, readAhead } from './read-ahead.ts'
import { sayMoves } from './say-moves.ts'

/** Mails whose changes share one transaction; more is faster, fewer redoes less after a failure. */
const together = 100

/** Works on every stored mail that is due; returns how many were settled. One mail's failure never stops the rest. */
export async function handleMails(parts: PathParts, signal?: AbortSignal, onWritten?: () => void): Promise<number> {
  let handled = 0
  let next = await findDue(parts, [])
  while (next.mails.length > 0 && !signal?.aborted) {
    const { mails, ahead } = next
    const claimed = await claim(parts, mails)
    // what comes next is read by another thread while these are written
    next = await findDue(parts, mails)
    handled += await handleTogether(parts, claimed, ahead)
    onWritten?.()
    if (next.mails.length === 0) next = await findDue(parts, [])
  }
  return handled
}

async function findDue(parts: PathParts, inHand: Mail[]): Promise<{ mails: Mail[]; ahead: ReadAhead }> {
  const now = parts.clock.now()
  const mails = await parts.db.mail.findMany({
    where: {
      state: 'received',
      OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }],
      id: { notIn: inHand.map((mail) => mail.id) },
    },
    orderBy: { id: 'asc' },
    take: together,
  })
  return { mails, ahead: readAhead(parts, mails) }
}

/** The attempt is written down before it is made, so that a mail that kills the process counts as tried. */
async function claim({ db }: PathParts, mails: Mail[]): Promise<Mail[]> {
  await db.mail.updateMany({
    where: { id: { in: mails.map((mail) => mail.id) } },
    data: { attempts: { increment: 1 } },
  })
  return mails.map((mail) => ({ ...mail, attempts: mail.attempts + 1 }))
}

/**
 * Group commit: what follows from several mails is written in one transaction. Mails of one sender, or the same mail
 * twice, must see each other's effects, so the group is written before the second of them is looked at.
 */
async function handleTogether(parts: PathParts, mails: Mail[], ahead: ReadAhead): Promise<number> {
  let settled = 0
  for (const group of groups(await readAll(parts, mails, ahead))) settled += await handleGroup(parts, group)
  return settled
}

async function readAll(parts: PathParts, mails: Mail[], ahead: ReadAhead): Promise<ReadMail[]> {
  const read: ReadMail[] = []
  for (const mail of mails) {
    try {
      const ready = async () => (await ahead.get(mail.id)) ?? (await readMail(parts, mail))
      read.push({ ...(await timed(parts.meter, 'understand', ready)), row: mail })
    } catch (error) {
      await failed(parts, mail, error)
      parts.tracer.begin('mail').end({ mailId: mail.id, attempts: mail.attempts }, error)
    }
  }
  return read
}

/** A mail that failed before goes alone. */
function* groups(mails: ReadMail[]): Generator<ReadMail[]> {
  let group: ReadMail[] = []
  for (const mail of mails) {
    const alone = mail.row.attempts > 1
    const related = group.some((each) => each.key === mail.key || each.sender === mail.sender)
    if (group.length > 0 && (alone || related || group[0]?.row.attempts !== mail.row.attempts)) {
      yield group
      group = []
    }
    group.push(mail)
  }
  if (group.length > 0) yield group
}

async function handleGroup(parts: PathParts, group: ReadMail[]): Promise<number> {
  const steps: Changes[] = []
  const written: ReadMail[] = []
  const duplicates = await findDuplicates(parts, group)
  const lookedUp = await lookUp(parts, group)
  for (const mail of group) {
    try {
      const again = duplicates.has(mail.row.id)
      const { unit } = mail
      const here = { ...parts, lookedUp, unit }
      steps.push(await timed(parts.meter, 'decide', async () => await arrive(here, mail, again)))
      written.push(mail)
    } catch (error) {
      await failed(parts, mail.row, error)
      mail.unit.end({ mailId: mail.row.id, attempts: mail.row.attempts }, error)
    }
  }
  try {
    await commit(parts.db, steps)
    for (const [index, { row, unit }] of written.entries()) report({ ...parts, unit }, row, steps[index])
    return written.length
  } catch (error) {
    const [only] = written
    if (only !== undefined && written.length === 1) {
      await failed(parts, only.row, error)
      only.unit.end({ mailId: only.row.id, attempts: only.row.attempts }, error)
      return 0
    }
    // one of them stands in the way: each alone, looked at afresh
    let settled = 0
    for (const mail of written) settled += await handleGroup(parts, [mail])
    return settled
  }
}

/** A log line for each state change, the figures, and the end of the unit of work. */
function report(
  { log, meter, clock, unit }: PathParts,
  { id, arrivedAt, attempts, bytes }: Mail,
  step: Changes | undefined,
): void {
  const { state = 'handled', stateReason: reason = null, requestId = null } = step?.mailMoves[0]?.data ?? {}
  log.info({ mailId: id, ...(requestId === null ? {} : { requestId }), state }, 'mail handled')
  if (step !== undefined) sayMoves(log, step)
  unit.end({ mailId: id, requestId, state, reason, attempts, bytes })
  meter.mail(state, (clock.now().getTime() - arrivedAt.getTime()) / 1000)
}

async function failed(parts: PathParts, mail: Mail, error: unknown): Promise<void> {
  const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
  parts.log.error({ err: known, code: known.code, mailId: mail.id, attempts: mail.attempts }, 'mail not handled')
  parts.meter.failure('mail', known.code)
  // a server or disk that is away is no fault of the mail: it waits as long as that takes
  const outside = known.retry && known.code !== 'internal' && known.code !== 'state_moved_on'
  if (outside || mail.attempts < parts.settings.mailAttempts) {
    const wait = backoffMs(mail.attempts, { firstMs: 2_000, capMs: 300_000 })
    const nextAttemptAt = new Date(parts.clock.now().getTime() + wait)
    await parts.db.mail.updateMany({
      where: { id: mail.id, state: 'received' },
      data: { nextAttemptAt, error: known.code },
    })
    return
  }
  const changes = noChanges()
  await holdFailed(parts, changes, mail, known.code)
  await commit(parts.db, [changes])
  report(parts, mail, changes)
}
