// What the desk itself forgets, and when: raw mails, exports, letters, codes, the persons behind closed requests, each after a period
// of its own (docs/keeping.md says which law stands behind each), and files that a crash left without a row. The trail stays.

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/client.ts'
import type { Clock } from '../lib/clock.ts'
import { upgradeFolder } from '../lib/data-folder.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { forgetLetters, forgetMails, forgetRequest } from './forget.ts'
import { forgetPerson } from './forget-person.ts'
import { forgetViews } from './forget-views.ts'

export interface TidyParts {
  db: Db
  clock: Clock
  dataFolder: string
  mailDays: number
  exportDays: number
  letterDays: number
  codeDays: number
  requestDays: number
  afterDeletionDays: number
}

const dayMs = 86_400_000
/** A file this young may belong to work that is under way. */
const youngMs = 3_600_000
const atOnce = 500
/** As long as the person behind a deletion is kept by default. */
const upgradeDays = 14

/** Returns how many rows were emptied and files removed. Safe to run at any time, and again after a crash. */
export async function tidy(parts: TidyParts): Promise<number> {
  const gone =
    (await repeat(async () => await afterDeletions(parts))) +
    (await repeat(async () => await oldMails(parts))) +
    (await oldExports(parts)) +
    (await oldLinks(parts)) +
    (await repeat(async () => await oldLetters(parts))) +
    (await oldCodes(parts)) +
    (await oldSignIns(parts)) +
    (await forgetViews(parts.db, { keptBefore: daysAgo(parts, parts.mailDays) })) +
    (await repeat(async () => await oldRequests(parts))) +
    (await sweep(parts, 'mails')) +
    (await sweep(parts, 'exports')) +
    (await oldUpgrades(parts))
  // what was removed must not stay in the write-ahead log
  if (gone > 0) await parts.db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  return gone
}

async function repeat(some: () => Promise<number>): Promise<number> {
  let sum = 0
  for (let count = await some(); count > 0; count = await some()) sum += count
  return sum
}

function daysAgo({ clock }: TidyParts, days: number): Date {
  return new Date(clock.now().getTime() - days * dayMs)
}

/** Sessions, links and sign-ins under way of staff that are over. */
async function oldSignIns({ db, clock }: TidyParts): Promise<number> {
  const where = { expiresAt: { lt: clock.now() } }
  const gone = [
    await db.staffSession.deleteMany({ where }),
    await db.staffLink.deleteMany({ where }),
    await db.staffVerification.deleteMany({ where }),
  ]
  return gone.reduce((sum, { count }) => sum + count, 0)
}

async function oldMails(parts: TidyParts): Promise<number> {
  const { db, clock, dataFolder, mailDays } = parts
  const before = daysAgo(parts, mailDays)
  const mails = await db.mail.findMany({
    where: {
      forgottenAt: null,
      handledAt: { lt: before },
      OR: [{ requestId: null }, { request: { settledAt: { lt: before } } }],
    },
    select: { id: true, source: true },
    take: atOnce,
  })
  if (mails.length > 0) await forgetMails(db, dataFolder, mails, clock.now())
  return mails.length
}

async function oldExports(parts: TidyParts): Promise<number> {
  const { db, dataFolder, exportDays } = parts
  const letters = await db.outboxLetter.findMany({
    where: {
      attachment: { not: null },
      state: { not: 'queued' },
      createdAt: { lt: daysAgo(parts, exportDays) },
    },
    select: { id: true, attachment: true },
  })
  for (const { id, attachment } of letters) {
    if (attachment !== null) await rm(join(dataFolder, attachment), { force: true })
    await db.outboxLetter.updateMany({ where: { id }, data: { attachment: null } })
  }
  return letters.length
}

/** Links that nobody used in time, and their files; the record of links that are closed goes with that of codes. */
async function oldLinks(parts: TidyParts): Promise<number> {
  const { db, clock, dataFolder, codeDays } = parts
  const now = clock.now()
  const hourAgo = new Date(now.getTime() - youngMs)
  const links = await db.download.findMany({
    where: {
      closedAs: null,
      expiresAt: { lte: now },
      OR: [{ fetchingSince: null }, { fetchingSince: { lt: hourAgo } }],
    },
    select: { id: true, requestId: true, file: true },
  })
  for (const { id, requestId, file } of links) {
    const changes = noChanges()
    changes.downloadUpdates.push({ id, data: { closedAs: 'expired', closedAt: now, codeHash: null } })
    changes.events.push({ requestId, at: now, actor: 'desk', type: 'export_link_expired', reason: null })
    await commit(db, [changes])
    await rm(join(dataFolder, file), { force: true })
  }
  const { count } = await db.download.deleteMany({ where: { closedAt: { lt: daysAgo(parts, codeDays) } } })
  return links.length + count
}

