// The platform's files that the data map points to: pictures and uploads below a configured folder, named by a column. A name
// that leads out of the folder, through `..`, a link or an address elsewhere, is never followed: neither a file of the
// desk's machine is handed out nor one deleted that is not the platform's.

import { constants } from 'node:fs'
import { access, lstat, open, realpath, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DeskError } from '../errors.ts'
import type { DataMap } from './data-map.ts'
import { type MapProblem, mapError } from './map-problem.ts'

export type FileFolder = DataMap['files'][string]

/** elsewhere: not below the folder, or behind a link; missing: nothing is there; unreadable: the desk may not read it. */
export type FileTrouble = 'elsewhere' | 'missing' | 'unreadable'

export interface StoredFile {
  bytes: number
  /** its content; opened at once, so that what is put in its place meanwhile is not read */
  content(): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** The path below the folder that a column's value names; null where it names something elsewhere. */
export function locate({ prefixes }: FileFolder, value: string): string | null {
  const prefix = prefixes.find((each) => value.startsWith(each))
  if (prefix === undefined && (value.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(value))) return null
  const named = prefix === undefined ? value : value.slice(prefix.length)
  const path = prefix !== undefined && /^https?:/i.test(prefix) ? fromUrl(named) : named
  if (path === null || path.length > 1000 || /[\0\\]/.test(path)) return null
  const segments = path.split('/').filter((segment) => segment !== '')
  return segments.length === 0 || segments.some((segment) => segment === '..' || segment === '.')
    ? null
    : segments.join('/')
}

function fromUrl(text: string): string | null {
  try {
    return decodeURIComponent(text.split(/[?#]/, 1)[0] ?? '')
  } catch {
    return null
  }
}

/** Ways in which columns may spell the same file, an address also with a query behind it (`?v=2`). */
export function spellings({ prefixes }: FileFolder, path: string): { values: string[]; beginnings: string[] } {
  const coded = path.split('/').map(encodeURIComponent).join('/')
  const spelled = [...new Set([path, coded, encodeURI(path), `/${path}`])]
  const within = (some: string[]) => some.flatMap((prefix) => spelled.map((each) => `${prefix}${each}`))
  const addresses = within(prefixes.filter((prefix) => /^https?:/i.test(prefix)))
  return {
    values: [path, ...within(prefixes)],
    beginnings: addresses.flatMap((address) => [`${address}?`, `${address}#`]),
  }
}

/** Opens the file that a value names. The caller closes it. */
export async function openStored(folder: FileFolder, value: string): Promise<StoredFile | FileTrouble> {
  const path = locate(folder, value)
  if (path === null) return 'elsewhere'
  const place = await placeOf(folder, path)
  if (typeof place === 'string') return place
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(place.full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    return troubleOf(error)
  }
  let found: Awaited<ReturnType<typeof file.stat>>
  try {
    found = await file.stat()
    // between the look and the opening somebody may have put a link in the way
    const now = await placeOf(folder, path)
    if (!found.isFile() || typeof now === 'string' || now.ino !== found.ino || now.dev !== found.dev) {
      await file.close()
      return 'elsewhere'
    }
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    bytes: found.size,
    // no more than was there when it was measured: a file that grows does not fill the disk
    content: () => file.createReadStream({ autoClose: false, start: 0, end: Math.max(0, found.size - 1) }),
    close: async () => await file.close(),
  }
}

/** Removes the file at a path that `locate` gave; one that is gone already is fine. Throws what the file system throws. */
export async function removeStored(folder: FileFolder, path: string): Promise<void> {
  const place = await placeOf(folder, path)
  // not to be told from one that is there
  if (place === 'unreadable') throw Object.assign(new Error('not readable'), { code: 'EACCES' })
  if (typeof place === 'string') return
  try {
    // takes a link away and not what it points to
    await unlink(place.full)
  } catch (error) {
    if (troubleOf(error) !== 'missing') throw error
  }
}

/** Whether a regular file is there, reached without any link. Throws `platform_unavailable` where the folder itself is not. */
export async function placeOf(
  { folder }: FileFolder,
  path: string,
): Promise<{ full: string; ino: number; dev: number; bytes: number } | FileTrouble> {
  const base = await realpath(folder).catch(gone)
  try {
    const full = join(base, path)
    if ((await realpath(dirname(full))) !== dirname(full)) return 'elsewhere'
    const found = await lstat(full)
    return found.isFile() ? { full, ino: found.ino, dev: found.dev, bytes: found.size } : 'elsewhere'
  } catch (error) {
    return troubleOf(error)
  }
}

/** A folder that is not mounted says nothing about the files in it: neither missing nor removed. */
function gone(cause: unknown): never {
  throw new DeskError('platform_unavailable', {
    retry: true,
    cause,
    message: 'a folder of `files` in the data map cannot be reached; mount it, or give the desk the right to read it',
  })
}

function troubleOf(error: unknown): FileTrouble {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'missing'
  if (code === 'ELOOP') return 'elsewhere'
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable'
  throw error
}

/** The folders are there, and files in them may be read and removed. */
export async function checkFolders(map: DataMap): Promise<MapProblem[]> {
  const problems: MapProblem[] = []
  const folders = Object.entries(map.files).map(([name, { folder }]) => ({ name, folder: join(folder, '/') }))
  for (const one of folders) {
    const within = folders.find((other) => other !== one && one.folder.startsWith(other.folder))
    if (within === undefined) continue
    // a file under two names would be free under the one while a row names it under the other
    const message = `the folder of files.${one.name} lies in that of files.${within.name}; name the outer one alone and let its prefixes say where addresses begin`
    problems.push(mapError('files_nested', map.subject.table, null, message))
  }
  for (const [name, { folder }] of Object.entries(map.files)) {
    try {
      await access(join(folder, '.'), constants.R_OK | constants.W_OK | constants.X_OK)
    } catch {
      const message = `the folder of files.${name} (${folder}) is not there, or the desk may not read and write it; correct the data map, or give the desk's user the right`
      problems.push(mapError('files_unreachable', map.subject.table, null, message))
    }
  }
  return problems
}
