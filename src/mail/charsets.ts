// Bytes to text, whatever the label says: byte order mark, strict UTF-8, the label, a guess, and only then a decoding
// with replacement characters. GB 2312 and GBK labels always mean GB 18030 (their superset, and what senders mean).

import { isAscii, isUtf8 } from 'node:buffer'
import { decodeEscapes, type EscapeCharset } from './charset-escapes.ts'
import { beyondDoubt, decodeStrictly, guessCharset, likeness, plausible } from './charset-guess.ts'

export interface DecodedText {
  text: string
  /** the charset used, in WHATWG spelling */
  charset: string
  /** no usable label: chosen by looks */
  guessed: boolean
  /** some bytes fitted nothing and became U+FFFD */
  damaged: boolean
}

const aliases: Record<string, string> = {
  gb2312: 'gb18030',
  'gb2312-80': 'gb18030',
  gb_2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  936: 'gb18030',
  'windows-936': 'gb18030',
  'euc-cn': 'gb18030',
  euccn: 'gb18030',
  'gb18030-2022': 'gb18030',
  'big5-hkscs': 'big5',
  'big5-eten': 'big5',
  big5hk: 'big5',
  cp950: 'big5',
  'windows-950': 'big5',
  'x-big5': 'big5',
  hz: 'hz',
  'hz-gb-2312': 'hz',
  'utf-7': 'utf-7',
  utf7: 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  'iso-2022-kr': 'iso-2022-kr',
  csiso2022kr: 'iso-2022-kr',
  'iso-2022-cn': 'iso-2022-cn',
  'iso-2022-cn-ext': 'iso-2022-cn',
  utf: 'utf-8',
  'utf-8-sig': 'utf-8',
  utf8mb4: 'utf-8',
  unicode: 'utf-8',
  cp932: 'shift_jis',
  'cp-932': 'shift_jis',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  'cp-850': 'windows-1252',
  'iso-8859-1-windows': 'windows-1252',
  latin: 'windows-1252',
  ansi: 'windows-1252',
  '8bit': '',
  unknown: '',
  'unknown-8bit': '',
  'x-unknown': '',
  binary: '',
  default: '',
}

const escapes = new Set(['hz', 'utf-7', 'iso-2022-kr', 'iso-2022-cn'])
const western = new Set(['windows-1252', 'iso-8859-15', 'windows-1250', 'iso-8859-2', 'macintosh', 'windows-1254'])

/** Text of `bytes`; `label` as the mail gives it, null where it gives none. Never throws. */
export function decodeText(bytes: Buffer, label: string | null): DecodedText {
  const marked = byByteOrderMark(bytes)
  if (marked) return marked
  const charset = canonicalCharset(label)
  if (isAscii(bytes)) return decodeAscii(bytes, charset)
  if (isUtf8(bytes) && !labelFitsBetter(bytes, charset)) return sure(bytes.toString('utf8'), 'utf-8')
  return byLabel(bytes, charset) ?? byLooks(bytes, charset) ?? withReplacements(bytes, charset)
}

const known = new Map<string, string | null>()

/** The WHATWG name of a label, or one of the escape charsets; null where the label says nothing usable. */
export function canonicalCharset(label: string | null): string | null {
  if (!label || label.length > 60) return null
  const found = known.get(label)
  if (found !== undefined) return found
  const charset = lookUp(label)
  // labels are chosen by senders: the memory of them stays small
  if (known.size < 500) known.set(label, charset)
  return charset
}

function lookUp(label: string): string | null {
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .replace(/^charset=/, '')
  const alias = aliases[name] ?? name
  if (alias === '') return null
  if (escapes.has(alias)) return alias
  try {
    const encoding = new TextDecoder(alias).encoding
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return null
  }
}

function sure(text: string, charset: string): DecodedText {
  return { text, charset, guessed: false, damaged: false }
}