async function oldLetters(parts: TidyParts): Promise<number> {
  const { db, clock, dataFolder, letterDays } = parts
  const letters = await db.outboxLetter.findMany({
    where: { forgottenAt: null, state: { not: 'queued' }, createdAt: { lt: daysAgo(parts, letterDays) } },
    select: { id: true, attachment: true },
    take: atOnce,
  })
  if (letters.length > 0) await forgetLetters(db, dataFolder, letters, clock.now())
  return letters.length
}

async function oldCodes(parts: TidyParts): Promise<number> {
  const { count } = await parts.db.challenge.deleteMany({ where: { closedAt: { lt: daysAgo(parts, parts.codeDays) } } })
  return count
}

async function oldRequests(parts: TidyParts): Promise<number> {
  const { db, clock, requestDays } = parts
  const requests = await db.privacyRequest.findMany({
    where: { forgottenAt: null, settledAt: { lt: daysAgo(parts, requestDays) } },
    select: { id: true },
    take: atOnce,
  })
  for (const { id } of requests) await forgetRequest(db, id, clock.now(), false)
  return requests.length
}

/**
 * PIPL Art. 47, GDPR Art. 17: who was deleted at the platform is not kept by the desk either. Every closed request, mail and letter of
 * that address or account loses its person; of each request the keyed hash stays until its own period ends.
 */
async function afterDeletions(parts: TidyParts): Promise<number> {
  const { db, clock, afterDeletionDays } = parts
  const deletions = await db.privacyRequest.findMany({
    where: {
      reducedAt: null,
      settledAt: { lte: daysAgo(parts, afterDeletionDays) },
      OR: [
        { acts: { some: { kind: 'deletion', state: 'done' } } },
        // carried out by a desk that was lost, see backup/settle-restored.ts
        { events: { some: { reason: 'restored_deleted' } } },
      ],
      letters: { none: { state: 'queued' } },
      downloads: { none: { closedAs: null } },
    },
    select: { id: true, requester: true, subjectKey: true, subjectAddress: true },
    take: atOnce,
  })
  for (const deletion of deletions) {
    await forgetPerson(parts, deletion)
    await forgetRequest(db, deletion.id, clock.now(), true)
  }
  return deletions.length
}

/** The copy made before an upgrade holds what is forgotten since: it goes when nobody will go back any more. */
async function oldUpgrades({ clock, dataFolder }: TidyParts): Promise<number> {
  const folder = upgradeFolder(dataFolder)
  const names = await readdir(folder).catch(() => [])
  let gone = 0
  for (const name of names) {
    const { mtimeMs } = await stat(join(folder, name))
    if (clock.now().getTime() - mtimeMs < upgradeDays * dayMs) continue
    await rm(join(folder, name), { recursive: true, force: true })
    gone++
  }
  return gone
}

async function sweep({ db, clock, dataFolder }: TidyParts, folder: 'mails' | 'exports'): Promise<number> {
  let gone = 0
  for (const name of await readdir(join(dataFolder, folder))) {
    const file = join(dataFolder, folder, name)
    const { mtimeMs } = await stat(file)
    if (clock.now().getTime() - mtimeMs < youngMs || (await isNamed(db, folder, name))) continue
    await rm(file, { force: true })
    gone++
  }
  return gone
}

async function isNamed(db: Db, folder: 'mails' | 'exports', name: string): Promise<boolean> {
  if (folder === 'mails') {
    const id = name.replace(/\.eml$/, '')
    return (await db.mail.count({ where: { id, source: name } })) > 0
  }
  const attached = await db.outboxLetter.count({ where: { attachment: `exports/${name}` } })
  if (attached > 0) return true
  if ((await db.download.count({ where: { file: `exports/${name}`, closedAs: null } })) > 0) return true
  return (
    (await db.act.count({
      where: { id: name.replace(/\..*$/, ''), state: { in: ['started', 'done'] }, request: { state: 'in_progress' } },
    })) > 0
  )
}
