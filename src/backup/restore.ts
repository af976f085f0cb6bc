// Puts a backup back: looked at whole first (`examine`, changes nothing), then copied beside what is there, settled
// (settle-restored.ts) and moved into place; what stood there before is moved aside, never overwritten. A restore that is cut short
// leaves a folder behind by which the desk refuses to start until it is done again.

import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDb } from '../db/client.ts'
import { assertWhole } from '../db/copy.ts'
import { migrate } from '../db/migrate.ts'
import { DeskError } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { restoringFolder } from '../lib/data-folder.ts'
import { type DeskKey, hashKeyFile, type KeyPlace, keyFile, loadDeskKeyIfAny } from '../lib/desk-key.ts'
import { syncFolder } from '../lib/sync-folder.ts'
import { verifyTrail } from '../requests/trail.ts'
import { deletionLedger, joinedLedger } from '../userdb/deletion-ledger.ts'
import {
  assertFiles,
  assertSealed,
  databaseName,
  folders,
  hashKeyName,
  keyName,
  ledgerName,
  type Manifest,
  readManifest,
  unusable,
} from './manifest.ts'
import { type Settled, settleRestored } from './settle-restored.ts'

export interface RestoreParts {
  backup: string
  dataFolder: string
  /** the database's file, which may lie elsewhere */
  database: string
  key: KeyPlace
  clock: Clock
  /** letters that waited at the time of the backup go out; else they count as gone */
  sendWaiting: boolean
  /** further lists of who was deleted, saved from elsewhere */
  ledgers: string[]
}

export interface Examined {
  manifest: Manifest
  key: DeskKey
  /** the key comes out of the backup, for there is none here that opens it */
  keyFromBackup: boolean
  /** what stands here is moved aside */
  replaces: boolean
}

/** Throws `backup_unusable`, or `desk_key_missing` where neither this desk nor the backup has the key. */
export async function examine(parts: RestoreParts): Promise<Examined> {
  const { backup, database } = parts
  const found = await readManifest(backup)
  const { key, keyFromBackup } = await keyFor(parts, found.manifest)
  assertSealed(found, key)
  await assertFiles(backup, found.manifest)
  return { manifest: found.manifest, key, keyFromBackup, replaces: existsSync(database) }
}

/** The caller holds the lock of the data folder. Returns what staff have to know, and where the old data lie. */
export async function restore(
  parts: RestoreParts,
  { manifest, key, keyFromBackup }: Examined,
): Promise<Settled & { aside: string[] }> {
  const { backup, dataFolder, database, clock } = parts
  const now = clock.now()
  const staged = restoringFolder(dataFolder)
  const stagedDatabase = `${database}.restoring`
  await clear(staged, stagedDatabase)
  await mkdir(staged, { recursive: true, mode: 0o700 })
  for (const place of folders) await mkdir(join(staged, place), { mode: 0o700 })
  for (const { path } of manifest.files) {
    await copyFile(join(backup, path), path === databaseName ? stagedDatabase : join(staged, path))
  }
  const ledger = await joinedLedger([join(dataFolder, ledgerName), join(staged, ledgerName), ...parts.ledgers])
  await writeFile(join(staged, ledgerName), ledger, { mode: 0o600, flush: true })
  const settled = await settleCopy(parts, { manifest, key, staged, stagedDatabase })
  const aside = await moveAside(parts, `replaced-${now.toISOString().replace(/[:.]/g, '-')}`, keyFromBackup)
  for (const place of folders) await rename(join(staged, place), join(dataFolder, place))
  await rename(join(staged, hashKeyName), hashKeyFile(parts.key))
  await rename(join(staged, ledgerName), join(dataFolder, ledgerName))
  if (keyFromBackup) await rename(join(staged, keyName), keyFile(parts.key))
  await rename(stagedDatabase, database)
  await syncFolder(dirname(database))
  // only now may the desk start again
  await rm(staged, { recursive: true })
  await syncFolder(dataFolder)
  return { ...settled, aside }
}

async function settleCopy(
  parts: RestoreParts,
  {
    manifest,
    key,
    staged,
    stagedDatabase,
  }: { manifest: Manifest; key: DeskKey; staged: string; stagedDatabase: string },
): Promise<Settled> {
  const { clock, sendWaiting } = parts
  const db = await openDb(`file:${stagedDatabase}`, key)
  try {
    await assertWhole(db, stagedDatabase)
    await migrate(db, clock.now())
    const report = await verifyTrail(db)
    if (!report.sound)
      throw unusable('The trail in the backup is broken: somebody changed the database; take another backup.')
    const settled = await settleRestored({
      db,
      clock,
      dataFolder: staged,
      madeAt: new Date(manifest.madeAt),
      ledger: deletionLedger(join(staged, ledgerName), key),
      sendWaiting,
    })
    await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    return settled
  } finally {
    await db.$disconnect()
  }
}

/** The key that is here where it opens the backup, else the one that the backup brings. */
async function keyFor({ backup, key: place }: RestoreParts, manifest: Manifest) {
  const here =
    place.given !== undefined || existsSync(keyFile(place))
      ? { dataFolder: backup, given: place.given ?? (await readFile(keyFile(place), 'utf8')) }
      : null
  const attempts = [
    ...(here === null ? [] : [{ place: here, keyFromBackup: false }]),
    ...(manifest.withKey ? [{ place: { dataFolder: backup }, keyFromBackup: true }] : []),
  ]
  let refused: unknown = null
  for (const attempt of attempts) {
    try {
      const key = await loadDeskKeyIfAny(attempt.place)
      if (key !== null) return { key, keyFromBackup: attempt.keyFromBackup }
    } catch (error) {
      refused ??= error
    }
  }
  throw new DeskError('desk_key_missing', {
    retry: false,
    cause: refused,
    message: `The key of this backup is not here: put it at ${keyFile(place)} (mode 0600) or into HABEAS_KEY, then call this again. Without it nothing of the backup can be read.`,
  })
}

async function moveAside({ dataFolder, database, key }: RestoreParts, suffix: string, withKey: boolean) {
  const places = [
    ...['', '-wal', '-shm'].map((end) => [`${database}${end}`, `${database}.${suffix}${end}`] as const),
    ...[...folders.map((place) => join(dataFolder, place)), hashKeyFile(key), ...(withKey ? [keyFile(key)] : [])].map(
      (path) => [path, `${path}.${suffix}`] as const,
    ),
  ]
  const moved: string[] = []
  for (const [from, to] of places) {
    if (!existsSync(from)) continue
    await rename(from, to)
    moved.push(to)
  }
  return moved
}

async function clear(staged: string, stagedDatabase: string): Promise<void> {
  await rm(staged, { recursive: true, force: true })
  for (const end of ['', '-wal', '-shm']) await rm(`${stagedDatabase}${end}`, { force: true })
}
