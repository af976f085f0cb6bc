// The one-time code: 8 characters without look-alikes (39 bits) in two groups, at most `maxTries` tries. Stored as a keyed
// hash bound to request, acts and address; compared in constant time. An answer may come with quotes, spaces, full-width
// characters or another case; only what the sender wrote now is searched, never a quoted letter, which holds the code itself.

import type { DeskKey } from '../../lib/desk-key.ts'
import type { Chance } from '../../lib/ids.ts'

/** What a code is bound to: change any of it and the code is worth nothing. */
export interface CodeBinding {
  requestId: string
  /** address the code was sent to, the database's spelling */
  sentTo: string
  /** JSON of the acts as restated in the letter */
  acts: string
}

export interface OpenChallenge extends CodeBinding {
  codeHash: string
  expiresAt: Date
  tries: number
}

export type ChallengeAnswer =
  | { outcome: 'right' }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'exhausted' }
  | { outcome: 'expired' }
  | { outcome: 'missing' }

/** A new code, such as 7KMQ-3XRT; it holds a digit, so that no word is ever taken for one, and never begins as a reference does. */
export function newCode(chance: Chance): string {
  for (;;) {
    const letters = chance.letters(8)
    if (/\d/.test(letters) && /[A-Z]/.test(letters) && !letters.startsWith('HB'))
      return `${letters.slice(0, 4)}-${letters.slice(4)}`
  }
}

export function hashCode(key: DeskKey, code: string, binding: CodeBinding): string {
  return key.mac('code', normal(code), binding.requestId, binding.sentTo, binding.acts)
}

/** Judges what the sender wrote now. Expiry is checked here, on reading, whatever any clean-up has done. */
export function judgeAnswer(
  key: DeskKey,
  challenge: OpenChallenge,
  newText: string,
  now: Date,
  maxTries: number,
): ChallengeAnswer {
  const candidates = codesIn(newText)
  if (candidates.length === 0) return { outcome: 'missing' }
  if (challenge.tries >= maxTries) return { outcome: 'exhausted' }
  if (now.getTime() >= challenge.expiresAt.getTime()) return { outcome: 'expired' }
  const { requestId, sentTo, acts } = challenge
  // one mail is one try however many codes it lists, and only its first few are looked at
  const right = candidates
    .slice(0, 3)
    .map((code) => key.matches(challenge.codeHash, 'code', code, requestId, sentTo, acts))
  if (right.includes(true)) return { outcome: 'right' }
  const triesLeft = maxTries - challenge.tries - 1
  return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'exhausted' }
}

const grouped = /(?<![A-Z0-9])([2-9A-HJKMNP-TV-Z]{4})\s?[-‐-―_.·—]?\s?([2-9A-HJKMNP-TV-Z]{4})(?![A-Z0-9])/g

/** What in a text could be a code, normalised, in order; bounded to the text's first 4,000 characters. */
export function codesIn(newText: string): string[] {
  const text = newText
    .slice(0, 4_000)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/HB\s?[-‐-―—]?\s?[2-9A-Z]{6}(?![A-Z0-9])/g, ' ')
  const found = [...text.matchAll(grouped)].map((match) => `${match[1]}${match[2]}`)
  // "7 K M Q 3 X R T": a line that is nothing but the characters, spaced
  for (const line of text.split('\n')) {
    const squeezed = line.replace(/[^\p{L}\p{N}]/gu, '')
    if (/^[2-9A-HJKMNP-TV-Z]{8}$/.test(squeezed)) found.push(squeezed)
  }
  return [...new Set(found)].filter((code) => /\d/.test(code))
}

function normal(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}
