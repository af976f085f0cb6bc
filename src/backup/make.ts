// Makes a backup beside a running desk: one folder with the database as of one moment, the raw mails and exports, the list of who was
// deleted and a sealed manifest. The database comes first: a file is on disk before the row that names it, so every file that the
// snapshot names is there to be copied. Written under another name and renamed when whole.

import { copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/client.ts'
import { copyDatabase } from '../db/copy.ts'
import { setMark } from '../db/marks.ts'
import { DeskError } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { hashKeyFile, type KeyPlace, keyFile } from '../lib/desk-key.ts'
import { syncFolder } from '../lib/sync-folder.ts'
import {
  databaseName,
  folders,
  hashKeyName,
  keyName,
  ledgerName,
  type Manifest,
  measure,
  writeManifest,
} from './manifest.ts'

export interface BackupParts {
  db: Db
  clock: Clock
  dataFolder: string
  key: KeyPlace
  version: string
  /** also the key, without which nothing opens and with which everything does */
  withKey: boolean
  /** the mails' files are linked, not copied: at once and without space, on the same disk alone */
  linked?: boolean
  /** false: this one says nothing of how old the last backup is */
  counts?: boolean
  /** backups left in the folder afterwards, this one included; null: all */
  keep: number | null
}

export interface MadeBackup {
  folder: string
  manifest: Manifest
  /** older backups that were removed */
  removed: string[]
}

const shape = /^habeas-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/

/** Throws `backup_failed`; what stood in `target` before stands there still. */
export async function makeBackup(parts: BackupParts, target: string): Promise<MadeBackup> {
  const madeAt = parts.clock.now()
  const name = `habeas-${madeAt.toISOString().replace(/[:.]/g, '-')}`
  const folder = join(target, name)
  const draft = join(target, `.${name}.part`)
  try {
    await mkdir(target, { recursive: true, mode: 0o700 })
    await mkdir(draft, { mode: 0o700 })
    const manifest = await fill(parts, draft, madeAt)
    await syncFolder(draft)
    await rename(draft, folder)
    await syncFolder(target)
    if (parts.counts !== false) await setMark(parts.db, 'backup', { at: madeAt, toldAt: null, note: null })
    return { folder, manifest, removed: await removeOld(target, parts.keep) }
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'internal'
    const message = `No backup was made in ${target} (${code}): check that this user may write there and that there is space for the database, the mails and the exports.`
    throw new DeskError('backup_failed', { retry: true, cause, message })
  }
}

async function fill(parts: BackupParts, draft: string, madeAt: Date): Promise<Manifest> {
  const { dataFolder, key, withKey } = parts
  const files: Manifest['files'] = []
  const listed = async (path: string) => void files.push({ path, ...(await measure(join(draft, path))) })
  await copyDatabase(parts.db, join(draft, databaseName))
  await listed(databaseName)
  // who was deleted up to now, not up to the snapshot: knowing of one more harms nobody
  for (const [name, from] of [
    [ledgerName, join(dataFolder, ledgerName)],
    [hashKeyName, hashKeyFile(key)],
    ...(withKey && key.given === undefined ? [[keyName, keyFile(key)] as const] : []),
  ] as const) {
    if (await copied(from, join(draft, name))) await listed(name)
  }
  for (const place of folders) {
    await mkdir(join(draft, place), { mode: 0o700 })
    for (const name of (await readdir(join(dataFolder, place))).sort()) {
      const path = `${place}/${name}`
      // what was tidied away meanwhile is to be forgotten in the backup too
      if (
        /^[\w-][\w.-]*$/.test(name) &&
        (await copied(join(dataFolder, path), join(draft, path), parts.linked === true))
      )
        await listed(path)
    }
    await syncFolder(join(draft, place))
  }
  const manifest: Manifest = {
    format: 1,
    madeAt: madeAt.toISOString(),
    version: parts.version,
    withKey: files.some(({ path }) => path === keyName),
    files,
  }
  await writeManifest(draft, manifest, parts.db.$deskKey())
  return manifest
}

async function copied(from: string, to: string, linked = false): Promise<boolean> {
  try {
    // what is in mails and exports is never altered, so a second name for it is a copy
    if (linked) return await link(from, to).then(() => true)
    await copyFile(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  const handle = await open(to, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return true
}

async function removeOld(target: string, keep: number | null): Promise<string[]> {
  if (keep === null) return []
  const all = (await readdir(target)).filter((name) => shape.test(name)).sort()
  const old = all.slice(0, Math.max(0, all.length - keep))
  for (const name of old) await rm(join(target, name), { recursive: true, force: true })
  return old
}
