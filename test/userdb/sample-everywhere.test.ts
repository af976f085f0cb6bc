// The sample platform gives the same result on every engine: what each of the four rights finds and leaves behind.

import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { sampleDataMapFile } from '../../src/sample/platform.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { type Engine, type EngineName, type EnginePlatform, engines } from './engines.ts'
import { sampleStatements } from './sample-statements.ts'

const map = readFileSync(sampleDataMapFile, 'utf8')
const started: Engine[] = []
afterAll(async () => {
  for (const engine of started) await engine.stop()
})

/** Everything that a story sees and leaves: answers in order, then every row of every table. */
async function story(platform: EnginePlatform): Promise<unknown[]> {
  const { db } = platform
  const told: unknown[] = [await db.check(), await db.findSubjects('LIN.family@example.cn')]
  told.push(
    await db.read('1', async (snapshot) => {
      const read: Record<string, unknown[]> = {}
      for (const table of Object.keys(db.map.tables)) {
        read[table] = []
        for await (const page of snapshot.rows(table)) read[table].push(...page)
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
  told.push(await db.correct('1', [nickname]), await db.correct('1', [nickname]))
  told.push(await db.isTaken('1', 'users', 'nickname', 'ALICE'), await db.presentValues('2', 'users', 'region'))
  const switches = Object.values(db.map.refusal.purposes).flatMap((purpose) => purpose?.switches ?? [])
  told.push(await db.switchOff('1', switches), await db.switchOff('1', switches))
  const alice = await db.getSubject('2')
  if (alice)
    told.push(await db.planErase('2'), await db.erase('2', addressHash(alice)), await db.erase('2', addressHash(alice)))
  told.push(await db.mentions('alice@example.org'))
  for (const table of Object.keys(db.map.tables)) {
    const rows = await platform.rows(`select * from ${table}`)
    told.push(
      rows.map((row) => JSON.stringify(Object.entries(row).sort(([one], [other]) => one.localeCompare(other)))).sort(),
    )
  }
  return told
}

const available = engines.filter((engine) => engine.available)

test.skipIf(available.length < 2)('all four rights: the same on every engine', { timeout: 120_000 }, async () => {
  const statements = await sampleStatements()
  const stories: Partial<Record<EngineName, unknown[]>> = {}
  for (const { name, start } of available) {
    const engine = await start()
    started.push(engine)
    stories[name] = await story(await engine.platform(statements, map))
  }
  expect(stories.SQLite?.[0]).toEqual([])
  expect(stories.SQLite?.[10]).toMatchObject({ state: 'erased' })
  for (const { name } of available) expect(stories[name], name).toEqual(stories.SQLite)
})
