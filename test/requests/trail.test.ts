// The trail shows whatever was done to it behind the desk's back: every way of tampering is tried with the triggers taken
// away first, as whoever can write the file can.

import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { transact } from '../../src/db/client.ts'
import { commit, noChanges } from '../../src/requests/changes.ts'
import { removeDetails, verifyTrail } from '../../src/requests/trail.ts'
import { deskDatabase } from '../support/desk-database.ts'

const at = new Date('2026-11-23T02:00:00Z')

async function append(db: Db, count: number, from = 1): Promise<void> {
  const changes = noChanges()
  for (let n = from; n < from + count; n++) {
    const details = n % 3 === 0 ? {} : { details: { words: `note ${n}`, n: { b: 1, a: [null, 'x'] } } }
    changes.events.push({ at, actor: 'staff:Li', type: 'noted', reason: n % 2 === 0 ? 'even' : null, ...details })
  }
  await commit(db, [changes])
}

async function trailOf(entries: number) {
  const { db } = await deskDatabase()
  await append(db, entries)
  const tamper = async (sql: string) => {
    const triggers = await db.$queryRawUnsafe<{ name: string }[]>(
      "select name from sqlite_master where type = 'trigger'",
    )
    for (const { name } of triggers) await db.$executeRawUnsafe(`drop trigger "${name}"`)
    for (const statement of sql.split(';')) await db.$executeRawUnsafe(statement)
  }
  return { db, tamper }
}

test('entries of many transactions make one chain without gaps', async () => {
  const { db } = await trailOf(1_201)
  await append(db, 1, 1_202)
  await append(db, 3, 1_203)
  expect(await verifyTrail(db)).toMatchObject({ sound: true, entries: 1_205 })
  expect((await db.event.aggregate({ _max: { id: true } }))._max.id).toBe(1_205)
})

test('steps written at once take their places one after the other', async () => {
  const { db } = await trailOf(2)
  await Promise.all(Array.from({ length: 8 }, async () => await append(db, 5)))
  expect(await verifyTrail(db)).toMatchObject({ sound: true, entries: 42 })
})

const tampering: [how: string, sql: string, entry: number, fault: string][] = [
  ['another time', `update Event set "at" = '2026-11-23T02:00:01.000Z' where id = 4`, 4, 'changed'],
  ['another actor', `update Event set actor = 'desk' where id = 700`, 700, 'changed'],
  ['another type', `update Event set type = 'fulfilled' where id = 1`, 1, 'changed'],
  ['a reason taken away', 'update Event set reason = null where id = 4', 4, 'changed'],
  ['a reason that is empty', `update Event set reason = '' where id = 5`, 5, 'changed'],
  ['other details', `update Event set details = '{"words":"another"}' where id = 4`, 4, 'details_changed'],
  ['details where there were none', `update Event set details = '{}' where id = 3`, 3, 'details_changed'],
  ['details taken away', 'update Event set details = null where id = 4', 4, 'details_missing'],
  [
    'details taken away with their hash',
    'update Event set details = null, detailsHash = null where id = 4',
    4,
    'changed',
  ],
  [
    'details taken away with a mark of another entry',
    `update Event set details = null, detailsRemoved = '${'ab'.repeat(32)}' where id = 4`,
    4,
    'details_missing',
  ],
  ['another hash', `update Event set hash = '${'ab'.repeat(32)}' where id = 9`, 9, 'changed'],
  ['an entry removed', 'delete from Event where id = 600', 600, 'missing'],
  ['the first removed', 'delete from Event where id = 1', 1, 'missing'],
  ['the last removed', 'delete from Event where id = 900', 900, 'missing'],
  ['the last hundred removed', 'delete from Event where id > 800', 801, 'missing'],
  ['all removed', 'delete from Event', 1, 'missing'],
  [
    'the last removed and the head with them',
    `delete from Event where id = 900; update TrailHead set count = 899, hash = (select hash from Event where id = 899)`,
    900,
    'head_changed',
  ],
  ['all removed with the head', 'delete from Event; delete from TrailHead', 1, 'missing'],
  ['the head removed', 'delete from TrailHead', 901, 'head_changed'],
  [
    'two swapped',
    'update Event set id = -1 where id = 5; update Event set id = 5 where id = 6; update Event set id = 6 where id = -1',
    5,
    'changed',
  ],
  [
    'one removed and the rest moved up',
    'delete from Event where id = 6; update Event set id = id - 1 where id > 6',
    6,
    'changed',
  ],
  [
    'one put in between',
    `update Event set id = -id where id > 6; update Event set id = 1 - id where id < 0; insert into Event (id, "at", actor, type, hash) values (7, '2026-11-23T02:00:00.000Z', 'desk', 'verified', 'ab')`,
    7,
    'changed',
  ],
  [
    'one added at the end',
    `insert into Event (id, "at", actor, type, hash) values (901, '2026-11-23T02:00:00.000Z', 'desk', 'verified', 'ab')`,
    901,
    'changed',
  ],
]

