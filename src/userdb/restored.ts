// Finds accounts that were deleted and are there again, as after a backup of the platform was restored.

import { sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import type { DeletionLedger } from './deletion-ledger.ts'
import { columnId, tableId } from './names.ts'
import type { Platform, Row } from './platform.ts'
import { addressHash, cellText } from './subjects.ts'

export interface RestoredSubject {
  key: string
  addressHash: string
}

/** Reads every account once, a page at a time. */
export async function findRestored(
  platform: Platform,
  map: DataMap,
  ledger: DeletionLedger,
): Promise<RestoredSubject[]> {
  const { table, key, email } = map.subject
  const query = sql<Row>`select ${columnId(table, key)} as ${sql.id('key')}, ${columnId(table, email)} as ${sql.id('address')} from ${tableId(table)}`
  const found: RestoredSubject[] = []
  const snapshot = await platform.openSnapshot()
  try {
    for await (const page of snapshot.stream(query.compile(snapshot.db))) {
      for (const row of page) {
        const subject = { key: cellText(row.key) ?? '', address: cellText(row.address), name: null }
        const hash = addressHash(subject)
        if (await ledger.has(subject.key, hash)) found.push({ key: subject.key, addressHash: hash })
      }
    }
    return found
  } finally {
    await snapshot.close()
  }
}
