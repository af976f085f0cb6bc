// THE PATH, in three short loops: a mail arrives; a request moves on; due letters go out. Each loop takes what is due from the
// desk's database, so that a crash at any line is followed by the same work, found again. Read the verbs down the folders:
// receive, triage, classify, verify, fulfil, compose, send.

import type { Mail } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import { arrive } from './arrivals.ts'
import { holdFailed } from './hold-failed.ts'
import type { PathParts } from './parts.ts'

/** Mails whose changes share one transaction; more is faster, fewer redoes less after a failure. */
const together = 25

/** Works on every stored mail that is due; returns how many were settled. One mail's failure never stops the rest. */
export async function handleMails(parts: PathParts, signal?: AbortSignal, onWritten?: () => void): Promise<number> {
  let handled = 0
  while (!signal?.aborted) {
    const mails = await claim(parts)
    if (mails.length === 0) return handled
    handled += await handleTogether(parts, mails)
    onWritten?.()
  }
  return handled
}

/** The attempt is written down before it is made, so that a mail that kills the process counts as tried. */
async function claim(parts: PathParts): Promise<Mail[]> {
  const { db, clock } = parts
  const now = clock.now()
  const mails = await db.mail.findMany({
    where: { state: 'received', OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }] },
    orderBy: { id: 'asc' },
    take: together,
  })
  if (mails.length === 0) return []
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
async function handleTogether(parts: PathParts, mails: Mail[]): Promise<number> {
  let group: { mail: Mail; changes: Changes }[] = []
  let seen = new Set<string>()
  let settled = 0
  const write = async () => {
    settled += await writeGroup(parts, group)
    group = []
    seen = new Set()
  }
  for (const mail of mails) {
    try {
      // a mail that failed before goes alone
      if (mail.attempts > 1) await write()
      let arrival = await arrive(parts, mail)
      const marks = [arrival.key, arrival.sender ?? 'no sender']
      if (marks.some((mark) => seen.has(mark))) {
        await write()
        arrival = await arrive(parts, mail)
      }
      for (const mark of marks) seen.add(mark)
      group.push({ mail, changes: arrival.changes })
      if (mail.attempts > 1) await write()
    } catch (error) {
      await failed(parts, mail, error)
    }
  }
  await write()
  return settled
}

async function writeGroup(parts: PathParts, group: { mail: Mail; changes: Changes }[]): Promise<number> {
  if (group.length === 0) return 0
  try {
    await commit(
      parts.db,
      group.map((each) => each.changes),
    )
    for (const { mail } of group) parts.log.info({ mailId: mail.id }, 'mail handled')
    return group.length
  } catch (error) {
    const [only] = group
    if (group.length === 1 && only !== undefined) {
      await failed(parts, only.mail, error)
      return 0
    }
    // one of them stands in the way: each alone, looked at afresh
    let settled = 0
    for (const { mail } of group) {
      try {
        const { changes } = await arrive(parts, mail)
        settled += await writeGroup(parts, [{ mail, changes }])
      } catch (cause) {
        await failed(parts, mail, cause)
      }
    }
    return settled
  }
}

async function failed(parts: PathParts, mail: Mail, error: unknown): Promise<void> {
  const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
  parts.log.error({ err: known, code: known.code, mailId: mail.id, attempts: mail.attempts }, 'mail not handled')
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
}
