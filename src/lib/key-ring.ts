// The keys that data at rest is encrypted with: the first is the current one and encrypts what is new, the others still open what
// was encrypted before a rotation. A key is named by an id made from it, which stands with everything that it encrypted.

import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { DeskError } from '../errors.ts'

export interface RingKey {
  /** 8 hexadecimal digits; tells nothing of the key */
  id: string
  /** AES-256 key for single values */
  values: KeyObject
  /** from it each file's own key is made */
  files: KeyObject
}

export interface KeyRing {
  current: RingKey
  /** throws `desk_key_missing` for an id that is not on the ring */
  byId(id: string): RingKey
  /** ids, the current one first */
  ids: string[]
}

export function keyRing(secrets: Buffer[]): KeyRing {
  const keys = secrets.map(ringKey)
  const [current] = keys
  if (current === undefined) throw new Error('a key ring without a key')
  return {
    current,
    ids: keys.map((key) => key.id),
    byId: (id) => {
      const key = keys.find((each) => each.id === id)
      if (key !== undefined) return key
      throw new DeskError('desk_key_missing', {
        retry: false,
        message: `This was encrypted with the key ${id}, which is not at hand: put it back behind the current one (desk.key, HABEAS_KEY_FILE or HABEAS_KEY).`,
      })
    },
  }
}

/** Keys as written in a file or in the environment: 64 hexadecimal digits each, apart by blanks, commas or lines. */
export function readKeys(text: string, where: string): Buffer[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length > 0 && words.every((word) => /^[0-9a-f]{64}$/i.test(word))) {
    return words.map((word) => Buffer.from(word, 'hex'))
  }
  throw new DeskError('desk_key_invalid', {
    retry: false,
    message: `${where} holds no key: 64 hexadecimal digits are wanted (openssl rand -hex 32), after a rotation the old key behind the new one.`,
  })
}

export function writeKeys(secrets: Buffer[]): string {
  return secrets.map((secret) => `${secret.toString('hex')}\n`).join('')
}

export function newSecret(): Buffer {
  return randomBytes(32)
}

export function keyId(secret: Buffer): string {
  return createHmac('sha256', secret).update('habeas key id').digest('hex').slice(0, 8)
}

function ringKey(secret: Buffer): RingKey {
  const derive = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))
  return { id: keyId(secret), values: derive('habeas values'), files: derive('habeas files') }
}
