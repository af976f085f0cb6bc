// What a visitor of a link to an export can do: ask for the code, which goes to the stored address alone, and give it, which
// opens the export once. A visit changes nothing. Every try is written down before it is judged, so that many at once are no more
// tries than one after the other. The link ends as `fetched | expired | locked`, and its file with it.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Download, PrivacyRequest } from '../db/generated/client.ts'
import { openSealedFile, type SealedFile } from '../lib/sealed-file.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import { factsOf, note } from './answering.ts'
import { isLinkCode, newLinkCode, tokenHashOf } from './export-link.ts'
import type { PathParts } from './parts.ts'
import { post, postStaffNote } from './post.ts'

export type Link = Download & { request: PrivacyRequest }

/** Letters with a code for one link, and the least time between two. */
const mostCodes = 5
const betweenCodesMs = 60_000
/** A transfer whose end was never written down keeps the link shut for so long, or until the next start. */
const staleMs = 3_600_000

/** At the start nothing is being transferred: what the last process began and did not end can be begun again. */
export async function recoverDownloads({ db }: Pick<PathParts, 'db'>): Promise<void> {
  await db.download.updateMany({ where: { fetchingSince: { not: null } }, data: { fetchingSince: null } })
}

/** The link of a token; null where there is none. What is over by the clock is over, whatever any clean-up has done. */
export async function findLink({ clock, db, key }: PathParts, token: string): Promise<Link | null> {
  const tokenHash = tokenHashOf(key, token)
  if (tokenHash === null) return null
  const link = await db.download.findUnique({ where: { tokenHash, way: 'link' }, include: { request: true } })
  if (link === null) return null
  const over = link.closedAs === null && link.expiresAt <= clock.now() && !isFetching(link, clock.now())
  return over ? { ...link, closedAs: 'expired', closedAt: link.expiresAt } : link
}

/** Whether a code that was sent can still be given. */
export function codeIsOpen(link: Link, now: Date): boolean {
  return link.codeHash !== null && link.codeExpiresAt !== null && link.codeExpiresAt > now
}

/** Null: a code may be asked for now. */
export function codeObstacle(link: Link, now: Date): 'too_soon' | 'no_more' | null {
  if (link.codesSent >= mostCodes) return 'no_more'
  const soon = link.codeSentAt !== null && now.getTime() - link.codeSentAt.getTime() < betweenCodesMs
  return soon ? 'too_soon' : null
}

export type CodeSending = 'sent' | 'too_soon' | 'no_more' | 'closed'

/** A code to the stored address; it replaces the one before. */
export async function sendLinkCode(parts: PathParts, link: Link): Promise<CodeSending> {
  const { clock, db, settings } = parts
  const now = clock.now()
  if (link.closedAs !== null) return 'closed'
  const obstacle = codeObstacle(link, now)
  if (obstacle !== null) return obstacle
  const { count } = await db.download.updateMany({
    where: { id: link.id, closedAs: null, codesSent: link.codesSent },
    data: { codesSent: link.codesSent + 1, codeSentAt: now },
  })
  if (count === 0) return 'too_soon'
  const { code, codeHash } = newLinkCode(parts, link)
  const life = now.getTime() + settings.exports.codeLifeMs
  const codeExpiresAt = new Date(Math.min(life, link.expiresAt.getTime()))
  const changes = noChanges()
  changes.downloadUpdates.push({ id: link.id, data: { codeHash, codeExpiresAt } })
  note(parts, changes, link.requestId, 'download_code_sent', null, undefined, 'requester')
  const { reference, language } = factsOf(link.request)
  await post(
    parts,
    changes,
    'download-code',
    { reference, expiresAt: codeExpiresAt.toISOString() },
    // counted per link: the cap per address must not keep a verified person from their data
    { to: link.sentTo, language, requestId: link.requestId, reference, stored: true, secret: code, uncapped: true },
  )
  await commit(db, [changes])
  return 'sent'
}

export type Opening =
  | { outcome: 'open'; file: SealedFile; name: string; end: (whole: boolean) => Promise<void> }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'missing' | 'code_expired' | 'busy' | 'locked' | 'closed' }

