// The desk's own database, empty and migrated, in a folder of its own; it ends with the test.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { emptyDatabaseAt } from './empty-database.ts'
import { testKey } from './test-key.ts'

export async function deskDatabase(): Promise<{ db: Db; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-database-'))
  const file = join(folder, 'habeas.db')
  await emptyDatabaseAt(file)
  const db = await openDb(`file:${file}`, testKey)
  onTestFinished(async () => {
    await db.$disconnect()
    rmSync(folder, { recursive: true, force: true })
  })
  return { db, folder }
}
