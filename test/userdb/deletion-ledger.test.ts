import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskKey } from '../../src/lib/desk-key.ts'
import { keyRing } from '../../src/lib/key-ring.ts'
import { deletionLedger } from '../../src/userdb/deletion-ledger.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { testKey } from '../support/test-key.ts'
import { type Engine, engines } from './engines.ts'

const key = testKey
const otherKey = deskKey(keyRing([Buffer.alloc(32, 7)]), Buffer.alloc(32, 9))
const newFile = () => join(mkdtempSync(join(tmpdir(), 'habeas-ledger-')), 'deleted-subjects')

test('a mark is found again by the same key alone, and tells nobody who it was', async () => {
  const file = newFile()
  await deletionLedger(file, key).add('17', 'abc')
  await deletionLedger(file, key).add('17', 'abc')
  expect(readFileSync(file, 'utf8')).toMatch(/^\n[0-9a-f]{64}\n$/)
  expect(await deletionLedger(file, key).has('17', 'abc')).toBe(true)
  expect(await deletionLedger(file, key).has('17', 'abd')).toBe(false)
  expect(await deletionLedger(file, key).has('1', '7abc')).toBe(false)
  expect(await deletionLedger(file, otherKey).has('17', 'abc')).toBe(false)
})

test('a line that a crash cut short spoils no other', async () => {
  const file = newFile()
  await deletionLedger(file, key).add('1', 'a')
  appendFileSync(file, '\n0123456789abcdef')
  await deletionLedger(file, key).add('2', 'b')
  const read = deletionLedger(file, key)
  expect([await read.has('1', 'a'), await read.has('2', 'b')]).toEqual([true, true])
})

describe.each(engines)('$name', ({ available, start }) => {
  describe.skipIf(!available)('restored', () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    }, 120_000)
    afterAll(async () => await engine?.stop())

    test('who was deleted and is there again is found; a key used anew is another person', async () => {
      const platform = await engine.known('shop')
      const db = await platform.open({ ledger: deletionLedger(newFile(), key) })
      const mei = '11111111-1111-4111-8111-111111111111'
      const subject = await db.getSubject(mei)
      if (!subject) throw new Error('no such subject')
      expect((await db.erase(mei, addressHash(subject))).state).toBe('erased')
      expect(await db.restored()).toEqual([])
      const insert = (email: string) =>
        platform.run(
          `insert into customers values ('${mei}', '${email}', '梅', null, 'h1', null, 0, '1', '2020-01-01 16:00:00')`,
        )
      await insert('somebody@example.com')
      expect(await db.restored()).toEqual([])
      await platform.run(`delete from customers where id = '${mei}'`)
      await insert('MEI@example.com')
      expect(await db.restored()).toEqual([{ key: mei, addressHash: addressHash(subject) }])
    })
  })
})