test.each(tampering)('%s: the first broken entry is named', async (_how, sql, entry, fault) => {
  const { db, tamper } = await trailOf(900)
  const request = noChanges()
  const row = { id: 'A', reference: 'HB-A', state: 'held' as const, topic: 'request', language: 'en' }
  request.requests.push({ ...row, receivedAt: at, dueAt: at })
  await commit(db, [request])
  await tamper(sql)
  expect(await verifyTrail(db)).toMatchObject({ sound: false, broken: { entry, fault } })
})

test('an end that was noted elsewhere tells a database that was put back as a whole', async () => {
  const { db } = await trailOf(10)
  const early = await verifyTrail(db)
  if (!early.sound) throw new Error('broken')
  await append(db, 5)
  const late = await verifyTrail(db)
  if (!late.sound) throw new Error('broken')
  expect(await verifyTrail(db, { entry: 10, hash: early.head })).toMatchObject({ sound: true, entries: 15 })
  const { db: put } = await trailOf(10)
  expect(await verifyTrail(put, { entry: 15, hash: late.head })).toMatchObject({
    broken: { entry: 11, fault: 'missing' },
  })
  expect(await verifyTrail(put, { entry: 10, hash: late.head })).toMatchObject({
    broken: { entry: 10, fault: 'changed' },
  })
})

test('the database refuses to delete or change an entry, whoever asks', async () => {
  const { db } = await trailOf(3)
  for (const sql of [
    'DELETE FROM "Event" WHERE "id" = 1',
    'UPDATE "Event" SET "reason" = \'another\' WHERE "id" = 1',
    'UPDATE "Event" SET "id" = 9 WHERE "id" = 1',
    'DELETE FROM "TrailHead"',
    'UPDATE "TrailHead" SET "count" = 1',
  ]) {
    await expect(db.$executeRawUnsafe(sql)).rejects.toThrow()
  }
  expect(await verifyTrail(db)).toMatchObject({ sound: true, entries: 3 })
})

test('retention takes details away and the chain stays whole', async () => {
  const { db } = await trailOf(20)
  const some = await db.event.findMany({ where: { id: { lte: 10 } } })
  await transact(db, async (tx) => await removeDetails(tx, some))
  expect((await db.event.findMany({ where: { id: { lte: 10 } } })).every((event) => event.details === null)).toBe(true)
  expect(await verifyTrail(db)).toMatchObject({ sound: true, entries: 20 })
})

test('a shortened trail is not continued as if nothing had happened', async () => {
  const { db, tamper } = await trailOf(10)
  await tamper('delete from Event where id > 8')
  await append(db, 1)
  expect(await verifyTrail(db)).toMatchObject({ sound: false, broken: { entry: 9, fault: 'missing' } })
  await tamper('update TrailHead set count = 8')
  await expect(append(db, 1)).rejects.toMatchObject({ code: 'trail_broken', retry: true })
})
