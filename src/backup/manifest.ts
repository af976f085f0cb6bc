// What a backup holds: every file with its size and SHA-256, sealed with the desk's key, so that a file that was changed, swapped, left
// out or added is noticed before anything is put back.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { DeskError } from '../errors.ts'
import type { DeskKey } from '../lib/desk-key.ts'

const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** the moment of the database's snapshot */
  madeAt: z.iso.datetime(),
  /** the program's version, for people */
  version: z.string(),
  withKey: z.boolean(),
  files: z.array(
    z.strictObject({
      // below the backup's folder, never out of it
      path: z.string().regex(/^(mails\/|exports\/)?[\w-][\w.-]*$/),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})

export type Manifest = z.output<typeof manifestSchema>

const manifestName = 'manifest.json'
export const databaseName = 'habeas.db'
export const ledgerName = 'deleted-subjects'
export const hashKeyName = 'hash.key'
export const keyName = 'desk.key'
export const folders = ['mails', 'exports'] as const

export async function writeManifest(folder: string, manifest: Manifest, key: DeskKey): Promise<void> {
  const text = JSON.stringify({ ...manifest, seal: sealOf(manifest, key) }, null, 1)
  await writeFile(join(folder, manifestName), `${text}\n`, { mode: 0o600, flush: true })
}

/** Throws `backup_unusable` where the folder is no whole backup. Whether its seal is right `assertSealed` says. */
export async function readManifest(folder: string): Promise<{ manifest: Manifest; seal: string }> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => null)
  if (text === null) {
    throw unusable(
      `${folder} is no backup of habeas: it has no ${manifestName}. Name the folder that habeas backup made.`,
    )
  }
  const parsed = z.object({ seal: z.string() }).loose().safeParse(parse(text))
  const { seal, ...rest } = parsed.success ? parsed.data : { seal: '' }
  const manifest = manifestSchema.safeParse(rest)
  if (!manifest.success) {
    throw unusable(
      `${join(folder, manifestName)} is damaged, or of a newer habeas: take another backup, or the habeas that made it.`,
    )
  }
  return { manifest: manifest.data, seal }
}

export function assertSealed({ manifest, seal }: { manifest: Manifest; seal: string }, key: DeskKey): void {
  if (key.matches(seal, 'backup', JSON.stringify(manifest))) return
  throw unusable(
    'The manifest of the backup was changed after it was made, or made by another desk: take another backup.',
  )
}

/** Every file is there as it was written, and no other. Throws `backup_unusable` naming the first that is not. */
export async function assertFiles(folder: string, { files }: Manifest): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const found = await measure(join(folder, path)).catch(() => null)
    if (found === null) throw unusable(`${path} is missing in the backup ${folder}: take another backup.`)
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw unusable(`${path} in the backup ${folder} was damaged or changed after it was made: take another backup.`)
  }
  const known = new Set(files.map(({ path }) => path))
  for (const place of folders) {
    const names = await readdir(join(folder, place)).catch(() => [])
    const strange = names.find((name) => !known.has(`${place}/${name}`))
    if (strange !== undefined)
      throw unusable(
        `${place}/${strange} was put into the backup ${folder} after it was made: take it out, or take another backup.`,
      )
  }
}

export async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { bytes, sha256: hash.digest('hex') }
}

export function unusable(message: string): DeskError {
  return new DeskError('backup_unusable', { retry: false, message })
}

function sealOf(manifest: Manifest, key: DeskKey): string {
  return key.mac('backup', JSON.stringify(manifest))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
