// Full text over mails whose text stands encrypted. Beside each mail lie 2,048 bits: a bit for every pair of Chinese characters and
// every three letters of it, placed by a keyed hash. A search looks at the bits alone and decrypts only the few mails that may hold
// what is sought, so that the index gives away little and a page costs what it may cost, not what the archive holds.

import type { Db } from '../db/client.ts'
import type { DeskKey } from '../lib/desk-key.ts'

const signatureBytes = 256
/** Of a longer mail the beginning is found. */
const keptChars = 4_000
/** Mails decrypted for one page of results. */
const mostCandidates = 60

/** What is kept of a mail's text beside its source, which later goes first. */
export function keptText(newText: string): string {
  return newText.length <= keptChars ? newText : newText.slice(0, keptChars)
}

interface Searchable {
  subject?: string | null
  fromAddress?: string | null
  newText?: string | null
}

export function signatureOf(key: DeskKey, mail: Searchable): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(signatureBytes)
  for (const text of [mail.subject, mail.fromAddress, mail.newText]) {
    for (const token of tokensOf(fold(text ?? ''))) {
      const place = placeOf(key, token)
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7))
    }
  }
  return bits
}

/** Words that can be sought: at least one with two Chinese characters or three letters. */
export function isSearchable(query: string): boolean {
  return wordsOf(query).some((word) => tokensOf(word).size > 0)
}

export interface FoundMail {
  mailId: string
  requestId: string | null
}

/**
 * Mails that hold all words of the query, the newest first, read before `before`. `next` is where to go on: null where all was
 * looked at. A page may hold none and still go on: what is decrypted for one page is bounded.
 */
export async function searchMails(
  db: Db,
  query: string,
  before: number | null,
): Promise<{ found: FoundMail[]; next: number | null }> {
  const words = wordsOf(query)
  const rows = await candidates(db, words, before)
  const mails = await db.mail.findMany({
    where: { id: { in: rows.map((row) => row.mailId) } },
    select: { id: true, requestId: true, subject: true, fromAddress: true, newText: true },
  })
  const byId = new Map(mails.map((mail) => [mail.id, mail]))
  const found = rows.flatMap(({ mailId }) => {
    const mail = byId.get(mailId)
    if (mail === undefined) return []
    const text = fold([mail.subject, mail.fromAddress, mail.newText].join('\n'))
    return words.every((word) => text.includes(word)) ? [{ mailId, requestId: mail.requestId }] : []
  })
  const last = rows.at(-1)
  return { found, next: last !== undefined && rows.length === mostCandidates ? Number(last.id) : null }
}

async function candidates(db: Db, words: string[], before: number | null) {
  const places = new Set(words.flatMap((word) => [...tokensOf(word)].map((token) => placeOf(db.$deskKey(), token))))
  const { sql, values } = candidateStatement([...places], before)
  return await db.$queryRawUnsafe<{ id: number | bigint; mailId: string }[]>(sql, ...values)
}

/** SQLite has no bits in blobs: a byte is among the 128 bytes that have the bit. */
export function candidateStatement(places: number[], before: number | null): { sql: string; values: unknown[] } {
  const tests = places.map(() => 'instr(?, substr("bits", ?, 1)) > 0')
  const where = [...tests, ...(before === null ? [] : ['"id" < ?'])].join(' AND ')
  return {
    sql: `SELECT "id", "mailId" FROM "MailSignature"${where === '' ? '' : ` WHERE ${where}`} ORDER BY "id" DESC LIMIT ${mostCandidates}`,
    values: [
      ...places.flatMap((place) => [bytesWith[place & 7], (place >> 3) + 1]),
      ...(before === null ? [] : [before]),
    ],
  }
}

const bytesWith = Array.from({ length: 8 }, (_, bit) =>
  Uint8Array.from(Array.from({ length: 256 }, (_each, byte) => byte).filter((byte) => byte & (1 << bit))),
)

/** Letter case, width and compatibility forms do not matter. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function wordsOf(query: string): string[] {
  return fold(query.slice(0, 100))
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
}

const runs = /[\p{Script=Han}]+|[^\p{Script=Han}\s\p{P}\p{S}]+/gu

/** Pairs of Han characters, threes of other letters, of folded text. */
function tokensOf(folded: string): Set<string> {
  const tokens = new Set<string>()
  for (const [run] of folded.matchAll(runs)) {
    const size = /^\p{Script=Han}/u.test(run) ? 2 : 3
    const chars = [...run]
    for (let at = 0; at + size <= chars.length; at++) tokens.add(chars.slice(at, at + size).join(''))
  }
  return tokens
}

/** Mails share most of their pairs: a hash made once is used many times. */
const places = new WeakMap<DeskKey, Map<string, number>>()
const mostPlaces = 50_000

function placeOf(key: DeskKey, token: string): number {
  let known = places.get(key)
  if (known === undefined || known.size > mostPlaces) {
    known = new Map()
    places.set(key, known)
  }
  const place =
    known.get(token) ?? Number.parseInt(key.mac('mail search', token).slice(0, 4), 16) % (signatureBytes * 8)
  known.set(token, place)
  return place
}
