// Encoded words in header values (RFC 2047), as they come and not only as they should: split in the middle of a
// character, with blanks inside, without their end, inside quoted strings.

import { decodeText } from './charsets.ts'
import { decodeQuotedPrintable } from './transfer-encoding.ts'

export interface DecodedWords {
  text: string
  guessed: boolean
  damaged: boolean
}

// the end mark may be missing at the very end: cut subjects are common
const word = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)(?:\?=|\??$)/gi

/** The readable form of a header value whose raw 8-bit bytes are already text. Never throws. */
export function decodeWords(value: string): DecodedWords {
  if (!value.includes('=?')) return { text: value, guessed: false, damaged: false }
  const out: DecodedWords = { text: '', guessed: false, damaged: false }
  const run: Run = { charset: '', parts: [] }
  let end = 0
  for (const match of value.matchAll(word)) {
    const between = value.slice(end, match.index)
    const charset = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase()
    // RFC 2047 §6.2: blanks between encoded words do not count; a character may be split over two words
    const adjacent = run.parts.length > 0 && /^\s*$/.test(between)
    if (!adjacent || run.charset !== charset) flush(run, out)
    if (!adjacent) out.text += between
    run.charset = charset
    run.parts.push(wordBytes(match[2] ?? '', match[3] ?? ''))
    end = match.index + match[0].length
  }
  flush(run, out)
  out.text += value.slice(end)
  return out
}

/** bytes of neighbouring words of one charset, decoded together */
interface Run {
  charset: string
  parts: Buffer[]
}

function flush(run: Run, out: DecodedWords): void {
  if (run.parts.length === 0) return
  const decoded = decodeText(Buffer.concat(run.parts), run.charset)
  run.parts = []
  out.text += decoded.text
  out.guessed ||= decoded.guessed
  out.damaged ||= decoded.damaged
}

function wordBytes(encoding: string, coded: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(coded, 'base64')
  return decodeQuotedPrintable(Buffer.from(coded.replaceAll('_', ' '), 'latin1'))
}
