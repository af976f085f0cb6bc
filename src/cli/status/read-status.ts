// How the desk stands, as facts: read from its records alone.

import type { Records } from '../../app-parts.ts'
import type { Settings } from '../../config.ts'
import { readMark, standingConditions } from '../../db/marks.ts'
import { mailboxKey } from '../../desk/intake/receive.ts'
import { readFigures } from '../../requests/figures.ts'
import { openStates } from '../../requests/states.ts'

export type Status = Awaited<ReturnType<typeof readStatus>>

export async function readStatus({ db, clock }: Records, { imap }: Settings) {
  const now = clock.now()
  const figures = await readFigures(db, clock)
  const name = mailboxKey(db.$deskKey(), `${imap.user}@${imap.host}/${imap.folder}`)
  const mailbox = await db.mailbox.findUnique({ where: { name } })
  const open = { state: { in: [...openStates] } }
  const oldestMail = await db.mail.findFirst({ where: { state: 'received' }, orderBy: { arrivedAt: 'asc' } })
  const oldestOpen = await db.privacyRequest.findFirst({ where: open, orderBy: { receivedAt: 'asc' } })
  const oldestLetter = await db.outboxLetter.findFirst({ where: { state: 'queued' }, orderBy: { createdAt: 'asc' } })
  const lastSent = await db.outboxLetter.findFirst({ where: { sentAt: { not: null } }, orderBy: { sentAt: 'desc' } })
  const nextDue = await db.privacyRequest.findFirst({ where: open, orderBy: { dueAt: 'asc' } })
  const halted = await readMark(db, 'halted')
  const heldAfterRestore = await db.mail.count({ where: { state: 'held', stateReason: 'restored' } })
  const lastPolledAt = mailbox?.lastPolledAt ?? null
  return {
    now,
    /** false where the mailbox was not looked at for three of its intervals: no daemon, or it cannot reach the mailbox */
    polling: lastPolledAt !== null && now.getTime() - lastPolledAt.getTime() < 3000 * imap.pollEverySeconds,
    lastPolledAt,
    lastSentAt: lastSent?.sentAt ?? null,
    lastBackupAt: figures.lastBackupAt,
    /** since when and why corrections and deletions are halted */
    halted: halted === null ? null : { at: halted.at, why: halted.note },
    /** what the operator was told of and is not over */
    conditions: await standingConditions(db),
    waiting: {
      mails: figures.mails.received ?? 0,
      oldestMailArrivedAt: oldestMail?.arrivedAt ?? null,
      letters: figures.letters.queued ?? 0,
      oldestLetterAt: oldestLetter?.createdAt ?? null,
      letterError: oldestLetter?.error ?? null,
    },
    open: {
      requests: openStates.reduce((sum, state) => sum + (figures.requests[state] ?? 0), 0),
      byState: Object.fromEntries(openStates.map((state) => [state, figures.requests[state] ?? 0])),
      held: figures.requests.held ?? 0,
      oldestReceivedAt: oldestOpen?.receivedAt ?? null,
      nextDueAt: nextDue?.dueAt ?? null,
      dueWithin3Days: figures.dueSoon,
      overdue: figures.overdue,
    },
    failures: {
      mailsFailed: figures.mails.failed ?? 0,
      lettersGivenUp: figures.letters.given_up ?? 0,
      lettersBounced: figures.letters.bounced ?? 0,
      lettersSuppressed: figures.letters.suppressed ?? 0,
      mailsHeldAfterRestore: heldAfterRestore,
    },
  }
}
