// Removes a deleted account's files. A file cannot be part of the database's transaction, so the list is on the disk before that
// commits, and the files go after it: whatever dies in between, the next run or the next start finds the list and ends the
// work. A list whose transaction never came to its end is left alone while somebody may be at it, and then forgotten.

import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskError } from '../errors.ts'
import type { DeskKey } from '../lib/desk-key.ts'
import { openBytes, sealBytes } from '../lib/sealed-file.ts'
import { syncFolder } from '../lib/sync-folder.ts'
import type { DataMap } from './data-map.ts'
import type { OwnedFile } from './owned-files.ts'
import { placeOf, removeStored } from './stored-files.ts'

/** What became of an account's files. */
export interface FilesRemoved {
  removed: number
  /** named by its rows, and not to be found where the files are */
  notFound: number
}

export interface FileRemovals {
  /** Before the commit: what is to go, in place of what an earlier try wrote down. Throws where a file's presence cannot be told. */
  plan(subject: Erased, map: DataMap, files: OwnedFile[], elsewhere: number): Promise<void>
  /** After the commit, any number of times: the files go that are free at that moment. Null where nothing was planned. */
  finish(subject: Erased, map: DataMap, free: Free): Promise<FilesRemoved | null>
  /** What an earlier run left undone. `isGone`: whether the account was deleted after all. One list's trouble stops no other. */
  finishAll(map: DataMap, isGone: (subject: Erased) => Promise<boolean>, free: Free, now: Date): Promise<void>
}

/** Those that no row names: between plan and removal a path may have become somebody's. */
export type Free = (files: OwnedFile[]) => Promise<OwnedFile[]>

export interface Erased {
  key: string
  addressHash: string
}

const listSchema = z.object({
  key: z.string(),
  addressHash: z.string(),
  plannedAt: z.string(),
  files: z.array(z.object({ folder: z.string(), path: z.string(), values: z.array(z.string()) })),
  removed: z.number(),
  notFound: z.number(),
})
type List = z.output<typeof listSchema>

const day = 86_400_000
/** as long as a request may still be told of its result */
const keptDays = 90

/** Lists lie in `folder`, encrypted, named by a keyed hash. */
export function fileRemovals(folder: string, key: DeskKey, now: () => Date): FileRemovals {
  const nameOf = ({ key: subject, addressHash }: Erased) => key.mac('files of deleted subject', subject, addressHash)
  const read = async (name: string): Promise<List | null> => {
    try {
      const bytes = openBytes(key.ring, `file-removals/${name}`, await readFile(join(folder, name)))
      return listSchema.parse(JSON.parse(bytes.toString('utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
  const write = async (name: string, list: List) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `.${name}.part`)
    const file = await open(path, 'w', 0o600)
    try {
      await file.writeFile(sealBytes(key.ring, `file-removals/${name}`, Buffer.from(JSON.stringify(list))))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(path, join(folder, name))
    await syncFolder(folder)
  }
  const finish = async (name: string, map: DataMap, free: Free): Promise<FilesRemoved | null> => {
    const list = await read(name)
    if (list === null) return null
    const { removed, notFound } = list
    if (list.files.length === 0) return { removed, notFound }
    const files = await free(list.files)
    await removeAll(map, files)
    // the paths may name a person; how many there were is told again to whoever asks again
    await write(name, { ...list, files: [], removed: files.length })
    return { removed: files.length, notFound }
  }
  return {
    plan: async (subject, map, files, elsewhere) => {
      // what an earlier try wrote down may be somebody else's by now
      if (files.length + elsewhere === 0) return await rm(join(folder, nameOf(subject)), { force: true })
      const there: OwnedFile[] = []
      for (const file of files) if (await isThere(map, file)) there.push(file)
      const notFound = elsewhere + files.length - there.length
      const list = { ...subject, plannedAt: now().toISOString(), files: there, removed: there.length, notFound }
      await write(nameOf(subject), list)
    },
    finish: async (subject, map, free) => await finish(nameOf(subject), map, free),
    finishAll: async (map, isGone, free, at) => {
      const names = await readdir(folder).catch(() => [])
      const troubles: unknown[] = []
      for (const name of names.filter((each) => /^[0-9a-f]{64}$/.test(each))) {
        try {
          await finishOne(name, map, isGone, free, at)
        } catch (error) {
          troubles.push(error)
        }
      }
      if (troubles.length > 0) throw troubles[0]
    },
  }

  async function finishOne(
    name: string,
    map: DataMap,
    isGone: (subject: Erased) => Promise<boolean>,
    free: Free,
    at: Date,
  ): Promise<void> {
    const list = await read(name).catch(unreadable)
    if (list === null) return
    if (list === 'unreadable') {
      // under a key that was put away since: nobody can end it any more, and it stops nobody from starting
      if (at.getTime() - (await stat(join(folder, name))).mtimeMs > keptDays * day) await rm(join(folder, name))
      return
    }
    const age = at.getTime() - Date.parse(list.plannedAt)
    const isDone = list.files.length === 0
    if (!isDone && (await isGone(list))) await finish(name, map, free)
    else if (age > (isDone ? keptDays * day : day)) await rm(join(folder, name), { force: true })
  }
}

function unreadable(error: unknown): 'unreadable' {
  if (error instanceof DeskError) return 'unreadable'
  throw error
}

async function isThere(map: DataMap, { folder, path }: OwnedFile): Promise<boolean> {
  const place = map.files[folder]
  if (place === undefined) return false
  const found = await placeOf(place, path)
  if (found === 'unreadable') throw unreachable(folder)
  return typeof found !== 'string'
}

async function removeAll(map: DataMap, files: OwnedFile[]): Promise<void> {
  for (const { folder, path } of files) {
    const place = map.files[folder]
    if (place === undefined) continue
    try {
      await removeStored(place, path)
    } catch (cause) {
      if (cause instanceof DeskError) throw cause
      throw unreachable(folder, cause)
    }
  }
}

function unreachable(folder: string, cause?: unknown): DeskError {
  return new DeskError('platform_unavailable', {
    retry: true,
    cause,
    message: `files of a deleted account cannot be looked at or removed in the folder of files.${folder}; give the desk's user the right to read and write there and in the folders below, the rest is done by itself`,
  })
}
