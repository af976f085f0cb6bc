// The ZIP container: entries are streamed one after the other, each with its size and SHA-256, the file as a whole too; one that is
// written while others are waits compressed in a file beside it. On the disk all is encrypted; sizes and hashes are those of the ZIP itself. Written under a temporary name, brought to the disk, then renamed: a file under the final name is always complete.
// The one door to zip.js.

import { createHash, type Hash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { configure, Reader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js'
import type { KeyRing } from '../../lib/key-ring.ts'
import { FileSealer, openSealedFile, type SealedFile } from '../../lib/sealed-file.ts'
import { syncFolder } from '../../lib/sync-folder.ts'
import { type FileBeside, openBeside } from './export-beside.ts'

configure({ useWebWorkers: false })

export interface ZipEntry {
  name: string
  bytes: number
  sha256: string
}
export interface ExportFile {
  bytes: number
  sha256: string
}
export interface OpenZip {
  /** Adds one file; the content is read as it is written. */
  add(name: string, content: Iterable<string> | AsyncIterable<string>): Promise<void>
  /** Adds one file of the platform's as it stands. */
  addBytes(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** An entry that is written piece by piece while others are added, and added itself at the end. */
  beside(name: string): EntryBeside
  /** what was added so far, uncompressed sizes and hashes */
  readonly entries: ZipEntry[]
}

export interface EntryBeside {
  write: (text: string) => Promise<void>
  add(): Promise<void>
}

/** An export on the disk: where it lies, and what opens it. */
export interface ExportPlace {
  dataFolder: string
  /** path below the data folder */
  file: string
  ring: KeyRing
  /** of the ZIP itself (AES-256, WinZip AE-2); null where it has none */
  zipPassword: string | null
}

export const exportPath = ({ dataFolder, file }: ExportPlace): string => join(dataFolder, file)

/** Writes a ZIP with what `fill` adds; `modifiedAt` stands on every entry. Throws what the file system throws. */
export async function writeZip(
  place: ExportPlace,
  modifiedAt: Date,
  fill: (zip: OpenZip) => Promise<void>,
): Promise<ExportFile> {
  const path = exportPath(place)
  const unfinished = join(dirname(path), `.${basename(path)}.part`)
  const file = await open(unfinished, 'w', 0o600)
  const filesBeside: FileBeside[] = []
  try {
    const whole = measure()
    const sealer = new FileSealer(place.ring, place.file)
    const sink = new WritableStream<Uint8Array>({
      async write(chunk) {
        whole.take(chunk)
        // a copy: the last piece waits for the next chunk
        for (const piece of sealer.push(Buffer.from(chunk))) await file.writeFile(piece)
      },
    })
    const writer = new ZipWriter(sink, {
      lastModDate: modifiedAt,
      extendedTimestamp: false,
      level: 6,
      ...locked(place),
    })
    const entries: ZipEntry[] = []
    await fill({
      entries,
      add: async (name, content) => void entries.push(await addEntry(writer, name, content)),
      addBytes: async (name, content) => void entries.push(await addRaw(writer, name, content)),
      beside: (name) => {
        const beside = openBeside({
          ...place,
          file: `${dirname(place.file)}/.${basename(path)}.${filesBeside.length}.part`,
        })
        filesBeside.push(beside)
        return { write: beside.write, add: async () => void entries.push(await addBeside(writer, name, beside)) }
      },
    })
    await writer.close()
    for (const piece of sealer.end()) await file.writeFile(piece)
    await file.sync()
    await file.close()
    await rename(unfinished, path)
    await syncFolder(dirname(path))
    return whole.result()
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw error
  } finally {
    for (const beside of filesBeside) await beside.drop()
  }
}

function locked({ zipPassword }: ExportPlace) {
  return zipPassword === null ? {} : ({ password: zipPassword, encryptionStrength: 3 } as const)
}

/** The text of one entry of a ZIP file, or null where it has none of that name. Throws where it is no ZIP. */
export async function readZipEntry(place: ExportPlace, name: string): Promise<string | null> {
  const file = await openSealedFile(place.ring, place.file, exportPath(place))
  const reader = new ZipReader(
    new SealedReader(file),
    place.zipPassword === null ? {} : { password: place.zipPassword },
  )
  try {
    const entry = (await reader.getEntries()).find((one) => one.filename === name)
    return entry && !entry.directory ? await entry.getData(new TextWriter()) : null
  } finally {
    await reader.close()
    await file.close()
  }
}

/** Size and SHA-256 of the ZIP, read in pieces. */
export async function measureZip(place: ExportPlace): Promise<ExportFile> {
  const whole = measure()
  const file = await openSealedFile(place.ring, place.file, exportPath(place))
  try {
    for await (const piece of file.pieces()) whole.take(piece)
  } finally {
    await file.close()
  }
  return whole.result()
}

class SealedReader extends Reader<SealedFile> {
  readonly #file: SealedFile

  constructor(file: SealedFile) {
    super(file)
    this.#file = file
    this.size = file.size
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return Uint8Array.from(await this.#file.read(index, length))
  }
}

async function addEntry(
  writer: ZipWriter<unknown>,
  name: string,
  content: Iterable<string> | AsyncIterable<string>,
): Promise<ZipEntry> {
  const measured = measure()
  await writer.add(name, ReadableStream.from(chunks(content, measured)) as ReadableStream<Uint8Array>)
  return { name, ...measured.result() }
}

/** Pictures, films and archives are compressed already. */
const isCompressed = /\.(jpe?g|png|gif|webp|heic|avif|mp[34]|m4[av]|mov|webm|ogg|zip|gz|7z|rar|docx|xlsx|pptx|pdf)$/i

async function addRaw(writer: ZipWriter<unknown>, name: string, content: AsyncIterable<Uint8Array>): Promise<ZipEntry> {
  const measured = measure()
  async function* measuring() {
    for await (const piece of content) {
      measured.take(piece)
      yield piece
    }
  }
  const stream = ReadableStream.from(measuring()) as ReadableStream<Uint8Array>
  await writer.add(name, stream, isCompressed.test(name) ? { level: 0 } : {})
  return { name, ...measured.result() }
}

async function addBeside(writer: ZipWriter<unknown>, name: string, beside: FileBeside): Promise<ZipEntry> {
  const { bytes, sha256, crc32 } = await beside.end()
  const options = { passThrough: 'compressed', compressionMethod: 8, uncompressedSize: bytes, crc32 } as const
  await writer.add(name, ReadableStream.from(beside.deflated()) as ReadableStream<Uint8Array>, options)
  return { name, bytes, sha256 }
}

const chunkChars = 65_536

/** Gathers rows into pieces worth compressing. */
async function* chunks(
  content: Iterable<string> | AsyncIterable<string>,
  measured: ReturnType<typeof measure>,
): AsyncGenerator<Uint8Array> {
  let waiting: string[] = []
  let length = 0
  const flush = () => {
    const chunk = Buffer.from(waiting.join(''))
    waiting = []
    length = 0
    measured.take(chunk)
    return chunk
  }
  for await (const text of content) {
    waiting.push(text)
    length += text.length
    if (length >= chunkChars) yield flush()
  }
  if (length > 0) yield flush()
}

function measure() {
  const hash: Hash = createHash('sha256')
  let bytes = 0
  return {
    take: (chunk: Uint8Array) => {
      hash.update(chunk)
      bytes += chunk.length
    },
    result: (): ExportFile => ({ bytes, sha256: hash.digest('hex') }),
  }
}
