// Files encrypted at rest, in pieces of 64 KiB so that neither writing nor reading holds a large one in memory: AES-256-GCM under a
// key of the file's own, the piece's number and whether it is the last in the nonce (the STREAM construction, Hoang, Reyhanitabar,
// Rogaway and Vizár 2015). A piece that was changed, moved or left out, and a file cut short or renamed, does not open.

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import type { KeyRing } from './key-ring.ts'
import { unreadable } from './sealed-text.ts'

const magic = Buffer.from('HBF1')
const saltBytes = 16
const headerBytes = magic.length + 4 + saltBytes
const pieceBytes = 65_536
const tagBytes = 16
const sealedPieceBytes = pieceBytes + tagBytes

/** `name` is the file's path below the data folder; it opens under no other. */
export function sealBytes(ring: KeyRing, name: string, bytes: Buffer): Buffer {
  const sealer = new FileSealer(ring, name)
  return Buffer.concat([...sealer.push(bytes), ...sealer.end()])
}

/** Throws `record_unreadable`, or `desk_key_missing`. */
export function openBytes(ring: KeyRing, name: string, sealed: Buffer): Buffer {
  const pieces: Buffer[] = []
  const opener = openerOf(ring, name, sealed.subarray(0, headerBytes))
  const body = sealed.subarray(headerBytes)
  const count = Math.max(1, Math.ceil(body.length / sealedPieceBytes))
  for (let number = 0; number < count; number++) {
    const piece = body.subarray(number * sealedPieceBytes, (number + 1) * sealedPieceBytes)
    pieces.push(opener(number, number === count - 1, piece))
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
}

/** Encrypts what passes through. */
export function sealingStream(ring: KeyRing, name: string): Transform {
  const sealer = new FileSealer(ring, name)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const piece of sealer.push(chunk)) this.push(piece)
      done()
    },
    flush(done) {
      for (const piece of sealer.end()) this.push(piece)
      done()
    },
  })
}

/** Id of the key that a file was encrypted with; null where it is no encrypted file. */
export function fileSealedWith(header: Buffer): string | null {
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) return null
  return header.subarray(magic.length, magic.length + 4).toString('hex')
}

/** Encrypts a file piece by piece: `push` any number of times, `end` once; each returns what is to be written. */
export class FileSealer {
  readonly #key: KeyObject
  readonly #header: Buffer
  readonly #name: string
  #waiting: Buffer[] = []
  #length = 0
  #number = 0
  #begun = false

  constructor({ current }: KeyRing, name: string) {
    const salt = randomBytes(saltBytes)
    this.#header = Buffer.concat([magic, Buffer.from(current.id, 'hex'), salt])
    this.#key = fileKey(current.files, salt)
    this.#name = name
  }

  push(chunk: Uint8Array): Buffer[] {
    this.#waiting.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    this.#length += chunk.byteLength
    // one piece always waits: only the end knows which is the last
    if (this.#length <= pieceBytes) return []
    const bytes = this.#gathered()
    const ready: Buffer[] = []
    let from = 0
    for (; bytes.length - from > pieceBytes; from += pieceBytes) {
      ready.push(this.#seal(bytes.subarray(from, from + pieceBytes), false))
    }
    // a copy: the rest must not hold the caller's memory, nor change with it
    const rest = Buffer.from(bytes.subarray(from))
    this.#waiting = [rest]
    this.#length = rest.length
    return this.#withHeader(ready)
  }

  end(): Buffer[] {
    return this.#withHeader([this.#seal(this.#gathered(), true)])
  }

  #gathered(): Buffer {
    const [only] = this.#waiting
    return only !== undefined && this.#waiting.length === 1 ? only : Buffer.concat(this.#waiting)
  }

  #withHeader(pieces: Buffer[]): Buffer[] {
    if (this.#begun) return pieces
    this.#begun = true
    return [this.#header, ...pieces]
  }

  #seal(piece: Buffer, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#number++, last))
    cipher.setAAD(additional(this.#header, this.#name))
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  }
}

/** An encrypted file that is read in parts. */
export interface SealedFile {
  /** bytes of its content */
  size: number
  read(offset: number, length: number): Promise<Buffer>
  /** the whole content in pieces, each checked before it is given out */
  pieces(): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/** Throws what the file system throws, `record_unreadable` or `desk_key_missing`. The caller ends it with `close()`. */
export async function openSealedFile(ring: KeyRing, name: string, path: string): Promise<SealedFile> {
  const file = await open(path, 'r')
  try {
    return await sealedFile(ring, name, file)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function sealedFile(ring: KeyRing, name: string, file: FileHandle): Promise<SealedFile> {
  const header = await readAt(file, 0, headerBytes)
  const openPiece = openerOf(ring, name, header)
  const body = (await file.stat()).size - headerBytes
  const count = Math.max(1, Math.ceil(body / sealedPieceBytes))
  const size = Math.max(0, body - count * tagBytes)
  const piece = async (number: number) =>
    openPiece(
      number,
      number === count - 1,
      await readAt(file, headerBytes + number * sealedPieceBytes, sealedPieceBytes),
    )
  return {
    size,
    read: async (offset, length) => {
      const end = Math.min(size, offset + length)
      if (end <= offset) return Buffer.alloc(0)
      const first = Math.floor(offset / pieceBytes)
      const found: Buffer[] = []
      for (let number = first; number * pieceBytes < end; number++) found.push(await piece(number))
      return Buffer.concat(found).subarray(offset - first * pieceBytes, end - first * pieceBytes)
    },
    pieces: async function* () {
      for (let number = 0; number < count; number++) yield await piece(number)
    },
    close: async () => await file.close(),
  }
}

/** Opens the pieces of the file that a header begins. */
function openerOf(ring: KeyRing, name: string, header: Buffer) {
  const id = fileSealedWith(header)
  if (id === null) throw unreadable(name)
  const key = fileKey(ring.byId(id).files, header.subarray(magic.length + 4))
  return (number: number, last: boolean, sealed: Buffer): Buffer => {
    if (sealed.length < tagBytes) throw unreadable(name)
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last))
    decipher.setAAD(additional(header, name))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()])
    } catch (cause) {
      throw unreadable(name, cause)
    }
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, position + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return buffer.subarray(0, read)
}

function fileKey(files: KeyObject, salt: Buffer): KeyObject {
  return createSecretKey(createHmac('sha256', files).update(salt).digest())
}

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 7)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

function additional(header: Buffer, name: string): Buffer {
  return Buffer.concat([header, Buffer.from(name)])
}
