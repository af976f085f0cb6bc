// An export that leaves as a link: a token of 157 bits that only the result letter holds, good for one complete transfer and a
// limited time, and worth nothing without a code that is sent to the stored address when somebody asks for it on the page of the
// link (download.ts). The desk keeps keyed hashes of both.

import type { DeskKey } from '../lib/desk-key.ts'
import type { Changes } from '../requests/changes.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { codesIn, newCode } from './verification/challenge.ts'

/** 32 characters that survive a mail program which writes the link in other letter case. */
const tokenShape = /^[2-9A-HJKMNP-TV-Z]{32}$/

/** Whether this export leaves as a link, by the settings. */
export function leavesAsLink({ settings }: PathParts, bytes: number): boolean {
  return settings.exports.linkBase !== null && bytes > settings.exports.linkAboveBytes
}

/** The token stands in the letter alone, until it has left. */
export function openLink(
  parts: PathParts,
  changes: Changes,
  requestId: string,
  sentTo: string,
  { file, name }: { file: string; name: string },
): { token: string; expiresAt: Date } {
  const { chance, clock, key, settings } = parts
  const now = clock.now()
  const token = chance.letters(32)
  const expiresAt = new Date(now.getTime() + settings.exports.linkLifeMs)
  const id = chance.id(now)
  changes.downloads.push({
    id,
    requestId,
    tokenHash: hashToken(key, token),
    file,
    name,
    sentTo,
    createdAt: now,
    expiresAt,
  })
  note(parts, changes, requestId, 'export_link_made', null, { until: expiresAt.toISOString() })
  return { token, expiresAt }
}

/** Null where the text has not the shape of a token; nothing is looked up for it. */
export function tokenHashOf(key: DeskKey, text: string): string | null {
  const token = text.toUpperCase()
  return tokenShape.test(token) ? hashToken(key, token) : null
}

function hashToken(key: DeskKey, token: string): string {
  return key.mac('download-token', token)
}

/** A code for one link and one address. */
export function newLinkCode({ chance, key }: PathParts, link: { id: string; sentTo: string }) {
  const code = newCode(chance)
  return { code, codeHash: key.mac('download-code', code.replace('-', ''), link.id, link.sentTo) }
}

/** Whether what was typed is the code; null where it holds none. Compared in constant time. */
export function isLinkCode(
  key: DeskKey,
  link: { id: string; sentTo: string; codeHash: string },
  typed: string,
): boolean | null {
  const [code] = codesIn(typed)
  return code === undefined ? null : key.matches(link.codeHash, 'download-code', code, link.id, link.sentTo)
}
