// The ways a value loses its person. Pure. Each is idempotent: a value that is anonymised already stays as it is, so
// that a second run after a crash changes nothing. A keyed hash is a pseudonym (PIPL Art. 73(3)), never "anonymised" to
// people who know the key: it is for columns that must stay joinable.

import { createHmac } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import type { Anonymisation } from './data-map-schema.ts'
import type { Cell } from './platform.ts'

/** The one value that every row gets, or null where each row's value is made from the row. */
export function sameForAll(way: Anonymisation): { value: Cell } | null {
  if (way === 'empty') return { value: null }
  if (typeof way === 'object' && 'constant' in way) {
    return { value: typeof way.constant === 'boolean' ? Number(way.constant) : way.constant }
  }
  return null
}

export interface AnonymiseWith {
  /** fills a placeholder */
  number: number
  pseudonymKey: string | null
  /** the subject's address and name, which `redact` takes out of texts */
  identifiers: Identifiers
}
export interface Identifiers {
  address: string | null
  name: string | null
}

/** The value instead of `value`. */
export function anonymised(
  way: Anonymisation,
  value: Cell,
  { number, pseudonymKey, identifiers }: AnonymiseWith,
): Cell {
  if (way === 'empty') return null
  if (way === 'redact') return typeof value === 'string' ? redacted(value, identifiers) : value
  if (way === 'truncate_ip') return value === null ? null : truncateIp(String(value))
  if (way === 'keyed_hash') return value === null ? null : keyedHash(String(value), pseudonymKey)
  if ('constant' in way) return sameForAll(way)?.value ?? null
  if ('generalise' in way) return generalised(value, way.generalise)
  if ('band' in way) return banded(value, way.band)
  return way.placeholder.replace('{n}', String(number))
}

/** Whether `value` is what anonymising leaves behind. */
export function isAnonymised(way: Anonymisation, value: Cell): boolean {
  // whose words are missing from a text cannot be seen in it
  if (way === 'redact') return true
  if (value === null) return typeof way === 'string' || 'generalise' in way || 'band' in way
  if (way === 'empty') return false
  if (way === 'truncate_ip') return truncateIp(String(value)) === value
  if (way === 'keyed_hash') return hashShape.test(String(value))
  if ('constant' in way) return String(sameForAll(way)?.value) === String(value)
  if ('generalise' in way) return generalised(value, way.generalise) === value
  if ('band' in way) return banded(value, way.band) === value
  const [before = '', after = ''] = way.placeholder.split('{n}')
  const text = String(value)
  return (
    text.startsWith(before) &&
    text.endsWith(after) &&
    /^[0-9]+$/.test(text.slice(before.length, text.length - after.length))
  )
}

/** IPv4 without its last 8 bits, IPv6 without its last 80; what is no address becomes 0.0.0.0. */
export function truncateIp(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  if (isIPv4(plain)) return plain.replace(/\.[0-9]+$/, '.0')
  if (!isIPv6(plain)) return '0.0.0.0'
  const [head = '', tail] = (plain.split('%', 1)[0] ?? '').split('::')
  const left = head.split(':').filter(Boolean)
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(8 - left.length - tail.split(':').filter(Boolean).length).fill('0')]
  const kept = [0, 1, 2].map((i) => Number.parseInt(groups[i] ?? '0', 16).toString(16))
  return `${kept.join(':')}::`
}

/** In the shape that the value has, so that its column takes it. */
function generalised(value: Cell, to: 'year' | 'month'): Cell {
  if (typeof value !== 'string') return null
  const parts = /^(\d{4})-(\d{2})-\d{2}(?:([T ])\d{2}:\d{2}(:\d{2})?(?:\.\d+)?(Z|[+-][\d:]+)?)?$/.exec(value)
  if (!parts) return null
  const [, year, month, between, seconds, zone = ''] = parts
  // MySQL's way to say that there is no date
  if (year === '0000') return value
  const day = `${year}-${to === 'year' ? '01' : month}-01`
  return between === undefined ? day : `${day}${between}00:00${seconds === undefined ? '' : ':00'}${zone}`
}

function banded(value: Cell, width: number): Cell {
  if (typeof value === 'number') return Math.floor(value / width) * width
  if (typeof value === 'bigint') return value - (((value % BigInt(width)) + BigInt(width)) % BigInt(width))
  if (typeof value !== 'string') return null
  if (/^-?\d+-\d+$/.test(value)) return value
  const number = /^\d{1,15}(\.\d+)?$/.test(value) ? Math.floor(Number(value) / width) * width : null
  return number === null ? null : `${number}-${number + width - 1}`
}

const hashShape = /^hidden-[0-9a-f]{32}$/

function keyedHash(value: string, pseudonymKey: string | null): string {
  if (hashShape.test(value)) return value
  if (pseudonymKey === null) throw new Error('a keyed hash needs a key')
  return `hidden-${createHmac('sha256', pseudonymKey).update(value).digest('hex').slice(0, 32)}`
}

const gone = '[…]'

/** The text without the address, and without the name where it stands as a word of its own. */
export function redacted(text: string, { address, name }: Identifiers): string {
  const withoutAddress = address ? text.replace(new RegExp(literally(address), 'gi'), gone) : text
  // one letter, or 李, would take half the text away
  if (!name || [...name].length < 2) return withoutAddress
  // Chinese puts no space between words; other scripts do
  const word = /\p{Script=Han}/u.test(name)
    ? literally(name)
    : `(?<![\\p{L}\\p{N}])${literally(name)}(?![\\p{L}\\p{N}])`
  return withoutAddress.replace(new RegExp(word, 'gu'), gone)
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
