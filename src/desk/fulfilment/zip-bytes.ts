// A small ZIP in memory, for what is handed over at once and never lies on a disk. Exports of accounts are streamed: export-zip.ts.

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

export interface ZipContent {
  name: string
  content: string | Uint8Array
}

export async function zipBytes(entries: ZipContent[], modifiedAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: modifiedAt, extendedTimestamp: false, level: 6 })
  for (const { name, content } of entries) {
    await writer.add(name, new Uint8ArrayReader(typeof content === 'string' ? Buffer.from(content) : content))
  }
  return Uint8Array.from(await writer.close())
}
