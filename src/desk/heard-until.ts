// How far the desk has heard: nothing ends, and no deletion that waited is carried out, while a mail that could change it still waits.

import type { PathParts } from './parts.ts'

/** Up to when every mail that reached the mailbox was worked on: an answer that still waits there must not come too late. */
export async function heardUntil({ db }: PathParts): Promise<Date | null> {
  const box = await db.mailbox.findFirst({
    where: { lastPolledAt: { not: null } },
    orderBy: { lastPolledAt: 'desc' },
    select: { lastPolledAt: true },
  })
  const polled = box?.lastPolledAt ?? null
  const waiting = await db.mail.findFirst({
    where: { state: 'received' },
    orderBy: { arrivedAt: 'asc' },
    select: { arrivedAt: true },
  })
  return polled !== null && waiting !== null && waiting.arrivedAt < polled ? waiting.arrivedAt : polled
}
