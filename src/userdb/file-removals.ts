// Removes a deleted account's files. A file cannot be part of the database's transaction, so the list is on the disk before that
// commits, and the files go after it: whatever dies in between, the next run or the next start finds the list and ends the
// work. A list whose transaction never came to its end is left alone while somebody may be at it, and then forgotten.

import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskError } from '../errors.ts'
import type { DeskKey } from '../lib/desk-key.ts'
import { openBytes, sealBytes } from '../lib/sealed-file.ts'
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
  /** Before the commit: what is to go. */
  plan(subject: Erased, map: DataMap, files: OwnedFile[], elsewhere: number): Promise<void>
  /** After the commit, any number of times: the files go. Null where nothing was planned. */
  finish(subject: Erased, map: DataMap): Promise<FilesRemoved | null>
  /** What an earlier run left undone. `isGone`: whether the account was deleted after all. */
  finishAll(map: DataMap, isGone: (subject: Erased) => Promise<boolean>, now: Date): Promise<void>
}

export interface Erased {
  key: string
  addressHash: string
}

const listSchema = z.object({
  key: z.string(),
  addressHash: z.string(),
  plannedAt: z.string(),
  files: z.array(z.object({ folder: z.string(), path: z.string() })),
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
  }
  const finish = async (name: string, map: DataMap): Promise<FilesRemoved | null> => {
    const list = await read(name)
    if (list === null) return null
    await removeAll(map, list.files)
    // the paths may name a person; how many there were is told again to whoever asks again
    if (list.files.length > 0) await write(name, { ...list, files: [] })
    return { removed: list.removed, notFound: list.notFound }
  }
  return {
    plan: async (subject, map, files, elsewhere) => {
      const there: OwnedFile[] = []
      for (const file of files) if (await isThere(map, file)) there.push(file)
      const notFound = elsewhere + files.length - there.length
      const list = { ...subject, plannedAt: now().toISOString(), files: there, removed: there.length, notFound }
      await write(nameOf(subject), list)
    },
    finish: async (subject, map) => await finish(nameOf(subject), map),
    finishAll: async (map, isGone, at) => {
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter((each) => /^[0-9a-f]{64}$/.test(each))) {
        const list = await read(name).catch(unreadable)
        if (list === null) continue
        if (list === 'unreadable') {
          // under a key that was put away since: nobody can end it any more, and it stops nobody from starting
          if (at.getTime() - (await stat(join(folder, name))).mtimeMs > keptDays * day) await rm(join(folder, name))
          continue
        }
        const age = at.getTime() - Date.parse(list.plannedAt)
        const isDone = list.files.length === 0
        if (!isDone && (await isGone(list))) await finish(name, map)
        else if (age > (isDone ? keptDays * day : day)) await rm(join(folder, name), { force: true })
      }
    },
  }
}

function unreadable(error: unknown): 'unreadable' {
  if (error instanceof DeskError) return 'unreadable'
  throw error
}

async function isThere(map: DataMap, { folder, path }: OwnedFile): Promise<boolean> {
  const place = map.files[folder]
  return place !== undefined && typeof (await placeOf(place, path)) !== 'string'
}

/** Without a list on the disk, for whoever has no data folder: a crash between commit and removal leaves files behind. */
export function unlistedRemovals(): FileRemovals {
  let files: OwnedFile[] = []
  let found: FilesRemoved | null = null
  return {
    plan: async (_, map, planned, elsewhere) => {
      files = []
      for (const file of planned) if (await isThere(map, file)) files.push(file)
      found = { removed: files.length, notFound: elsewhere + planned.length - files.length }
    },
    finish: async (_, map) => {
      await removeAll(map, files)
      return found
    },
    finishAll: async () => {},
  }
}

async function removeAll(map: DataMap, files: OwnedFile[]): Promise<void> {
  for (const { folder, path } of files) {
    const place = map.files[folder]
    if (place === undefined) continue
    try {
      await removeStored(place, path)
    } catch (cause) {
      if (cause instanceof DeskError) throw cause
      throw new DeskError('platform_unavailable', {
        retry: true,
        cause,
        message: `the account is deleted, but its files in the folder of files.${folder} cannot be removed; give the desk's user the right to write there, the rest is done by itself`,
      })
    }
  }
}