/** Judges the code that was typed; the right one opens the export, and the caller says whether all of it was handed over. */
export async function openDownload(parts: PathParts, link: Link, typed: string): Promise<Opening> {
  const { clock, db, key } = parts
  if (link.closedAs !== null) return { outcome: 'closed' }
  const now = clock.now()
  const { codeHash } = link
  if (codeHash === null || !codeIsOpen(link, now)) return { outcome: 'code_expired' }
  const right = isLinkCode(key, { ...link, codeHash }, typed)
  if (right === null) return { outcome: 'missing' }
  const tried = { id: link.id, closedAs: null, codeHash }
  const { count } = await db.download.updateMany({
    where: { ...tried, tries: link.tries },
    data: { tries: link.tries + 1 },
  })
  if (count === 0) return { outcome: 'busy' }
  // a crash may have come between the last try and the end of the link
  if (!right || link.tries >= parts.settings.verification.maxTries) return await wrongCode(parts, link)
  const begun = await db.download.updateMany({
    where: { ...tried, OR: [{ fetchingSince: null }, { fetchingSince: { lt: new Date(now.getTime() - staleMs) } }] },
    data: { tries: { decrement: 1 }, fetchingSince: now },
  })
  if (begun.count === 0) {
    await db.download.updateMany({ where: { id: link.id }, data: { tries: { decrement: 1 } } })
    return { outcome: 'busy' }
  }
  try {
    const file = await openSealedFile(key.ring, link.file, join(parts.dataFolder, link.file))
    return { outcome: 'open', file, name: link.name, end: async (whole) => await ended(parts, link, whole) }
  } catch (error) {
    await db.download.updateMany({ where: { id: link.id }, data: { fetchingSince: null } })
    throw error
  }
}

async function wrongCode(parts: PathParts, link: Link): Promise<Opening> {
  const changes = noChanges()
  const triesLeft = Math.max(0, parts.settings.verification.maxTries - link.tries - 1)
  note(parts, changes, link.requestId, 'download_code_wrong', null, { triesLeft }, 'requester')
  if (triesLeft > 0) {
    await commit(parts.db, [changes])
    return { outcome: 'wrong', triesLeft }
  }
  close(parts, changes, link, 'locked')
  note(parts, changes, link.requestId, 'download_locked', 'too_many_wrong_codes')
  const { reference } = link.request
  await postStaffNote(
    parts,
    changes,
    { reference, what: 'download_locked', lines: [tooManyTries], dueAt: null },
    link.requestId,
  )
  await commit(parts.db, [changes])
  await removeFile(parts, link)
  return { outcome: 'locked' }
}

/** What broke off can be begun again with the same code, as long as that holds; what went over whole is over. */
async function ended(parts: PathParts, link: Link, whole: boolean): Promise<void> {
  const changes = noChanges()
  if (whole) close(parts, changes, link, 'fetched')
  else changes.downloadUpdates.push({ id: link.id, data: { fetchingSince: null } })
  note(parts, changes, link.requestId, whole ? 'export_fetched' : 'download_broken_off', null, undefined, 'requester')
  await commit(parts.db, [changes])
  parts.log.info({ requestId: link.requestId }, whole ? 'export fetched' : 'download broken off')
  if (whole) await removeFile(parts, link)
}

const tooManyTries = { zh: '原因：下载码输错次数过多', en: 'Reason: too many wrong codes' }

function close({ clock }: PathParts, changes: Changes, link: Link, closedAs: 'fetched' | 'locked'): void {
  const data = { closedAs, closedAt: clock.now(), codeHash: null, fetchingSince: null }
  changes.downloadUpdates.push({ id: link.id, data })
}

/** After a crash in between, retention finds a file that nothing names. */
async function removeFile({ dataFolder }: PathParts, { file }: Link): Promise<void> {
  await rm(join(dataFolder, file), { force: true })
}

function isFetching({ fetchingSince }: Link, now: Date): boolean {
  return fetchingSince !== null && now.getTime() - fetchingSince.getTime() < staleMs
}
