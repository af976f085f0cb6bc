// The bytes of inbound mail as received, one file a mail below the data folder, encrypted at rest, never altered. A file is durable
// (flushed, its folder too) before the row that names it is committed; a file without a row is what a crash left and is swept later.

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DeskError } from '../../errors.ts'
import type { KeyRing } from '../../lib/key-ring.ts'
import { openBytes, sealBytes, sealingStream } from '../../lib/sealed-file.ts'
import { syncFolder } from '../../lib/sync-folder.ts'

export interface Sources {
  /** writes the bytes durably; returns their SHA-256, hex */
  write(name: string, bytes: Buffer): Promise<string>
  /** the same from a stream; throws what the stream and the file system throw */
  store(name: string, content: Readable): Promise<{ bytes: number; sha256: string }>
  /** makes the names written so far durable */
  flush(): Promise<void>
  /** throws `source_missing` where retention, or somebody, removed it, `record_unreadable` where somebody changed it */
  read(name: string): Promise<Buffer>
  remove(name: string): Promise<void>
  list(): Promise<string[]>
}

export function openSources(dataFolder: string, ring: KeyRing): Sources {
  const folder = join(dataFolder, 'mails')
  const path = (name: string) => join(folder, name)
  const sealedName = (name: string) => `mails/${name}`
  const fresh = new FreshBytes()
  return {
    write: async (name, bytes) => {
      try {
        await writeFile(path(name), sealBytes(ring, sealedName(name), bytes), { mode: 0o600, flush: true })
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
    store: async (name, content) => {
      const { through, result } = measuring()
      const file = createWriteStream(path(name), { mode: 0o600, flush: true })
      await pipeline(content, through, sealingStream(ring, sealedName(name)), file)
      return result()
    },
    flush: async () => await syncFolder(folder),
    read: async (name) => fresh.take(name) ?? openBytes(ring, sealedName(name), await readStored(path(name))),
    remove: async (name) => {
      fresh.take(name)
      await rm(path(name), { force: true })
    },
    list: async () => await readdir(folder),
  }
}

async function readStored(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new DeskError('source_missing', {
      retry: false,
      cause,
      message: 'The source of this mail is gone: restore the data folder from a backup, or settle the mail by hand.',
    })
  }
}

function measuring() {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) }
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
