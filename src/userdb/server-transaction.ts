// A write transaction at a database server: each statement sees what others have committed, and what the server undoes
// by itself (a deadlock, a serialization failure) is run anew.

import { setTimeout as pause } from 'node:timers/promises'
import type { Database, DatabaseTransaction } from './platform.ts'

const tries = 3

/** `isUndone` tells errors after which nothing of the transaction stands and another try may succeed. */
export async function serverTransaction<T>(
  db: Database,
  isUndone: (error: unknown) => boolean,
  work: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work)
    } catch (error) {
      if (tried >= tries || !isUndone(error)) throw error
      await pause(tried * 50)
    }
  }
}
