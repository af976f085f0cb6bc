// Identifiers and chance. Row ids are UUIDv7 (RFC 9562 §5.7: sortable by time); references and codes are for people to read
// and type, so they leave out characters that look alike.

import { randomFillSync, randomInt } from 'node:crypto'

/** Chance, injectable: everything random in the desk comes from here. */
export interface Chance {
  /** a new row id */
  id(now: Date): string
  /** `length` characters of Crockford's alphabet without I, L, O, U, 0 and 1 (about 4.8 bits each) */
  letters(length: number): string
}

const readableAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

export const systemChance: Chance = {
  id: (now) => uuidV7(now, count(now.getTime()), sixBytes()),
  letters: (length) =>
    Array.from({ length }, () => readableAlphabet.charAt(randomInt(readableAlphabet.length))).join(''),
}

/** Asking for chance costs more than using it: it is fetched for a thousand ids at once, each byte used once. */
const pool = Buffer.alloc(6 * 1024)
let used = pool.length

function sixBytes(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 6
  return pool.toString('hex', used - 6, used)
}

let lastMs = -1
let counter = 0

/** 26 bits that grow within one millisecond, so that rows of one moment sort in the order in which they were made. */
function count(ms: number): number {
  // RFC 9562 §6.2, method 1: begun low enough that it does not overflow
  counter = ms === lastMs ? (counter + 1) % 2 ** 26 : randomInt(2 ** 16)
  lastMs = ms
  return counter
}

// 48 bits of time, version, 12 bits of the counter, variant, its other 14, 48 bits of chance
function uuidV7(now: Date, order: number, random: string): string {
  const time = now.getTime().toString(16).padStart(12, '0')
  const high = (0x7000 | (order >>> 14)).toString(16)
  const low = (0x8000 | (order & 0x3fff)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${random}`
}
