import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { samplePeople } from '../../src/sandbox/people.ts'
import { compareRows, readPlatformRows } from '../../src/sandbox/platform-rows.ts'
import { createSmallPlatform } from './support/small-platform.ts'

function platform(): { file: string; change(sql: string): void } {
  const file = join(mkdtempSync(join(tmpdir(), 'sandbox-rows-')), 'platform.db')
  createSmallPlatform(file)
  return {
    file,
    change: (sql) => {
      const db = new DatabaseSync(file)
      db.exec(sql)
      db.close()
    },
  }
}

test('rows are found through the foreign keys, one step and two', () => {
  const { file } = platform()
  const found = readPlatformRows(file, [1]).map(({ table, total }) => [table, total])
  expect(found).toEqual([
    ['users', 1],
    ['access_logs', 30],
    ['posts', 2],
    ['post_images', 1],
  ])
  expect(readPlatformRows(file, [])).toEqual([])
})

test('a changed value, removed rows and rows that lost their owner are told apart', () => {
  const { file, change } = platform()
  const before = readPlatformRows(file, [1])
  change(
    "UPDATE users SET nickname = '明明' WHERE id = 1; UPDATE posts SET author_id = NULL; DELETE FROM access_logs WHERE user_id = 1",
  )
  const [users, logs, posts, images] = compareRows(before, readPlatformRows(file, [1], before))
  const nickname = users?.rows[0]?.cells[users.columns.indexOf('nickname')]
  expect(nickname).toEqual({ now: '明明', before: '小明', changed: true })
  expect(logs).toMatchObject({ before: 30, after: 0, changed: true })
  expect(logs?.rows.every((row) => row.change === 'removed')).toBe(true)
  expect(posts).toMatchObject({ before: 2, after: 0 })
  expect(posts?.rows.map((row) => row.change)).toEqual(['changed', 'changed'])
  expect(images).toMatchObject({ before: 1, after: 0 })
})

test('without an earlier reading nothing counts as changed', () => {
  const { file } = platform()
  expect(compareRows(null, readPlatformRows(file, [1])).some((table) => table.changed)).toBe(false)
})

test('the people to pick: known ones, a shared address, a busy account, a stranger, a forger, difficult addresses, staff', () => {
  const { file } = platform()
  const people = samplePeople(file, 'officer@desk.example')
  expect(people.map((person) => person.kind)).toEqual([
    ...['registered', 'registered', 'registered', 'unregistered', 'forger'],
    ...['difficult', 'difficult', 'difficult', 'difficult', 'staff'],
  ])
  expect(people[2]).toMatchObject({ address: 'family@example.com', subjectKeys: [4, 5] })
  expect(people.find((person) => person.kind === 'forger')).toMatchObject({
    address: 'alice@example.org',
    envelopeFrom: 'mallory@elsewhere.example',
  })
})
