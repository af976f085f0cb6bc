// The desk's figures in Prometheus' format, read from the database when they are asked for. Labels are states and codes alone.

import { Gauge, Registry } from 'prom-client'
import type { Db } from '../db/client.ts'
import type { Clock } from '../lib/clock.ts'
import { openStates } from '../requests/states.ts'

export interface DeskFigures {
  mails: Record<string, number>
  requests: Record<string, number>
  letters: Record<string, number>
  /** seconds since the oldest mail that waits arrived; 0 where none waits */
  oldestMailSeconds: number
  dueSoon: number
  overdue: number
}

export async function readFigures(db: Db, clock: Clock): Promise<DeskFigures> {
  const now = clock.now()
  const soon = new Date(now.getTime() + 3 * 86_400_000)
  const open = { state: { in: [...openStates] } }
  const [mails, requests, letters, oldest, dueSoon, overdue] = [
    await db.mail.groupBy({ by: ['state'], _count: true }),
    await db.privacyRequest.groupBy({ by: ['state'], _count: true }),
    await db.outboxLetter.groupBy({ by: ['state'], _count: true }),
    await db.mail.findFirst({ where: { state: 'received' }, orderBy: { id: 'asc' }, select: { arrivedAt: true } }),
    await db.privacyRequest.count({ where: { ...open, dueAt: { gte: now, lt: soon } } }),
    await db.privacyRequest.count({ where: { ...open, dueAt: { lt: now } } }),
  ]
  const counts = (rows: { state: string; _count: number }[]) =>
    Object.fromEntries(rows.map((row) => [row.state, row._count]))
  return {
    mails: counts(mails),
    requests: counts(requests),
    letters: counts(letters),
    oldestMailSeconds: oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.arrivedAt.getTime()) / 1000),
    dueSoon,
    overdue,
  }
}

export function createMetrics(
  db: Db,
  clock: Clock,
  connected: () => { imap: boolean; smtp: boolean },
): () => Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const mails = gauge('habeas_mails', 'Mails by state', ['state'])
  const requests = gauge('habeas_requests', 'Requests by state', ['state'])
  const letters = gauge('habeas_letters', 'Letters by state', ['state'])
  const oldest = gauge('habeas_oldest_mail_seconds', 'Seconds since the oldest unhandled mail arrived')
  const dueSoon = gauge('habeas_requests_due_soon', 'Open requests due within three days')
  const overdue = gauge('habeas_requests_overdue', 'Open requests past their deadline')
  const up = gauge('habeas_connected', '1 where the last contact with the server went well', ['server'])
  return async () => {
    const figures = await readFigures(db, clock)
    for (const [metric, values] of [
      [mails, figures.mails],
      [requests, figures.requests],
      [letters, figures.letters],
    ] as const) {
      metric.reset()
      for (const [state, count] of Object.entries(values)) metric.set({ state }, count)
    }
    oldest.set(figures.oldestMailSeconds)
    dueSoon.set(figures.dueSoon)
    overdue.set(figures.overdue)
    const { imap, smtp } = connected()
    up.set({ server: 'imap' }, imap ? 1 : 0)
    up.set({ server: 'smtp' }, smtp ? 1 : 0)
    return await registry.metrics()
  }
}
