// What is encrypted opens with its key, in its place, whole, and not otherwise.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { keyRing, readKeys } from '../../src/lib/key-ring.ts'
import { openBytes, openSealedFile, sealBytes, sealingStream } from '../../src/lib/sealed-file.ts'
import { openText, sealedWith, sealText } from '../../src/lib/sealed-text.ts'

const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const ring = keyRing([one])
const place = 'Mail/m1/subject'

test('any text comes back as it was, and never stands the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = sealText(ring, place, text)
      expect(openText(ring, place, sealed)).toBe(text)
      expect(sealText(ring, place, text)).not.toBe(sealed)
    }),
  )
})

test('a text that was moved to another row, column or table does not open', () => {
  const sealed = sealText(ring, place, 'alice@example.org')
  for (const other of ['Mail/m2/subject', 'Mail/m1/fromAddress', 'Letter/m1/subject', ''])
    expect(() => openText(ring, other, sealed)).toThrow(expect.objectContaining({ code: 'record_unreadable' }))
})

test('a text of which any character was changed does not open', () => {
  const sealed = sealText(ring, place, 'alice@example.org')
  for (let at = 0; at < sealed.length; at++) {
    // the last character holds bits that say nothing
    if (at === sealed.length - 1) continue
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(() => openText(ring, place, changed), `at ${at}`).toThrow()
  }
  for (const length of [0, 5, 12, 40]) expect(() => openText(ring, place, sealed.slice(0, length))).toThrow()
})

test('after a rotation the old key opens what it encrypted, and nothing is written with it', () => {
  const sealed = sealText(ring, place, 'old')
  const both = keyRing([two, one])
  expect(openText(both, place, sealed)).toBe('old')
  expect(sealedWith(sealText(both, place, 'new'))).toBe(both.current.id)
  expect(() => openText(keyRing([two]), place, sealed)).toThrow(
    expect.objectContaining({ code: 'desk_key_missing', message: expect.stringContaining(ring.current.id) }),
  )
})

test('keys are read one a line or with commas; what is no key is said without being repeated', () => {
  expect(readKeys(`${one.toString('hex')}\n${two.toString('hex')}\n`, 'x')).toEqual([one, two])
  expect(readKeys(`${one.toString('hex')}, ${two.toString('hex').toUpperCase()}`, 'x')).toEqual([one, two])
  for (const wrong of ['', '  ', 'hunter2', one.toString('hex').slice(1), `${one.toString('hex')} hunter2`]) {
    expect(() => readKeys(wrong, 'the file')).toThrow(
      expect.objectContaining({ code: 'desk_key_invalid', message: expect.not.stringContaining('hunter2') }),
    )
  }
})

const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]

async function stored(bytes: Buffer, name = 'exports/a.zip') {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-sealed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const file = await openSealedFile(ring, name, path)
  onTestFinished(async () => await file.close())
  return file
}

test.each(sizes)('%i bytes come back, at once, as a stream and in any part', async (size) => {
  const plain = Buffer.from(Array.from({ length: size }, (_, n) => (n * 31) % 251))
  const atOnce = sealBytes(ring, 'exports/a.zip', plain)
  expect(openBytes(ring, 'exports/a.zip', atOnce).equals(plain)).toBe(true)
  const chunks = Array.from({ length: Math.ceil(size / 777) }, (_, n) => plain.subarray(n * 777, (n + 1) * 777))
  const streamed = await buffer(Readable.from(chunks).pipe(sealingStream(ring, 'exports/a.zip')))
  expect(streamed).toHaveLength(atOnce.length)
  const file = await stored(streamed)
  expect(file.size).toBe(size)
  expect((await buffer(Readable.from(file.pieces()))).equals(plain)).toBe(true)
  for (const [offset, length] of [
    [0, 10],
    [65_530, 12],
    [Math.max(0, size - 3), 9],
    [size, 1],
    [0, size + 5],
  ] as const)
    expect((await file.read(offset, length)).equals(plain.subarray(offset, offset + length))).toBe(true)
})

test('a file that was cut, renamed, or whose pieces were swapped, dropped or changed does not open', async () => {
  const sealed = sealBytes(ring, 'mails/a.eml', Buffer.alloc(200_000, 'secret '))
  const [header, piece] = [24, 65_552]
  const pieces = [0, 1, 2, 3].map((n) => sealed.subarray(header + n * piece, header + (n + 1) * piece))
  const built = (...order: number[]) =>
    Buffer.concat([sealed.subarray(0, header), ...order.map((n) => pieces[n] ?? Buffer.alloc(0))])
  const changed = (at: number) => {
    const copy = Buffer.from(sealed)
    copy.writeUInt8((copy[at] ?? 0) ^ 1, at)
    return copy
  }
  expect(openBytes(ring, 'mails/a.eml', built(0, 1, 2, 3))).toHaveLength(200_000)
  const broken = [
    built(0, 1, 2),
    built(1, 0, 2, 3),
    built(0, 2, 3),
    built(0, 1, 2, 3, 3),
    sealed.subarray(0, sealed.length - 1),
    sealed.subarray(0, 10),
    changed(0),
    changed(10),
    changed(100),
    changed(sealed.length - 1),
  ]
  for (const bytes of broken) {
    expect(() => openBytes(ring, 'mails/a.eml', bytes)).toThrow(expect.objectContaining({ code: 'record_unreadable' }))
    await expect(
      stored(bytes, 'mails/a.eml').then(async (file) => await buffer(Readable.from(file.pieces()))),
    ).rejects.toMatchObject({ code: 'record_unreadable' })
  }
  expect(() => openBytes(ring, 'mails/b.eml', sealed)).toThrow()
})
