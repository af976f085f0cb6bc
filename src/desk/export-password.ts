// The password of an encrypted export (exports.encryptZip): made from the desk's key and the act whenever it is needed, stored nowhere.
// It travels in a letter of its own, so that neither letter alone opens the data.

import type { DeskKey } from '../lib/desk-key.ts'
import type { PathParts } from './parts.ts'

/** Easily told apart and typed, about 4.9 bits each. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Twenty characters in groups of five, about 98 bits; the same for the same act. */
export function exportPassword(key: DeskKey, actId: string): string {
  const bytes = [1, 2].flatMap((half) => [...Buffer.from(key.mac('export-password', actId, String(half)), 'hex')])
  const letters = bytes
    // every character as likely as any other
    .filter((byte) => byte < 8 * alphabet.length)
    .slice(0, 20)
    .map((byte) => alphabet.charAt(byte % alphabet.length))
    .join('')
  return letters.match(/.{5}/g)?.join('-') ?? letters
}

/** What the export of an act is encrypted with; null where exports are not. */
export function zipPassword({ key, settings }: PathParts, actId: string): string | null {
  return settings.exports.encryptZip ? exportPassword(key, actId) : null
}
