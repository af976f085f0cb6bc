// The desk's figures in Prometheus' format: what the database says when they are asked for, what the path counted since the start
// (metrics-meter.ts), and what the process uses. Labels are states and codes alone.

import { stat } from 'node:fs/promises'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Db } from '../db/client.ts'
import { conditions, readMark, standingConditions } from '../db/marks.ts'
import type { Clock } from '../lib/clock.ts'
import { freeBytes } from '../lib/disk.ts'
import type { Meter } from '../lib/meter.ts'
import { readFigures } from '../requests/figures.ts'
import { openStates } from '../requests/states.ts'
import { createMeter } from './metrics-meter.ts'

export interface MetricsParts {
  db: Db
  clock: Clock
  dataFolder: string
  /** the database's file */
  database: string
  connected: () => { imap: boolean; smtp: boolean }
}

export interface Metrics {
  meter: Meter
  /** the page, once the parts are there */
  page(parts: MetricsParts): () => Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  return { meter: createMeter(registry), page: (parts) => metricsPage(registry, parts) }
}

const states = {
  mails: ['received', 'handled', 'set_aside', 'held', 'failed'],
  requests: [...openStates, 'fulfilled', 'declined', 'withdrawn', 'expired'],
  letters: ['queued', 'sent', 'suppressed', 'given_up', 'bounced'],
}

function metricsPage(registry: Registry, { db, clock, dataFolder, database, connected }: MetricsParts) {
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const byState = {
    mails: gauge('habeas_mails', 'Mails by state', ['state']),
    requests: gauge('habeas_requests', 'Requests by state', ['state']),
    letters: gauge('habeas_letters', 'Letters by state', ['state']),
  }
  const oldestMail = gauge('habeas_oldest_mail_seconds', 'Seconds since the oldest unhandled mail arrived')
  const oldestLetter = gauge('habeas_oldest_letter_seconds', 'Seconds since the oldest waiting letter was written')
  const oldestStep = gauge('habeas_oldest_step_seconds', 'Seconds by which the most overdue step of a request is late')
  const dueSoon = gauge('habeas_requests_due_soon', 'Open requests due within three days')
  const dueWithinDay = gauge('habeas_requests_due_within_day', 'Open requests due within one day')
  const overdue = gauge('habeas_requests_overdue', 'Open requests past their deadline')
  const nextDue = gauge('habeas_next_due_timestamp_seconds', 'When the next open request is due; 0 where none is open')
  const up = gauge('habeas_connected', '1 where the last contact with the server went well', ['server'])
  const polled = gauge('habeas_last_poll_timestamp_seconds', 'When the mailbox was read last; 0: never')
  const sent = gauge('habeas_last_letter_timestamp_seconds', 'When a letter left last; 0: never')
  const backup = gauge('habeas_last_backup_timestamp_seconds', 'When the last backup was made; 0: never')
  const size = gauge('habeas_database_bytes', "Size of the desk's database and its write-ahead log", ['file'])
  const free = gauge('habeas_disk_free_bytes', 'Bytes free for the data folder')
  const condition = gauge('habeas_condition', '1 while the operator is told of it', ['condition'])
  const halted = gauge('habeas_halted', '1 while corrections and deletions wait for habeas release')
  const at = (metric: Gauge, time: Date | null) => metric.set((time?.getTime() ?? 0) / 1000)
  return async () => {
    const figures = await readFigures(db, clock)
    for (const what of ['mails', 'requests', 'letters'] as const) {
      for (const state of states[what]) byState[what].set({ state }, figures[what][state] ?? 0)
    }
    oldestMail.set(figures.oldestMailSeconds)
    oldestLetter.set(figures.oldestLetterSeconds)
    oldestStep.set(figures.oldestStepSeconds)
    dueSoon.set(figures.dueSoon)
    dueWithinDay.set(figures.dueWithinDay)
    overdue.set(figures.overdue)
    at(nextDue, figures.nextDueAt)
    at(polled, figures.lastPolledAt)
    at(sent, figures.lastSentAt)
    at(backup, figures.lastBackupAt)
    const { imap, smtp } = connected()
    up.set({ server: 'imap' }, imap ? 1 : 0)
    up.set({ server: 'smtp' }, smtp ? 1 : 0)
    const standing = await standingConditions(db)
    for (const name of conditions) condition.set({ condition: name }, standing.includes(name) ? 1 : 0)
    halted.set((await readMark(db, 'halted')) === null ? 0 : 1)
    size.set({ file: 'database' }, await bytesOf(database))
    size.set({ file: 'wal' }, await bytesOf(`${database}-wal`))
    free.set(await freeBytes(dataFolder))
    return await registry.metrics()
  }
}

async function bytesOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}
