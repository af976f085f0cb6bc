// One request's whole file for an authority or a court: what is written down about it, its trail, its letters, its mails as they came.
// Codes stay out. That it was taken out, and by whom, is an entry of the trail before anybody has it.

import { commit, noChanges } from '../requests/changes.ts'
import { note } from './answering.ts'
import { type ZipContent, zipBytes } from './fulfilment/zip-bytes.ts'
import type { PathParts } from './parts.ts'
import { type RequestRecord, readRecord } from './request-record.ts'

/** Mails beyond this are named in the file and stay where they are. */
const mostBytes = 104_857_600

/** Throws `request_unknown`. */
export async function exportRequestFile(
  parts: PathParts,
  reference: string,
  by: string,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const record = await readRecord(parts.db, reference)
  const entries = await contents(parts, record)
  const now = parts.clock.now()
  const changes = noChanges()
  note(parts, changes, record.id, 'file_exported', null, { files: entries.length }, `staff:${by}`)
  await commit(parts.db, [changes])
  return { name: `${record.reference}.zip`, bytes: await zipBytes(entries, now) }
}

async function contents({ sources, log }: PathParts, record: RequestRecord): Promise<ZipContent[]> {
  const { mails, letters, ...request } = record
  const entries: ZipContent[] = [
    { name: 'request.json', content: JSON.stringify({ ...request, mails, letters }, null, 2) },
    ...letters.map((letter, index) => ({
      name: `letters/${String(index + 1).padStart(2, '0')}-${letter.template}.txt`,
      content: `${letter.subject}\n\n${letter.text.replaceAll('{{secret}}', '[code]')}`,
    })),
  ]
  let left = mostBytes
  for (const [index, { id, source, bytes }] of mails.entries()) {
    const name = `mails/${String(index + 1).padStart(2, '0')}-${id}`
    if (source === null || bytes > left) {
      entries.push({ name: `${name}.missing.txt`, content: 'The source is not in this file.' })
      continue
    }
    left -= bytes
    try {
      entries.push({ name: `${name}.eml`, content: await sources.read(source) })
    } catch (error) {
      log.warn({ err: error, mailId: id }, 'source of a mail not exported')
      entries.push({ name: `${name}.missing.txt`, content: 'The source could not be read.' })
    }
  }
  return entries
}
