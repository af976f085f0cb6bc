// The desk's secret key, made at first start in the data folder (mode 0600), and what is derived from it, one key per purpose
// (HKDF, RFC 5869). Without it codes cannot be checked and the desk's own letters are no longer recognised.

import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface DeskKey {
  /** hex HMAC-SHA-256 of the parts under the key of that purpose */
  mac(purpose: string, ...parts: string[]): string
  /** constant-time comparison of `mac(purpose, ...parts)` with `expected` */
  matches(expected: string, purpose: string, ...parts: string[]): boolean
}

export async function loadDeskKey(folder: string): Promise<DeskKey> {
  const file = join(folder, 'desk.key')
  return deskKey((await readKey(file)) ?? (await createKey(file)))
}

/** The same without making one: null where the desk never ran here. */
export async function loadDeskKeyIfAny(folder: string): Promise<DeskKey | null> {
  const secret = await readKey(join(folder, 'desk.key'))
  return secret === null ? null : deskKey(secret)
}

/** A key from its 32 bytes. */
export function deskKey(secret: Buffer): DeskKey {
  const keys = new Map<string, KeyObject>()
  const keyFor = (purpose: string) => {
    const known = keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))
    keys.set(purpose, known)
    return known
  }
  // the length before each part keeps ('ab', 'c') and ('a', 'bc') apart
  const mac = (purpose: string, ...parts: string[]) =>
    createHmac('sha256', keyFor(purpose))
      .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
      .digest('hex')
  return {
    mac,
    matches: (expected, purpose, ...parts) => {
      const actual = Buffer.from(mac(purpose, ...parts))
      const wanted = Buffer.from(expected)
      return actual.length === wanted.length && timingSafeEqual(actual, wanted)
    },
  }
}

async function readKey(file: string): Promise<Buffer | null> {
  try {
    return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Written whole under another name first: a crash leaves no half key, and of two first starts one key wins. */
async function createKey(file: string): Promise<Buffer> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await link(draft, file).catch(() => undefined)
  await rm(draft, { force: true })
  const key = await readKey(file)
  if (key === null) throw new Error('desk.key could not be written')
  return key
}
