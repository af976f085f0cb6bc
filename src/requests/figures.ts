// What waits, what is due and when the desk last did what, read from its database: for the metrics, the alerts and the commands. No figure
// is about a person.

import type { Db } from '../db/client.ts'
import { readMark } from '../db/marks.ts'
import type { Clock } from '../lib/clock.ts'
import { openStates } from './states.ts'

export interface DeskFigures {
  mails: Record<string, number>
  requests: Record<string, number>
  letters: Record<string, number>
  /** seconds since the oldest mail that waits arrived; 0 where none waits */
  oldestMailSeconds: number
  /** seconds since the oldest letter that waits was written; 0 where none waits */
  oldestLetterSeconds: number
  /** seconds by which the request whose next step is most overdue is late; 0 where none is */
  oldestStepSeconds: number
  dueSoon: number
  dueWithinDay: number
  overdue: number
  /** when the next open request is due */
  nextDueAt: Date | null
  lastPolledAt: Date | null
  lastSentAt: Date | null
  lastBackupAt: Date | null
}

export async function readFigures(db: Db, clock: Clock): Promise<DeskFigures> {
  const now = clock.now()
  const within = (days: number) => ({ gte: now, lt: new Date(now.getTime() + days * 86_400_000) })
  const since = (time: Date | null | undefined) =>
    time === null || time === undefined ? 0 : Math.max(0, (now.getTime() - time.getTime()) / 1000)
  const open = { state: { in: [...openStates] } }
  const [mails, requests, letters] = [
    await db.mail.groupBy({ by: ['state'], _count: true }),
    await db.privacyRequest.groupBy({ by: ['state'], _count: true }),
    await db.outboxLetter.groupBy({ by: ['state'], _count: true }),
  ]
  const counts = (rows: { state: string; _count: number }[]) =>
    Object.fromEntries(rows.map((row) => [row.state, row._count]))
  const mail = await db.mail.findFirst({
    where: { state: 'received' },
    orderBy: { id: 'asc' },
    select: { arrivedAt: true },
  })
  const letter = await db.outboxLetter.findFirst({
    where: { state: 'queued' },
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  })
  const step = await db.privacyRequest.findFirst({
    where: { state: 'in_progress', nextStepAt: { not: null } },
    orderBy: { nextStepAt: 'asc' },
    select: { nextStepAt: true },
  })
  const next = await db.privacyRequest.findFirst({ where: open, orderBy: { dueAt: 'asc' }, select: { dueAt: true } })
  const polled = await db.mailbox.findFirst({ orderBy: { lastPolledAt: 'desc' }, select: { lastPolledAt: true } })
  const sent = await db.outboxLetter.findFirst({
    where: { state: 'sent' },
    orderBy: { createdAt: 'desc' },
    select: { sentAt: true },
  })
  return {
    mails: counts(mails),
    requests: counts(requests),
    letters: counts(letters),
    oldestMailSeconds: since(mail?.arrivedAt),
    oldestLetterSeconds: since(letter?.createdAt),
    oldestStepSeconds: since(step?.nextStepAt),
    dueSoon: await db.privacyRequest.count({ where: { ...open, dueAt: within(3) } }),
    dueWithinDay: await db.privacyRequest.count({ where: { ...open, dueAt: within(1) } }),
    overdue: await db.privacyRequest.count({ where: { ...open, dueAt: { lt: now } } }),
    nextDueAt: next?.dueAt ?? null,
    lastPolledAt: polled?.lastPolledAt ?? null,
    lastSentAt: sent?.sentAt ?? null,
    lastBackupAt: (await readMark(db, 'backup'))?.at ?? null,
  }
}
