// The trail: every entry holds a keyed hash over itself and the hash before it, and the head says how many there are. Only whoever
// has the desk key can continue it, so an edit, a removal (of the last entries too), a swap or an addition by anybody else shows.
// Entries are appended inside the transaction that they tell of; the database's own triggers refuse to change or delete them.

import { type EventRow, insertMany } from '../db/bulk.ts'
import { type Db, type Tx, transact } from '../db/client.ts'
import type { Event, Prisma } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import type { DeskKey } from '../lib/desk-key.ts'

/** An entry as a step hands it in; its place and its hashes are given here. */
export type NewEvent = Omit<Prisma.EventCreateManyInput, 'id' | 'hash' | 'detailsHash' | 'detailsRemoved'>

interface Head {
  count: number
  hash: string
}

/** Adds entries in order. Throws `trail_broken` where the head was not written by this desk. */
export async function appendTrail(tx: Tx, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const key = tx.$deskKey()
  const head = await readHead(tx, key)
  const rows: EventRow[] = []
  let { count, hash } = head
  for (const { requestId = null, mailId = null, at, actor, type, reason = null, details } of events) {
    count++
    const detailsHash = details === undefined ? null : hashDetails(key, count, details)
    hash = hashEntry(key, hash, { id: count, requestId, mailId, at: new Date(at), actor, type, reason, detailsHash })
    // every row names every column: they go into one statement
    rows.push({ id: count, requestId, mailId, at, actor, type, reason, detailsHash, hash, details: details ?? null })
  }
  await insertMany(tx, 'Event', rows)
  await writeHead(tx, key, { count, hash })
}

export type TrailFault =
  /** the entry is not there */
  | 'missing'
  /** the entry, or the order in which it stands, is not as it was written */
  | 'changed'
  | 'details_changed'
  | 'details_missing'
  /** the entry was not written by the desk */
  | 'added'
  /** the row that says where the trail ends was changed: entries before this one may be missing at the end */
  | 'head_changed'

export type TrailReport =
  | { sound: true; entries: number; head: string }
  | { sound: false; entries: number; broken: { entry: number; fault: TrailFault } }

const pageSize = 500

/**
 * Walks the whole trail, a page at a time, while the desk goes on. `known` is an entry whose hash was noted earlier: a
 * database that was put back to an older state as a whole is recognised by it alone.
 */
export async function verifyTrail(db: Db, known?: { entry: number; hash: string }): Promise<TrailReport> {
  const walk = new Walk(db.$deskKey(), known)
  for (;;) {
    const page = await nextPage(db, walk.head.count)
    const broken = walk.take(page)
    if (broken !== null) return broken
    if (page.length < pageSize) break
  }
  // nothing can be appended between the last page and the head
  return await transact(db, async (tx) => walk.take(await nextPage(tx, walk.head.count)) ?? (await walk.end(tx)))
}

type Walked = Omit<Event, 'details'> & { details: unknown; readable: boolean }

async function nextPage(tx: Tx, after: number): Promise<Walked[]> {
  const where = { id: { gt: after } }
  const options = { where, orderBy: { id: 'asc' }, take: pageSize } as const
  const page = await tx.event.findMany({ ...options, omit: { details: true } })
  const details = await readDetails(tx, options).catch(async (error: unknown) => {
    if (!(error instanceof DeskError) || error.code !== 'record_unreadable') throw error
    return await readDetailsSingly(tx, page)
  })
  return page.map((event) => ({ ...event, readable: details.has(event.id), details: details.get(event.id) ?? null }))
}

async function readDetails(tx: Tx, options: Pick<Prisma.EventFindManyArgs, 'where' | 'orderBy' | 'take'>) {
  const rows = await tx.event.findMany({ ...options, select: { id: true, details: true } })
  return new Map(rows.map((row) => [row.id, row.details]))
}

/** What does not open is left out. */
async function readDetailsSingly(tx: Tx, page: { id: number }[]) {
  const found = new Map<number, unknown>()
  for (const { id } of page) {
    const one = await readDetails(tx, { where: { id } }).catch(() => null)
    if (one !== null) found.set(id, one.get(id))
  }
  return found
}

class Walk {
  head: Head = { count: 0, hash: '' }
  readonly #key: DeskKey
  readonly #known: { entry: number; hash: string } | undefined

  constructor(key: DeskKey, known: { entry: number; hash: string } | undefined) {
    this.#key = key
    this.#known = known
  }

