// Identifiers and chance. Row ids are UUIDv7 (RFC 9562 §5.7: sortable by time); references and codes are for people to read
// and type, so they leave out characters that look alike.

import { randomBytes, randomInt } from 'node:crypto'

/** Chance, injectable: everything random in the desk comes from here. */
export interface Chance {
  /** a new row id */
  id(now: Date): string
  /** `length` characters of Crockford's alphabet without I, L, O, U, 0 and 1 (about 4.8 bits each) */
  letters(length: number): string
}

const readableAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

export const systemChance: Chance = {
  id: (now) => uuidV7(now, randomBytes(10)),
  letters: (length) =>
    Array.from({ length }, () => readableAlphabet.charAt(randomInt(readableAlphabet.length))).join(''),
}

function uuidV7(now: Date, random: Buffer): string {
  const hex = `${now.getTime().toString(16).padStart(12, '0')}${random.toString('hex')}`
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
