// Access (PIPL Art. 45, 48, GDPR Art. 15 and 20): writes the data subject's rows as they stand at one moment into a ZIP
// in the data folder, row by row. The file gets its name only when it is complete and on the disk; one that is there
// already was made by the run before and is answered from as it stands.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../../errors.ts'
import type { ActResult } from '../../requests/acts.ts'
import { addressHash } from '../../userdb/subjects.ts'
import type { SubjectSnapshot, UserDb } from '../../userdb/userdb.ts'
import type { Surroundings } from './export-contents.ts'
import { exportReadme, exportTable, jsonEnd, jsonHead } from './export-files.ts'
import { finishedExport, type Manifest, manifestOf } from './export-manifest.ts'
import { exportPage } from './export-page.ts'
import { filesOnPage, StoredFiles } from './export-stored.ts'
import { tableSummaries } from './export-summary.ts'
import { type ExportFile, type ExportPlace, writeZip } from './export-zip.ts'
import { type AccessPlan, accountChanged } from './plan.ts'

export async function giveAccess(
  db: UserDb,
  key: string,
  plan: AccessPlan,
  surroundings: Surroundings,
): Promise<ActResult> {
  const { dataFolder, exportId, reference, ring, zipPassword } = surroundings
  if (!/^[\w-]+$/.test(exportId)) throw new Error('an export id is letters, digits, _ and - alone')
  const file = `exports/${exportId}.zip`
  const place = { dataFolder, file, ring, zipPassword }
  const done = await finishedExport(place)
  const { manifest, bytes, sha256 } = done ?? (await writeExport(db, key, plan, place, surroundings))
  return {
    kind: 'access',
    outcome: 'done',
    export: {
      file,
      name: `my-data-${reference}.zip`,
      bytes,
      sha256,
      encrypted: zipPassword !== null,
    },
    tables: manifest.tables.map(({ label, rows }) => ({ label, rows })),
    ...(manifest.platformFiles === undefined ? {} : { files: manifest.platformFiles }),
  }
}

async function writeExport(
  db: UserDb,
  key: string,
  plan: AccessPlan,
  place: ExportPlace,
  surroundings: Surroundings,
): Promise<ExportFile & { manifest: Manifest }> {
  await mkdir(join(surroundings.dataFolder, 'exports'), { recursive: true, mode: 0o700 }).catch(failed)
  const written = await db.read(key, async (snapshot) => {
    if (addressHash(snapshot.subject) !== plan.addressHash) throw accountChanged()
    return await fillZip(db, snapshot, place, surroundings).catch(failed)
  })
  if (!written)
    throw new DeskError('subject_missing', {
      retry: false,
      message: 'the account of this request is no longer in the platform database; answer the request by hand',
    })
  return written
}

async function fillZip(
  db: UserDb,
  snapshot: SubjectSnapshot,
  place: ExportPlace,
  surroundings: Surroundings,
): Promise<ExportFile & { manifest: Manifest }> {
  const { map } = db
  const files = new StoredFiles()
  const contents = { map, snapshot, surroundings, files }
  const summaries = tableSummaries(map)
  let manifest: Manifest | null = null
  const file = await writeZip(place, surroundings.now, async (zip) => {
    // every row is read once: its part of data.json waits beside the ZIP until the tables are through
    const json = zip.beside('data.json')
    await json.write(jsonHead(contents))
    for (const summary of summaries) await zip.add(summary.csvName, exportTable(contents, summary, json.write))
    await files.add(db, zip, filesOnPage(summaries))
    await json.write(jsonEnd(contents))
    await json.add()
    await zip.add('index.html', [exportPage(contents, summaries)])
    await zip.add('README.txt', [exportReadme(contents)])
    manifest = manifestOf(contents, summaries, zip.entries)
    await zip.add('manifest.json', [`${JSON.stringify(manifest, null, 2)}\n`])
  })
  if (!manifest) throw new Error('the export has no manifest')
  return { ...file, manifest }
}

/** What the file system says, as a DeskError; errors of the platform database pass as they are. */
function failed(error: unknown): never {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) throw error
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      throw new DeskError('disk_full', {
        retry: true,
        cause: error,
        message: 'the disk of the data folder is full; make room, the export is tried again',
      })
    case 'EACCES':
    case 'EROFS':
    case 'EPERM':
      throw new DeskError('data_folder_unwritable', {
        retry: true,
        cause: error,
        message: 'exports cannot be written; give the desk write access to its data folder',
      })
    default:
      throw new DeskError('export_failed', {
        retry: true,
        cause: error,
        message: `an export could not be written (${code}); check the data folder`,
      })
  }
}
