// One connection with its pragmas for life: durable, foreign keys held, no transaction left open whatever fails.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDb, transact } from '../../src/db/client.ts'
import { emptyDatabaseAt } from '../support/empty-database.ts'
import { testKey } from '../support/test-key.ts'

let db: Db
beforeEach(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'habeas-db-')), 'desk.db')
  await emptyDatabaseAt(file)
  db = await openDb(`file:${file}`, testKey)
})
afterEach(async () => {
  await db.$disconnect()
})

const mailbox = (id: string) => ({ id, name: id, startAt: new Date('2026-11-23T08:00:00Z') })

test('durability and foreign keys are set, and stay set after a transaction', async () => {
  await transact(db, async (tx) => await tx.mailbox.create({ data: mailbox('a') }))
  expect(await db.$queryRawUnsafe('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
  expect(await db.$queryRawUnsafe('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
  expect(await db.$queryRawUnsafe('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }])
})

test('a row that refers to nothing is refused', async () => {
  const act = { id: 'a', position: 0, kind: 'access' as const, state: 'pending' as const, details: {} }
  await expect(db.act.create({ data: { ...act, requestId: 'nobody' } })).rejects.toMatchObject({ code: 'internal' })
})

test('what a transaction throws comes out as it is, and nothing of it is written', async () => {
  const failure = transact(db, async (tx) => {
    await tx.mailbox.create({ data: mailbox('a') })
    throw new Error('no')
  })
  await expect(failure).rejects.toThrow(/^no$/)
  expect(await db.mailbox.count()).toBe(0)
})

test('statements beside a transaction wait for it and are not part of it', async () => {
  let beside: Promise<unknown> = Promise.resolve()
  await transact(db, async (tx) => {
    await tx.mailbox.create({ data: mailbox('a') })
    beside = db.mailbox.count().then(async (count) => {
      await db.mailbox.create({ data: mailbox('b') })
      return count
    })
    await new Promise((done) => setTimeout(done, 20))
    throw new Error('rolled back')
  }).catch(() => undefined)
  // it saw nothing of the transaction, and what it wrote itself stayed
  expect(await beside).toBe(0)
  expect(await db.mailbox.count()).toBe(1)
})

test('a file that cannot be opened is an error that says what to do', async () => {
  await expect(openDb('file:/dev/null/desk.db', testKey)).rejects.toMatchObject({ code: 'database_unavailable' })
})
