// Who was deleted, as marks that tell nothing without the desk's key: a restored backup of the platform brings people back,
// and by their marks they are found and deleted again. Lives in the desk's data folder, never in the platform's backups.

import { open, readFile } from 'node:fs/promises'
import type { DeskKey } from '../lib/desk-key.ts'

export interface DeletionLedger {
  /** On disk when it returns; a mark that stands already is not written twice. */
  add(subjectKey: string, addressHash: string): Promise<void>
  has(subjectKey: string, addressHash: string): Promise<boolean>
}

/** One mark a line in `file`, which need not exist yet. Key and address together: a key used anew is another person. */
export function deletionLedger(file: string, key: DeskKey): DeletionLedger {
  let known: Set<string> | null = null
  const marks = async () => {
    known ??= await readMarks(file)
    return known
  }
  const mark = (subjectKey: string, addressHash: string) => key.mac('deleted subject', subjectKey, addressHash)
  return {
    has: async (subjectKey, addressHash) => (await marks()).has(mark(subjectKey, addressHash)),
    add: async (subjectKey, addressHash) => {
      const made = mark(subjectKey, addressHash)
      const present = await marks()
      if (present.has(made)) return
      const handle = await open(file, 'a', 0o600)
      try {
        // a line that a crash cut short before is closed by the first break
        await handle.writeFile(`\n${made}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      present.add(made)
    },
  }
}

/** The marks of several lists as one; lists that do not exist add nothing. */
export async function joinedLedger(files: string[]): Promise<string> {
  const all = await Promise.all(files.map(readMarks))
  return [...new Set(all.flatMap((marks) => [...marks]))].map((mark) => `${mark}\n`).join('')
}

async function readMarks(file: string): Promise<Set<string>> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n')
    return new Set(lines.filter((line) => /^[0-9a-f]{64}$/.test(line)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}