  take(events: Walked[]): TrailReport | null {
    for (const event of events) {
      const entry = this.head.count + 1
      const fault = this.#faultOf(event, entry)
      if (fault !== null) return this.#broken(entry, fault)
      this.head = { count: entry, hash: event.hash }
    }
    return null
  }

  async end(tx: Tx): Promise<TrailReport> {
    const { count, hash } = this.head
    const stored = await tx.trailHead.findUnique({ where: { id: 1 } })
    if (stored === null) {
      // a request always began with an entry
      if (count > 0) return this.#broken(count + 1, 'head_changed')
      return (await tx.privacyRequest.count()) > 0 ? this.#broken(1, 'missing') : { sound: true, entries: 0, head: '' }
    }
    if (!isSealed(this.#key, stored)) return this.#broken(count + 1, 'head_changed')
    if (stored.count > count) return this.#broken(count + 1, 'missing')
    if (stored.count < count) return this.#broken(stored.count + 1, 'added')
    if (stored.hash !== hash) return this.#broken(count, 'changed')
    if (this.#known !== undefined && this.#known.entry > count) return this.#broken(count + 1, 'missing')
    return { sound: true, entries: count, head: hash }
  }

  #faultOf(event: Walked, entry: number): TrailFault | null {
    if (event.id !== entry) return 'missing'
    if (hashEntry(this.#key, this.head.hash, event) !== event.hash) return 'changed'
    if (this.#known?.entry === entry && this.#known.hash !== event.hash) return 'changed'
    if (!event.readable) return 'details_changed'
    if (event.details !== null) {
      return hashDetails(this.#key, entry, event.details) === event.detailsHash ? null : 'details_changed'
    }
    if (event.detailsHash === null) return null
    return event.detailsRemoved === removalMark(this.#key, entry, event.detailsHash) ? null : 'details_missing'
  }

  #broken(entry: number, fault: TrailFault): TrailReport {
    return { sound: false, entries: this.head.count, broken: { entry, fault } }
  }
}

/** Takes the details of entries away for good; the chain stays whole. The one change that the trail allows. */
export async function removeDetails(tx: Tx, events: Pick<Event, 'id' | 'detailsHash'>[]): Promise<void> {
  const key = tx.$deskKey()
  for (const { id, detailsHash } of events) {
    if (detailsHash === null) continue
    await tx.$executeRawUnsafe(
      'UPDATE "Event" SET "details" = NULL, "detailsRemoved" = ? WHERE "id" = ?',
      removalMark(key, id, detailsHash),
      id,
    )
  }
}

async function readHead(tx: Tx, key: DeskKey): Promise<Head> {
  const [head] = await tx.$queryRawUnsafe<(Head & { seal: string })[]>(
    'SELECT "count", "hash", "seal" FROM "TrailHead" WHERE "id" = 1',
  )
  if (head === undefined) {
    if ((await tx.event.count()) === 0) return { count: 0, hash: '' }
  } else if (isSealed(key, head)) return { count: Number(head.count), hash: head.hash }
  throw new DeskError('trail_broken', {
    retry: true,
    message:
      'The trail does not end where the desk left it, so nothing is written: run `habeas audit verify`, then restore the database and the desk key that belong together.',
  })
}

async function writeHead(tx: Tx, key: DeskKey, { count, hash }: Head): Promise<void> {
  await tx.$executeRawUnsafe(
    'INSERT INTO "TrailHead" ("id", "count", "hash", "seal") VALUES (1, ?, ?, ?) ON CONFLICT ("id") DO UPDATE SET "count" = excluded."count", "hash" = excluded."hash", "seal" = excluded."seal"',
    count,
    hash,
    key.mac('trail-head', String(count), hash),
  )
}

function isSealed(key: DeskKey, { count, hash, seal }: Head & { seal: string }): boolean {
  return key.matches(seal, 'trail-head', String(count), hash)
}

type Hashed = Pick<Event, 'id' | 'requestId' | 'mailId' | 'at' | 'actor' | 'type' | 'reason' | 'detailsHash'>

function hashEntry(key: DeskKey, before: string, event: Hashed): string {
  const { id, requestId, mailId, at, actor, type, reason, detailsHash } = event
  const fields = [id, requestId, mailId, at.toISOString(), actor, type, reason, detailsHash]
  return key.mac('trail', before, JSON.stringify(fields))
}

function hashDetails(key: DeskKey, id: number, details: unknown): string {
  return key.mac('trail-details', String(id), canonicalJson(details))
}

function removalMark(key: DeskKey, id: number, detailsHash: string): string {
  return key.mac('trail-details-removed', String(id), detailsHash)
}
