// Encrypts with the current key whatever still stands under another: rows a page at a time, each page in one transaction, then the
// files, each replaced whole. It may be stopped anywhere and begun again: what is done is passed over.

import { createWriteStream } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Db, type Tx, transact } from '../db/client.ts'
import { placeOf, sealedModels } from '../db/sealed-fields.ts'
import type { KeyRing } from '../lib/key-ring.ts'
import { fileSealedWith, openSealedFile, sealingStream } from '../lib/sealed-file.ts'
import { openText, sealedWith, sealText } from '../lib/sealed-text.ts'

/** How many rows and files stand under each key, by its id. */
export type KeyUse = Map<string, { rows: number; files: number }>

type StoredRow = Record<string, unknown> & { id: string | number }

const pageSize = 200
const folders = ['mails', 'exports']

/** Returns how many rows and files were encrypted anew; `onPage` hears of each page and file. */
export async function renewEncryption(
  db: Db,
  dataFolder: string,
  onPage: () => void = () => undefined,
): Promise<{ rows: number; files: number }> {
  const { ring } = db.$deskKey()
  let [rows, files] = [0, 0]
  for (const model of Object.keys(sealedModels)) {
    for await (const page of pages(db, model)) {
      const old = page.filter((row) => keysOf(model, row).some((id) => id !== ring.current.id))
      if (old.length > 0) await transact(db, async (tx) => await renewRows(tx, ring, model, old))
      rows += old.length
      onPage()
    }
  }
  for await (const { name, path, id } of sealedFiles(dataFolder)) {
    if (id === ring.current.id) continue
    await renewFile(ring, name, path)
    files++
    onPage()
  }
  return { rows, files }
}

/** What stands under which key, counted over everything that is kept. */
export async function keyUse(db: Db, dataFolder: string): Promise<KeyUse> {
  const use: KeyUse = new Map(db.$deskKey().ring.ids.map((id) => [id, { rows: 0, files: 0 }]))
  const of = (id: string) => {
    const found = use.get(id) ?? { rows: 0, files: 0 }
    use.set(id, found)
    return found
  }
  for (const model of Object.keys(sealedModels)) {
    for await (const page of pages(db, model)) {
      for (const row of page) for (const id of new Set(keysOf(model, row))) of(id).rows++
    }
  }
  for await (const { id } of sealedFiles(dataFolder)) of(id).files++
  return use
}

function columnsOf(model: string): string[] {
  const sealed = sealedModels[model]
  return sealed === undefined ? [] : [...sealed.text, ...sealed.json]
}

function keysOf(model: string, row: StoredRow): string[] {
  return columnsOf(model).flatMap((column) => {
    const value = row[column]
    return typeof value === 'string' && value !== '' ? (sealedWith(value) ?? []) : []
  })
}

async function* pages(db: Db, model: string): AsyncGenerator<StoredRow[]> {
  const columns = ['id', ...columnsOf(model)].map((column) => `"${column}"`).join(', ')
  let after: string | number = model === 'Event' ? 0 : ''
  for (;;) {
    const page: StoredRow[] = await db.$queryRawUnsafe<StoredRow[]>(
      `SELECT ${columns} FROM "${model}" WHERE "id" > ? ORDER BY "id" LIMIT ${pageSize}`,
      after,
    )
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.id
  }
}

async function renewRows(tx: Tx, ring: KeyRing, model: string, rows: StoredRow[]): Promise<void> {
  const json = sealedModels[model]?.json ?? []
  for (const row of rows) {
    const renewed: [column: string, value: string][] = []
    for (const column of columnsOf(model)) {
      const value = row[column]
      if (typeof value !== 'string' || value === '' || sealedWith(value) === ring.current.id) continue
      const place = placeOf(model, row.id, column)
      const sealed = sealText(ring, place, openText(ring, place, value))
      renewed.push([column, json.includes(column) ? JSON.stringify(sealed) : sealed])
    }
    await tx.$executeRawUnsafe(
      `UPDATE "${model}" SET ${renewed.map(([column]) => `"${column}" = ?`).join(', ')} WHERE "id" = ?`,
      ...renewed.map(([, value]) => value),
      row.id,
    )
  }
}

async function* sealedFiles(dataFolder: string): AsyncGenerator<{ name: string; path: string; id: string }> {
  for (const folder of folders) {
    for (const file of (await readdir(join(dataFolder, folder))).sort()) {
      const path = join(dataFolder, folder, file)
      const id = file.startsWith('.') ? null : fileSealedWith(await head(path))
      if (id !== null) yield { name: `${folder}/${file}`, path, id }
    }
  }
}

async function head(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function renewFile(ring: KeyRing, name: string, path: string): Promise<void> {
  const draft = join(path, '..', `.${name.slice(name.indexOf('/') + 1)}.renewed`)
  const file = await openSealedFile(ring, name, path)
  try {
    const target = createWriteStream(draft, { mode: 0o600, flush: true })
    await pipeline(Readable.from(file.pieces()), sealingStream(ring, name), target)
    await rename(draft, path)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}
