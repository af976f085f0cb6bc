// A file that is written while others go into the ZIP: compressed and encrypted at once in a file of its own, measured, and read again
// as it stands when its turn comes. It is gone with `drop`, whatever became of the ZIP.

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import type { KeyRing } from '../../lib/key-ring.ts'
import { openSealedFile, sealingStream } from '../../lib/sealed-file.ts'

export interface FileBeside {
  write: (text: string) => Promise<void>
  /** No more is written; size, SHA-256 and CRC-32 (PKZIP APPNOTE 4.4.7) are of the text in UTF-8. */
  end(): Promise<{ bytes: number; sha256: string; crc32: number }>
  /** what was written, as raw DEFLATE (RFC 1951); after `end` */
  deflated(): AsyncGenerator<Buffer>
  drop(): Promise<void>
}

/** `file` is the path below the data folder. */
export function openBeside({
  dataFolder,
  file,
  ring,
}: {
  dataFolder: string
  file: string
  ring: KeyRing
}): FileBeside {
  const path = join(dataFolder, file)
  const deflate = createDeflateRaw({ level: 6 })
  const written = pipeline(deflate, sealingStream(ring, file), createWriteStream(path, { mode: 0o600 }))
  // a full disk is told to whoever writes or ends, not to the process
  written.catch(() => undefined)
  const hash = createHash('sha256')
  let checksum = 0
  let bytes = 0
  return {
    write: async (text) => {
      const chunk = Buffer.from(text)
      hash.update(chunk)
      checksum = crc32(chunk, checksum)
      bytes += chunk.length
      if (!deflate.write(chunk)) await Promise.race([once(deflate, 'drain'), written])
    },
    end: async () => {
      deflate.end()
      await written
      return { bytes, sha256: hash.digest('hex'), crc32: checksum }
    },
    deflated: async function* () {
      const sealed = await openSealedFile(ring, file, path)
      try {
        yield* sealed.pieces()
      } finally {
        await sealed.close()
      }
    },
    drop: async () => {
      deflate.destroy()
      await written.catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}
