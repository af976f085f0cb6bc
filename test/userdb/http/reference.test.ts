// The reference server in examples/http-endpoint/ on the sample platform does to every row what the desk does to it by
// itself, and describes it in the same words.

import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { startServer } from '../../../examples/http-endpoint/server.mjs'
import { createSamplePlatform, sampleDataMapFile } from '../../../src/sample/platform.ts'
import { readDataMap } from '../../../src/userdb/data-map.ts'
import { openHttpUserDb } from '../../../src/userdb/http/http-userdb.ts'
import { addressHash } from '../../../src/userdb/subjects.ts'
import { openUserDb, type UserDb } from '../../../src/userdb/userdb.ts'
import { listening, testKey } from './bridge.ts'
import { described } from './described.ts'

const map = readDataMap(sampleDataMapFile)
const folder = mkdtempSync(join(tmpdir(), 'habeas-reference-'))
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
})

async function story(db: UserDb): Promise<unknown[]> {
  const told: unknown[] = [await db.check(), await db.findSubjects('LIN.family@example.cn'), await db.getSubject('x')]
  told.push(await db.getSubject('9999'), await db.read('9999', async () => 'read'))
  told.push(
    await db.read('1', async (snapshot) => {
      const read: Record<string, unknown> = { subject: snapshot.subject }
      for (const table of Object.keys(db.map.tables)) {
        const rows: unknown[] = []
        for await (const page of snapshot.rows(table)) rows.push(...page)
        read[table] = [await snapshot.count(table), rows.map((row) => JSON.stringify(row)).sort()]
      }
      return read
    }),
  )
  const nickname = {
    table: 'users',
    column: 'nickname',
    before: '小明',
    after: '大明 😀',
    unique: true,
    copies: [{ table: 'posts', column: 'author_name' }],
  }
  const region = { table: 'users', column: 'region', before: 'Atlantis', after: '上海', unique: false, copies: [] }
  told.push(
    await db.correct('1', [nickname, region]),
    await db.correct('1', [nickname]),
    await db.correct('1', [nickname]),
  )
  told.push(await db.correct('1', [{ ...nickname, before: '大明 😀', after: 'alice' }]))
  told.push(await db.isTaken('1', 'users', 'nickname', 'ALICE'), await db.presentValues('2', 'users', 'region'))
  const switches = Object.values(db.map.refusal.purposes)
    .flatMap((purpose) => purpose?.switches ?? [])
    .map(({ table, column, off }) => ({ table, column, off }))
  told.push(await db.switchOff('1', switches), await db.switchOff('1', switches))
  const alice = await db.getSubject('2')
  const hash = alice ? addressHash(alice) : ''
  told.push(await db.erase('1', hash), await db.planErase('2'), await db.erase('2', hash), await db.erase('2', hash))
  told.push(await db.mentions('xiaoming@example.com'))
  return told
}

function everyRow(file: string): Record<string, unknown> {
  const database = new DatabaseSync(file)
  const all = Object.fromEntries(
    Object.keys(map.tables).map((table) => [table, database.prepare(`select * from ${table} order by 1`).all()]),
  )
  database.close()
  return all
}

test('the reference server: the same answers, and the same rows afterwards, as the desk in the database itself', async () => {
  const [mine, theirs] = [join(folder, 'mine.db'), join(folder, 'theirs.db')]
  createSamplePlatform(mine, { small: true })
  copyFileSync(mine, theirs)
  const direct = await openUserDb(`file:${mine}`, map)
  stops.push(async () => await direct.close())
  const server = startServer({ file: theirs, keys: { [testKey.keyId]: testKey.secret }, background: ['erase'] })
  const { endpoint, stop } = await listening(server)
  stops.push(stop)
  const behind = await openHttpUserDb(endpoint, { firstPauseMs: 1 })
  stops.push(async () => await behind.close())
  const [known, told] = [await story(direct), await story(behind)]
  for (const [i, each] of known.entries()) expect(told[i], `step ${i}`).toEqual(each)
  expect(known).toContainEqual({ state: 'changed' })
  expect(everyRow(theirs)).toEqual(everyRow(mine))
})

test('the description that it gives is the sample data map without how rows are found', () => {
  const file = new URL('../../../examples/http-endpoint/description.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(described(map))))
})
