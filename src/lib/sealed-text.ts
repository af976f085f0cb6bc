// One value encrypted at rest: AES-256-GCM (NIST SP 800-38D), a nonce of its own, the key's id beside it. The place where the value
// stands is bound to it, so that a value moved to another row, column or table does not open.

import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import { DeskError } from '../errors.ts'
import type { KeyRing } from './key-ring.ts'

const mark = 'h1'
const nonceBytes = 12
const tagBytes = 16

/** `h1.KEYID.BASE64URL` of nonce, ciphertext and tag. */
export function sealText({ current }: KeyRing, place: string, text: string): string {
  const nonce = freshNonce()
  const cipher = createCipheriv('aes-256-gcm', current.values, nonce)
  cipher.setAAD(Buffer.from(`${mark}.${current.id}.${place}`))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${mark}.${current.id}.${sealed.toString('base64url')}`
}

/** Throws `record_unreadable` where the text was changed or stands in another place, `desk_key_missing` without its key. */
export function openText(ring: KeyRing, place: string, sealed: string): string {
  const id = sealedWith(sealed)
  if (id === null) throw unreadable(place)
  const key = ring.byId(id)
  const bytes = Buffer.from(sealed.slice(mark.length + id.length + 2), 'base64url')
  if (bytes.length < nonceBytes + tagBytes) throw unreadable(place)
  const decipher = createDecipheriv('aes-256-gcm', key.values, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(`${mark}.${id}.${place}`))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  try {
    return (
      decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes), undefined, 'utf8') + decipher.final('utf8')
    )
  } catch (cause) {
    throw unreadable(place, cause)
  }
}

/** Id of the key that a value was encrypted with; null where it is no encrypted value. */
export function sealedWith(sealed: string): string | null {
  return /^h1\.([0-9a-f]{8})\./.exec(sealed)?.[1] ?? null
}

export function unreadable(place: string, cause?: unknown): DeskError {
  return new DeskError('record_unreadable', {
    retry: false,
    cause,
    message: `What the desk keeps at ${place} was changed or damaged and does not open: restore database and data folder from one backup.`,
  })
}

/** Asking for chance costs more than using it: it is fetched for many nonces at once, each byte used once. */
const pool = Buffer.alloc(nonceBytes * 512)
let used = pool.length

function freshNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += nonceBytes
  // a copy: the pool is filled again while the nonce may still be held
  return Buffer.from(pool.subarray(used - nonceBytes, used))
}
