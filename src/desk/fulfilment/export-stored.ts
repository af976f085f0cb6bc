// The platform's own files in an export: pictures and uploads that the rows name. Names are noted as the rows stream by; the
// files follow them into the ZIP one at a time, and what is not there is told plainly. Small pictures are shown on the
// page itself, which then needs no other file.

import type { Row, UserDb } from '../../userdb/userdb.ts'
import type { TableSummary } from './export-summary.ts'
import { isMasked } from './export-values.ts'
import type { OpenZip } from './export-zip.ts'

/** too_large: larger than the map lets an export hold; too_many: beyond what one export holds in all. */
type LeftOut = 'elsewhere' | 'missing' | 'unreadable' | 'too_large' | 'too_many'

export interface ExportedFile {
  /** under `files` of the map, and the value in the column */
  folder: string
  value: string
  /** its name in the ZIP; null where it is left out */
  name: string | null
  bytes: number | null
  leftOut: LeftOut | null
  /** for the page: `data:` with the picture itself where it is small */
  picture: string | null
}

const most = 10_000
const mostBytes = 2 * 1024 ** 3
/** of one picture on the page, and of all of them */
const pictureBytes = 200_000
const pagePictures = 4_000_000

export class StoredFiles {
  readonly #files = new Map<string, ExportedFile>()
  #pictures = pagePictures
  /** named beyond `most`, of which only the number is known */
  tooMany = 0

  /** Notes the files that a row names. */
  note({ ofFiles }: TableSummary, row: Row): void {
    for (const column of ofFiles) {
      const cell = row[column.name] ?? null
      if (typeof cell !== 'string' || cell === '' || isMasked(column, cell) || column.file === undefined) continue
      const key = keyOf(column.file, cell)
      if (this.#files.has(key)) continue
      if (this.#files.size >= most) this.tooMany++
      else this.#files.set(key, { ...nothing, folder: column.file, value: cell })
    }
  }

  get all(): ExportedFile[] {
    return [...this.#files.values()]
  }

  of(folder: string, value: string): ExportedFile | undefined {
    return this.#files.get(keyOf(folder, value))
  }

  get counts(): { held: number; leftOut: number } {
    const held = this.all.filter(({ name }) => name !== null).length
    return { held, leftOut: this.#files.size - held + this.tooMany }
  }

  /** A small picture as a `data:` address; null where it is none, is large, or the page has enough of them. */
  picture(bytes: Uint8Array): string | null {
    const type = pictureType(bytes)
    if (type === null || bytes.length > Math.min(pictureBytes, this.#pictures)) return null
    this.#pictures -= bytes.length
    return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
  }

  /** Adds them all. `onPage`: values that the page shows. */
  async add(db: UserDb, zip: OpenZip, onPage: Set<string>): Promise<void> {
    let room = mostBytes
    let number = 0
    for (const file of this.#files.values()) {
      const stored = await db.openFile(file.folder, file.value)
      if (typeof stored === 'string') {
        file.leftOut = stored
        continue
      }
      try {
        file.bytes = stored.bytes
        const largest = (db.map.files[file.folder]?.largest_mb ?? 0) * 1024 ** 2
        if (stored.bytes > largest || stored.bytes > room) {
          file.leftOut = stored.bytes > largest ? 'too_large' : 'too_many'
          continue
        }
        room -= stored.bytes
        file.name = `files/${String(++number).padStart(4, '0')}-${plainName(file.value)}`
        const isSmall =
          stored.bytes <= Math.min(pictureBytes, this.#pictures) && onPage.has(keyOf(file.folder, file.value))
        const shown: Buffer[] = []
        await zip.addBytes(
          file.name,
          seen(stored.content(), (piece) => isSmall && shown.push(piece)),
        )
        if (isSmall) file.picture = this.picture(Buffer.concat(shown))
      } finally {
        await stored.close()
      }
    }
  }
}

const nothing = { name: null, bytes: null, leftOut: null, picture: null }

/** Values that the page will show, to hold small pictures ready for it. */
export function filesOnPage(summaries: TableSummary[]): Set<string> {
  return new Set(
    summaries.flatMap(({ ofFiles, latest }) =>
      ofFiles.flatMap((column) => latest.map((row) => keyOf(column.file ?? '', String(row[column.name] ?? '')))),
    ),
  )
}

function keyOf(folder: string, value: string): string {
  return `${folder}\0${value}`
}

async function* seen(pieces: AsyncIterable<Buffer>, look: (piece: Buffer) => unknown): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    look(piece)
    yield piece
  }
}

/** The last part of a path or address, with signs that every file system takes. */
function plainName(value: string): string {
  const last = value.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
  return [...plain].slice(-80).join('') || 'file'
}

const signs: [string, RegExp][] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBP/s],
]

/** By its first bytes: a name says what somebody wants it to be. SVG is left out, it is a program. */
function pictureType(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? null
}