function byByteOrderMark(bytes: Buffer): DecodedText | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf && isUtf8(bytes)) return sure(bytes.toString('utf8', 3), 'utf-8')
  if (a === 0xff && b === 0xfe) return sure(new TextDecoder('utf-16le').decode(bytes), 'utf-16le')
  if (a === 0xfe && b === 0xff) return sure(new TextDecoder('utf-16be').decode(bytes), 'utf-16be')
  return null
}

function decodeAscii(bytes: Buffer, charset: string | null): DecodedText {
  if (charset === 'utf-16le' || charset === 'utf-16be') {
    const text = decodeStrictly(bytes, charset)
    // plain ASCII under a UTF-16 label is a wrong label
    if (text !== null && bytes.includes(0)) return sure(text, charset)
  }
  if (charset !== null && escapes.has(charset)) return escaped(bytes, charset as EscapeCharset, false)
  if (bytes.includes(0x1b)) {
    if (bytes.includes('\x1b$)C')) return escaped(bytes, 'iso-2022-kr', true)
    if (bytes.includes('\x1b$)A')) return escaped(bytes, 'iso-2022-cn', true)
    const japanese = decodeStrictly(bytes, 'iso-2022-jp')
    if (japanese !== null) return { ...sure(japanese, 'iso-2022-jp'), guessed: charset !== 'iso-2022-jp' }
  }
  const text = bytes.toString('latin1')
  // HZ came without a label from many gateways; a whole pair of shifts around whole pairs is no accident
  if (/~\{(?:[!-w][!-~]){1,200}~\}/.test(text)) return escaped(bytes, 'hz', true)
  return sure(text, 'utf-8')
}

function escaped(bytes: Buffer, charset: EscapeCharset, guessed: boolean): DecodedText {
  const text = decodeEscapes(bytes, charset)
  return { text, charset, guessed, damaged: text.includes('\ufffd') }
}

// GBK of few characters can be valid UTF-8 by chance, but then of two-byte characters only (Latin, Greek, Cyrillic)
function labelFitsBetter(bytes: Buffer, charset: string | null): boolean {
  if (charset === null || charset === 'utf-8' || escapes.has(charset) || western.has(charset)) return false
  const asUtf8 = bytes.toString('utf8')
  if (/[\u0800-\uffff]/.test(asUtf8)) return false
  const labelled = decodeStrictly(bytes, charset)
  return labelled !== null && likeness(labelled) > likeness(asUtf8) + 0.3
}

function byLabel(bytes: Buffer, charset: string | null): DecodedText | null {
  if (charset === null || escapes.has(charset)) return null
  const text = decodeStrictly(bytes, charset)
  if (text === null) return null
  const score = likeness(text)
  if (score >= (western.has(charset) ? plausible : beyondDoubt) || charset === 'utf-8') return sure(text, charset)
  // a label is believed unless something else fits far better, and not because of a few rare characters
  const enough = (text.match(/[^\x00-\x7f]/g)?.length ?? 0) >= (western.has(charset) ? 2 : 4)
  const other = enough ? guessCharset(bytes) : null
  if (other && likeness(other.text) > score + 0.3) return { ...other, guessed: true, damaged: false }
  return sure(text, charset)
}

function byLooks(bytes: Buffer, charset: string | null): DecodedText | null {
  if (charset === 'utf-8' && mostlyUtf8(bytes)) return null
  const other = guessCharset(bytes)
  return other ? { charset: other.charset, text: other.text, guessed: true, damaged: false } : null
}

// a few broken characters in real UTF-8 are damage; anything else under that label is a wrong label
function mostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8', 0, 20_000)
  const broken = text.split('\ufffd').length - 1
  const whole = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
  return whole > broken * 4
}

function withReplacements(bytes: Buffer, charset: string | null): DecodedText {
  if (charset !== null && escapes.has(charset)) return escaped(bytes, charset as EscapeCharset, false)
  const usable = charset ?? (mostlyUtf8(bytes) ? 'utf-8' : 'gb18030')
  const text = new TextDecoder(usable).decode(bytes)
  return { text, charset: usable, guessed: charset === null, damaged: text.includes('\ufffd') }
}
