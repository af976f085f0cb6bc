// Requests straight into the desk's database, as many as a test of the queue needs, in states and kinds that follow a pattern.

import { insertMany } from '../../../src/db/bulk.ts'
import type { Db } from '../../../src/db/client.ts'
import type { RequestState } from '../../../src/requests/states.ts'
import { actKinds, languages } from '../../../src/requests/words.ts'

const day = 86_400_000

/** The `index`th of `count`: one in twenty is open, one in forty is held. */
export async function manyRequests(db: Db, count: number, now: Date): Promise<void> {
  const settled: RequestState[] = ['fulfilled', 'fulfilled', 'fulfilled', 'declined', 'expired', 'withdrawn']
  const open: RequestState[] = ['held', 'held', 'awaiting_verification', 'in_progress']
  for (let from = 0; from < count; from += 2000) {
    const rows = Array.from({ length: Math.min(2000, count - from) }, (_, offset) => {
      const index = from + offset
      const isOpen = index % 20 === 0
      const state = isOpen ? open[(index / 20) % open.length] : settled[index % settled.length]
      const receivedAt = new Date(now.getTime() - ((count - index) / count) * 300 * day)
      return {
        id: `${String(index).padStart(8, '0')}-0000-7000-8000-000000000000`,
        reference: `HB-${index.toString(16).toUpperCase().padStart(6, '0')}`,
        state: state ?? 'held',
        stateReason: isOpen ? 'needs_a_person' : null,
        topic: 'request',
        language: languages[index % languages.length] ?? 'zh',
        requester: `writer${index}@example.org`,
        requesterHash: String(index),
        receivedAt,
        dueAt: new Date((isOpen ? now.getTime() : receivedAt.getTime()) + ((index % 40) - 10) * day),
        settledAt: isOpen ? null : new Date(receivedAt.getTime() + (index % 9) * day),
      }
    })
    await insertMany(db, 'PrivacyRequest', rows)
    await insertMany(
      db,
      'Act',
      rows.map((row, offset) => ({
        id: `act-${row.id}`,
        requestId: row.id,
        position: 0,
        kind: actKinds[(from + offset + Math.floor((from + offset) / 20)) % 4] ?? 'access',
        state: 'pending' as const,
        details: { kind: 'access' },
      })),
    )
  }
}
