// A search of the queue: a reference goes straight to its request, an address finds its requests by keyed hash, words find the mails
// that hold them. Mails that belong to no request are told beside.

import type { Db } from '../../db/client.ts'
import { isSearchable, searchMails } from '../../requests/mail-search.ts'
import { type Filters, groupOf, groups } from './filters.ts'
import { pageSize, type Viewer } from './queue-query.ts'

export interface SearchResult {
  ids: string[]
  /** mails without a request that hold the words */
  loose: string[]
  next: string | null
  /** false: nothing long enough was written to look for */
  searchable: boolean
}

/** The request that a reference names, written in full or without its HB-. */
export async function referenceOf(db: Db, q: string): Promise<string | null> {
  const name = /^(?:HB-)?([0-9A-Z]{6})$/i.exec(q)?.[1]?.toUpperCase()
  if (name === undefined) return null
  const found = await db.privacyRequest.findUnique({ where: { reference: `HB-${name}` }, select: { reference: true } })
  return found?.reference ?? null
}

export async function search(db: Db, filters: Filters, viewer: Viewer): Promise<SearchResult> {
  const q = filters.q ?? ''
  if (!isSearchable(q)) return { ids: [], loose: [], next: null, searchable: false }
  const before = /^\d+$/.test(filters.after ?? '') ? Number(filters.after) : null
  const { found, next } = await searchMails(db, q, before)
  const byAddress = before === null && q.includes('@') ? await ofAddress(db, q) : []
  const wanted = [...new Set([...byAddress, ...found.flatMap((mail) => mail.requestId ?? [])])]
  const ids = await thatFit(db, wanted, filters, viewer)
  return {
    ids,
    loose: found.flatMap((mail) => (mail.requestId === null ? [mail.mailId] : [])).slice(0, 20),
    next: next === null ? null : String(next),
    searchable: true,
  }
}

async function ofAddress(db: Db, address: string): Promise<string[]> {
  const rows = await db.privacyRequest.findMany({
    where: { requester: address },
    orderBy: { id: 'desc' },
    take: pageSize,
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

/** Those among them that the other filters let through, in the same order: read by id alone, so that no index by state is walked. */
async function thatFit(db: Db, ids: string[], filters: Filters, { name, now }: Viewer): Promise<string[]> {
  const { kind, topic, language, who, overdue } = filters
  const states: readonly string[] = overdue === undefined ? groups[groupOf(filters)] : groups.open
  const rows = await db.privacyRequest.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      state: true,
      topic: true,
      language: true,
      claimedBy: true,
      handedTo: true,
      dueAt: true,
      acts: { select: { kind: true } },
    },
  })
  const owned = (row: (typeof rows)[number]) =>
    who === undefined ||
    (who === 'mine'
      ? row.claimedBy === name
      : who === 'unclaimed'
        ? row.claimedBy === null
        : row.handedTo === 'officer')
  const fit = rows.filter(
    (row) =>
      states.includes(row.state) &&
      (topic === undefined || row.topic === topic) &&
      (language === undefined || row.language === language) &&
      (kind === undefined || row.acts.some((act) => act.kind === kind)) &&
      owned(row) &&
      (overdue === undefined || row.dueAt < now),
  )
  const fitting = new Set(fit.map((row) => row.id))
  return ids.filter((id) => fitting.has(id))
}
