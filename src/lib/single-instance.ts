// One desk per data folder: an exclusive lock that the operating system takes back when the process dies, however it dies.
// SQLite's file locks do that on every platform without a native module.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DeskError } from '../errors.ts'

/** Takes the lock of the folder; the returned function gives it back. Throws `already_running`. */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'desk.lock'))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new DeskError('already_running', {
      retry: false,
      cause,
      message: `Another habeas works on ${folder}: stop it first, or use another dataFolder.`,
    })
  }
  return () => {
    if (lock.isOpen) lock.close()
  }
}
