// The desk dies at every statement in turn. Afterwards the platform is as it was or as it should be, never in between,
// and the second run gives the result that the first would have given.

import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fulfil, type RightDetails } from '../../../src/desk/fulfilment/fulfil.ts'
import { createSamplePlatform } from '../../../src/sample/platform.ts'
import { oddPlatform, samplePlatform, type TestPlatform } from '../../userdb/platforms.ts'
import { prepared, state, surroundings } from './acts.ts'

const sampleCases: [string, string, RightDetails][] = [
  ['deletion', '2', { kind: 'deletion' }],
  [
    'correction',
    '1',
    {
      kind: 'correction',
      corrections: [
        { field: 'nickname', old: '小明', value: '大明' },
        { field: 'other', fieldWords: 'city', old: null, value: 'Leeds' },
      ],
    },
  ],
  ['refusal', '1', { kind: 'refusal', purposes: [] }],
]

test.each(sampleCases)(
  '%s: killed at any statement, all or nothing is done and the second run gives the same result',
  { timeout: 120_000 },
  async (_, key, details) => {
    const story = await dieEverywhere(samplePlatform, key, details)
    expect(story.deaths).toBeGreaterThan(4)
    expect(story.told).toEqual(story.wanted)
  },
)

test('deletion of a subject that stays as an anonymous row, in a schema of odd names: the same', {
  timeout: 120_000,
}, async () => {
  const story = await dieEverywhere(oddPlatform, 'u/1', { kind: 'deletion' })
  expect(story.deaths).toBeGreaterThan(4)
  expect(story.told).toEqual(story.wanted)
})

/** What was found after each death and each run: states of the database and results. */
async function dieEverywhere(make: () => Promise<TestPlatform>, key: string, details: RightDetails) {
  const whole = await make()
  const initial = state(whole)
  const act = await prepared(whole.db, key, details)
  const result = await fulfil(whole.db, key, act, surroundings(whole))
  const final = state(whole)
  // killed after the commit, before the result was written down
  const again = await fulfil(whole.db, key, act, surroundings(whole))
  const told: unknown[] = [again, state(whole)]
  const wanted: unknown[] = [result, final]
  const platform = await make()
  let left = 0
  let deaths = 0
  for (let at = 1; left <= 0; at++) {
    left = at
    const db = await platform.open({
      // once dead, dead: a process that is gone rolls nothing back itself
      beforeStatement: () => {
        if (--left <= 0) throw new Error('killed')
      },
    })
    const outcome = await fulfil(db, key, act, surroundings(platform)).catch((error: Error) => error.message)
    await db.close()
    if (left <= 0) deaths++
    told.push(outcome, state(platform))
    // the run that is not killed is the second run, after all those deaths
    wanted.push(...(left <= 0 ? ['killed', initial] : [result, final]))
  }
  return { deaths, told, wanted }
}

test('access: killed at any statement, there is no export or a whole one, and the second run makes it', {
  timeout: 120_000,
}, async () => {
  const whole = await samplePlatform()
  const act = await prepared(whole.db, '1', { kind: 'access' })
  const wanted = await fulfil(whole.db, '1', act, surroundings(whole))
  let left = 0
  for (let at = 1; left <= 0; at += 4) {
    const platform = await samplePlatform()
    left = at
    const db = await platform.open({
      beforeStatement: () => {
        if (--left <= 0) throw new Error('killed')
      },
    })
    await fulfil(db, '1', act, surroundings(platform)).catch(() => undefined)
    await db.close()
    expect(existsSync(join(platform.folder, 'exports/act-1.zip'))).toBe(left > 0)
    expect(await fulfil(platform.db, '1', act, surroundings(platform))).toEqual(wanted)
    expect(readdirSync(join(platform.folder, 'exports'))).toEqual(['act-1.zip'])
  }
})

test('access: a second run answers from the finished export, even when the account is gone by then', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', { kind: 'access' })
  const wanted = await fulfil(platform.db, '1', act, surroundings(platform))
  await fulfil(platform.db, '1', await prepared(platform.db, '1', { kind: 'deletion' }), surroundings(platform))
  expect(await fulfil(platform.db, '1', act, surroundings(platform))).toEqual(wanted)
})

test('access: what a dead run left half written, or a damaged file, is written anew', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', { kind: 'access' })
  const wanted = await fulfil(platform.db, '1', act, surroundings(platform))
  writeFileSync(join(platform.folder, 'exports/.act-1.zip.part'), 'half')
  writeFileSync(join(platform.folder, 'exports/act-1.zip'), 'PK damaged')
  expect(await fulfil(platform.db, '1', act, surroundings(platform))).toEqual(wanted)
})

test('a process killed (SIGKILL) while it erases 100,000 rows leaves all of them or none', {
  timeout: 120_000,
}, async () => {
  const platform = await samplePlatform()
  await platform.db.close()
  const whole = join(platform.folder, 'whole.db')
  createSamplePlatform(whole)
  for (const delayMs of [5, 40, 120]) {
    for (const part of ['-wal', '-shm']) rmSync(platform.file + part, { force: true })
    copyFileSync(whole, platform.file)
    const counts =
      'select (select count(*) from users) u, (select count(*) from devices) d, (select count(*) from access_logs) l, (select count(*) from posts where author_id is null) p'
    const before = platform.rows(counts)
    const devices = platform.rows('select 1 from devices where user_id = 6').length
    const after = [{ u: 219, d: Number(before[0]?.d) - devices, l: Number(before[0]?.l) - 100_000, p: 4 }]
    const db = await platform.open()
    const act = await prepared(db, '6', { kind: 'deletion' })
    await killedWhileErasing(platform.file, JSON.stringify(act), delayMs)
    expect([JSON.stringify(before), JSON.stringify(after)]).toContain(JSON.stringify(platform.rows(counts)))
    expect(await fulfil(db, '6', act, surroundings(platform))).toMatchObject({
      outcome: 'done',
      removed: expect.arrayContaining([{ label: { zh: '访问日志', en: 'Access log' }, rows: 100_000, how: 'deleted' }]),
    })
    expect(platform.rows('select 1 from users where id = 6')).toEqual([])
    await db.close()
  }
})

async function killedWhileErasing(file: string, act: string, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [new URL('./erase-and-wait.ts', import.meta.url).pathname, file, act], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((ready) => child.stdout.once('data', ready))
  await new Promise((later) => setTimeout(later, delayMs))
  child.kill('SIGKILL')
  await new Promise((gone) => child.once('exit', gone))
}
