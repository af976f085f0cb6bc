// The desk's secrets: the keys that data at rest is encrypted with (key-ring.ts), from the environment or a file, made at `init` or
// first start (mode 0600); and one that never changes, from which keyed hashes are made, one key per purpose (HKDF, RFC 5869). That
// one lies beside the data, encrypted with the current key, so that codes, look-ups and the trail survive a rotation.

import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DeskError } from '../errors.ts'
import { type KeyRing, keyRing, newSecret, readKeys, writeKeys } from './key-ring.ts'
import { openText, sealText } from './sealed-text.ts'

export interface DeskKey {
  /** hex HMAC-SHA-256 of the parts under the key of that purpose */
  mac(purpose: string, ...parts: string[]): string
  /** constant-time comparison of `mac(purpose, ...parts)` with `expected` */
  matches(expected: string, purpose: string, ...parts: string[]): boolean
  /** encrypts data at rest */
  ring: KeyRing
}

/** Where the keys come from. */
export interface KeyPlace {
  dataFolder: string
  /** keys given in the environment (HABEAS_KEY) */
  given?: string | undefined
  /** another file than desk.key in the data folder (HABEAS_KEY_FILE) */
  file?: string | undefined
}

export const keyFile = ({ dataFolder, file }: KeyPlace): string => file ?? join(dataFolder, 'desk.key')
export const hashKeyFile = ({ dataFolder }: KeyPlace): string => join(dataFolder, 'hash.key')

/**
 * Makes what is missing at the very first start. Throws `desk_key_invalid`, or `desk_key_missing` where there are data (`began`) and
 * no key, or another than theirs.
 */
export async function loadDeskKey(place: KeyPlace, began = false): Promise<DeskKey> {
  if (began) return (await loadDeskKeyIfAny(place)) ?? missing(place)
  const secrets = (await readSecrets(place)) ?? readKeys(await createFile(keyFile(place), writeKeys([newSecret()])), '')
  const ring = keyRing(secrets)
  const sealed =
    (await textOf(hashKeyFile(place))) ?? (await createFile(hashKeyFile(place), sealHashSecret(ring, randomBytes(32))))
  return deskKey(ring, openHashSecret(ring, sealed))
}

function missing(place: KeyPlace): never {
  throw new DeskError('desk_key_missing', {
    retry: false,
    message: `The desk's database is there and its keys are not (${keyFile(place)}, ${hashKeyFile(place)}): nothing that it keeps can be read without them. Restore both from a backup, or move the database away to begin anew.`,
  })
}

/** The same without making anything: null where the desk never ran here. */
export async function loadDeskKeyIfAny(place: KeyPlace): Promise<DeskKey | null> {
  const secrets = await readSecrets(place)
  const sealed = await textOf(hashKeyFile(place))
  if (secrets === null || sealed === null) return null
  const ring = keyRing(secrets)
  return deskKey(ring, openHashSecret(ring, sealed))
}

/** The keys of the ring, the current one first; null where there are none. */
export async function readSecrets(place: KeyPlace): Promise<Buffer[] | null> {
  if (place.given !== undefined) return readKeys(place.given, 'HABEAS_KEY')
  const file = keyFile(place)
  const text = await textOf(file)
  if (text !== null) return readKeys(text, file)
  if (place.file === undefined) return null
  throw new DeskError('desk_key_missing', {
    retry: false,
    message: `There is no key file ${file}: put the key there that HABEAS_KEY_FILE names (openssl rand -hex 32 makes a first one).`,
  })
}

/** Writes other keys to the key file: whole, or not at all. */
export async function replaceSecrets(place: KeyPlace, secrets: Buffer[]): Promise<void> {
  await replaceFile(keyFile(place), writeKeys(secrets))
}

/** Encrypts the secret of the keyed hashes with the current key. Returns whether it was under another. */
export async function renewHashSecret(place: KeyPlace, ring: KeyRing): Promise<void> {
  const sealed = await textOf(hashKeyFile(place))
  if (sealed === null) return
  await replaceFile(hashKeyFile(place), sealHashSecret(ring, openHashSecret(ring, sealed)))
}

/** A key from its parts. */
export function deskKey(ring: KeyRing, hashSecret: Buffer): DeskKey {
  const keys = new Map<string, KeyObject>()
  const keyFor = (purpose: string) => {
    const known = keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', hashSecret, '', purpose, 32)))
    keys.set(purpose, known)
    return known
  }
  // the length before each part keeps ('ab', 'c') and ('a', 'bc') apart
  const mac = (purpose: string, ...parts: string[]) =>
    createHmac('sha256', keyFor(purpose))
      .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
      .digest('hex')
  return {
    ring,
    mac,
    matches: (expected, purpose, ...parts) => {
      const actual = Buffer.from(mac(purpose, ...parts))
      const wanted = Buffer.from(expected)
      return actual.length === wanted.length && timingSafeEqual(actual, wanted)
    },
  }
}

const hashPlace = 'hash.key'

function sealHashSecret(ring: KeyRing, secret: Buffer): string {
  return `${sealText(ring, hashPlace, secret.toString('hex'))}\n`
}

function openHashSecret(ring: KeyRing, sealed: string): Buffer {
  return Buffer.from(openText(ring, hashPlace, sealed.trim()), 'hex')
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Written whole under another name first: a crash leaves no half key, and of two first starts one key wins. */
async function createFile(file: string, text: string): Promise<string> {
  const draft = await writeDraft(file, text)
  await link(draft, file).catch(() => undefined)
  await rm(draft, { force: true })
  const written = await textOf(file)
  if (written === null) throw new Error(`${file} could not be written`)
  return written
}

async function replaceFile(file: string, text: string): Promise<void> {
  await rename(await writeDraft(file, text), file)
  const folder = await open(dirname(file))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return draft
}
