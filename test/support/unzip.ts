// What a ZIP holds, as text by name.

import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'

export async function unzipped(zip: Buffer | undefined): Promise<Map<string, string>> {
  if (zip === undefined) throw new Error('there is no ZIP')
  const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(zip)])))
  const files = new Map<string, string>()
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()))
  }
  await reader.close()
  return files
}
