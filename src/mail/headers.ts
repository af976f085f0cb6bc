// The head of a mail or of a part: bytes to fields, in order, top first. Raw 8-bit values become readable; encoded words
// stay as they are (decode-words after parsing: a decoded comma or @ must never become structure).

import { isAscii } from 'node:buffer'
import { decodeText } from './charsets.ts'

export interface HeaderField {
  /** lower-case */
  name: string
  /** unfolded, without NUL and control characters, cut at 10,000 characters */
  value: string
}

export interface Head {
  fields: HeaderField[]
  /** offset of the first byte after the blank line */
  bodyStart: number
  /** the head is longer than the limit: what lies beyond was not read */
  cut: boolean
  /** a raw 8-bit value was decoded by guess */
  guessed: boolean
}

const valueChars = 10_000
const maxFields = 2000
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g

/**
 * Reads the head of `source` between `start` and `end` (RFC 5322 §2.2), at most `maxBytes` of it.
 * `charset`: how raw 8-bit values are read when they are not UTF-8, null for a guess.
 */
export function readHead(source: Buffer, start: number, end: number, maxBytes: number, charset: string | null): Head {
  const head: Head = { fields: [], bodyStart: end, cut: false, guessed: false }
  const readEnd = Math.min(end, start + maxBytes)
  let at = start
  let fieldStart = -1
  while (at < end) {
    const newline = source.indexOf(10, at)
    const lineEnd = newline < 0 || newline >= end ? end : newline
    const next = Math.min(end, lineEnd + 1)
    const blank = lineEnd === at || (lineEnd === at + 1 && source[at] === 13)
    if (blank) {
      if (fieldStart >= 0) pushField(head, source, fieldStart, at, charset)
      head.bodyStart = next
      head.cut = at > readEnd
      return head
    }
    if (at >= readEnd || head.fields.length >= maxFields) {
      if (fieldStart >= 0) pushField(head, source, fieldStart, Math.min(at, readEnd), charset)
      head.cut = true
      head.bodyStart = findBody(source, at, end)
      return head
    }
    const continued = source[at] === 0x20 || source[at] === 0x09
    if (!continued) {
      if (fieldStart >= 0) pushField(head, source, fieldStart, at, charset)
      fieldStart = at
    }
    at = next
  }
  if (fieldStart >= 0) pushField(head, source, fieldStart, Math.min(end, readEnd), charset)
  head.cut = end > readEnd
  return head
}

/** Values of every field of that name, top first. */
export function headerValues(fields: HeaderField[], name: string): string[] {
  return fields.filter((field) => field.name === name).map((field) => field.value)
}

/** The topmost value of that name, or null. */
export function headerValue(fields: HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null
}

function pushField(head: Head, source: Buffer, start: number, end: number, charset: string | null): void {
  const colon = source.indexOf(0x3a, start)
  if (colon < 0 || colon >= end || colon - start > 200) return
  const name = source.toString('latin1', start, colon).trimEnd().toLowerCase()
  // RFC 5322 §2.2: printable ASCII without a blank; anything else (an mbox "From " line, a stray body line) is no field
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) return
  const raw = source.subarray(colon + 1, Math.min(end, colon + 1 + valueChars * 4))
  let text: string
  if (isAscii(raw) && !raw.includes(0x1b)) text = raw.toString('latin1')
  else {
    const decoded = decodeText(raw, charset)
    text = decoded.text
    head.guessed ||= decoded.guessed
  }
  // in From a control character leaves a mark: without it, what remains could be another address
  const value = text
    .replace(/\r?\n[ \t]*/g, ' ')
    .replace(controls, name === 'from' ? '\ufffd' : '')
    .trim()
  // a bare CR ends a line for some readers: a From behind it counts as a second one
  if (raw.includes(13) && /\r[ \t]*from[ \t]*:/i.test(text)) head.fields.push({ name: 'from', value: '' })
  head.fields.push({ name, value: value.length > valueChars ? value.slice(0, valueChars) : value })
}

function findBody(source: Buffer, from: number, end: number): number {
  const lf = source.indexOf('\n\n', from)
  const crlf = source.indexOf('\n\r\n', from)
  const found = [lf < 0 ? end : lf + 2, crlf < 0 ? end : crlf + 3]
  return Math.min(end, ...found)
}
