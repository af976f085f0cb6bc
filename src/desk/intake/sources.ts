// The bytes of inbound mail as received, one file a mail below the data folder, never altered. A file is durable (flushed,
// its folder too) before the row that names it is committed; a file without a row is what a crash left and is swept at start.

import { createHash } from 'node:crypto'
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../errors.ts'

export interface Sources {
  /** where a mail's file belongs */
  path(name: string): string
  /** writes the bytes durably; returns their SHA-256, hex */
  write(name: string, bytes: Buffer): Promise<string>
  /** makes the names written so far durable */
  flush(): Promise<void>
  /** throws `source_missing` where retention, or somebody, removed it */
  read(name: string): Promise<Buffer>
  remove(name: string): Promise<void>
  list(): Promise<string[]>
}

export function openSources(dataFolder: string): Sources {
  const folder = join(dataFolder, 'mails')
  const path = (name: string) => join(folder, name)
  const fresh = new FreshBytes()
  return {
    path,
    write: async (name, bytes) => {
      try {
        await writeFile(path(name), bytes, { mode: 0o600, flush: true })
      } catch (cause) {
        throw new DeskError('disk_full', {
          retry: true,
          cause,
          message: `A mail could not be stored in ${folder}: free space or restore the right to write; mail stays in the mailbox until then.`,
        })
      }
      fresh.put(name, bytes)
      return createHash('sha256').update(bytes).digest('hex')
    },
    flush: async () => {
      const handle = await open(folder)
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
    read: async (name) => {
      const bytes = fresh.take(name)
      if (bytes !== null) return bytes
      try {
        return await readFile(path(name))
      } catch (cause) {
        throw new DeskError('source_missing', {
          retry: false,
          cause,
          message:
            'The source of this mail is gone: restore the data folder from a backup, or settle the mail by hand.',
        })
      }
    },
    remove: async (name) => {
      fresh.take(name)
      await rm(path(name), { force: true })
    },
    list: async () => await readdir(folder),
  }
}

/** What was written a moment ago is read a moment later, once: kept at hand up to a few megabytes. */
class FreshBytes {
  readonly #bytes = new Map<string, Buffer>()
  #held = 0

  put(name: string, bytes: Buffer): void {
    if (this.#held + bytes.length > freshBytes) return
    this.#bytes.set(name, bytes)
    this.#held += bytes.length
  }

  take(name: string): Buffer | null {
    const bytes = this.#bytes.get(name) ?? null
    if (bytes !== null) this.#held -= bytes.length
    this.#bytes.delete(name)
    return bytes
  }
}

const freshBytes = 4_194_304
