// What the desk itself forgets, and when: the bytes of settled mail, exports that were sent, and files that a crash left
// without a row. The trail and the requests' own rows stay.

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/client.ts'
import type { Clock } from '../lib/clock.ts'

export interface TidyParts {
  db: Db
  clock: Clock
  dataFolder: string
  mailDays: number
  exportDays: number
}

const dayMs = 86_400_000
/** A file this young may belong to work that is under way. */
const youngMs = 3_600_000

/** Returns how many files went. Safe to run at any time, and again after a crash. */
export async function tidy(parts: TidyParts): Promise<number> {
  return (
    (await forgetMails(parts)) +
    (await forgetExports(parts)) +
    (await sweep(parts, 'mails')) +
    (await sweep(parts, 'exports'))
  )
}

async function forgetMails({ db, clock, dataFolder, mailDays }: TidyParts): Promise<number> {
  const before = new Date(clock.now().getTime() - mailDays * dayMs)
  const mails = await db.mail.findMany({
    where: {
      source: { not: null },
      handledAt: { lt: before },
      OR: [{ requestId: null }, { request: { settledAt: { lt: before } } }],
    },
    select: { id: true, source: true },
    take: 1000,
  })
  for (const { id, source } of mails) {
    if (source !== null) await rm(join(dataFolder, 'mails', source), { force: true })
    await db.mail.updateMany({ where: { id }, data: { source: null } })
  }
  return mails.length
}

async function forgetExports({ db, clock, dataFolder, exportDays }: TidyParts): Promise<number> {
  const before = new Date(clock.now().getTime() - exportDays * dayMs)
  const letters = await db.outboxLetter.findMany({
    where: { attachment: { not: null }, state: { in: ['sent', 'given_up', 'bounced'] }, createdAt: { lt: before } },
    select: { id: true, attachment: true },
    take: 1000,
  })
  for (const { id, attachment } of letters) {
    if (attachment !== null) await rm(join(dataFolder, attachment), { force: true })
    await db.outboxLetter.updateMany({ where: { id }, data: { attachment: null } })
  }
  return letters.length
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
  return (
    (await db.act.count({
      where: { id: name.replace(/\..*$/, ''), state: { in: ['started', 'done'] }, request: { state: 'in_progress' } },
    })) > 0
  )
}
