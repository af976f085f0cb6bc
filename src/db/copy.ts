// A copy of the desk's database at one moment, made while the desk goes on: VACUUM INTO reads one snapshot and blocks no writer. And
// the look at whether such a copy is whole.

import { open } from 'node:fs/promises'
import { DeskError } from '../errors.ts'
import type { Db } from './client.ts'

/** `file` must not exist yet. On disk when it returns. */
export async function copyDatabase(db: Db, file: string): Promise<void> {
  await db.$executeRawUnsafe('VACUUM INTO ?', file)
  // SQLite does not flush what VACUUM INTO writes (sqlite.org/lang_vacuum.html)
  const handle = await open(file, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Throws `database_unavailable` where SQLite finds the file damaged. */
export async function assertWhole(db: Db, file: string): Promise<void> {
  const rows = await db.$queryRawUnsafe<{ integrity_check: string }[]>('PRAGMA integrity_check(1)')
  if (rows.length === 1 && rows[0]?.integrity_check === 'ok') return
  throw new DeskError('database_unavailable', {
    retry: false,
    message: `The database ${file} is damaged: take an older backup.`,
  })
}
