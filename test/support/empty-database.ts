// An empty desk database as the migrations leave it: made once a process, copied from then on.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { testKey } from './test-key.ts'

let made: Promise<string> | null = null

export async function emptyDatabaseAt(file: string): Promise<void> {
  made ??= makeEmpty()
  copyFileSync(await made, file)
}

async function makeEmpty(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-empty-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'habeas.db')
  const db = await openDb(`file:${file}`, testKey)
  await migrate(db, new Date('2026-11-23T02:00:00Z'))
  // all that was written goes into the one file that is copied
  await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  await db.$disconnect()
  return file
}
