import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createSamplePlatform, samplePeople } from '../../src/sample/platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'habeas-sample-'))

function all(file: string, query: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database
      .prepare(query)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}

test('the sample platform has the people that everybody counts on', () => {
  const file = join(folder, 'whole.db')
  createSamplePlatform(file)
  expect(all(file, 'select count(*) n from users')[0]?.n).toBeGreaterThanOrEqual(200)
  for (const person of Object.values(samplePeople)) {
    expect(all(file, `select id, nickname, email from users where id = ${person.id}`)).toEqual([person])
  }
  expect(all(file, 'select count(*) n from access_logs where user_id = 6')).toEqual([{ n: 100_000 }])
  expect(all(file, "select count(*) n from users where email = 'lin.family@example.cn'")).toEqual([{ n: 2 }])
  expect(all(file, 'select user_id from donations where user_id in (1, 2) group by user_id')).toHaveLength(2)
  expect(all(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(all(file, 'pragma foreign_key_check')).toEqual([])
})

test('the same rows every time, over what was there before', () => {
  const [one, two] = [join(folder, 'one.db'), join(folder, 'two.db')]
  for (const file of [one, two, two]) createSamplePlatform(file, { small: true })
  const tables = [
    'users',
    'devices',
    'access_logs',
    'posts',
    'post_images',
    'donations',
    'feature_usage',
    'cookie_preferences',
  ]
  for (const table of tables) expect(all(one, `select * from ${table}`)).toEqual(all(two, `select * from ${table}`))
})

test('nobody in it is real: addresses of people and machines are set aside for examples', () => {
  const file = join(folder, 'real.db')
  createSamplePlatform(file, { small: true })
  const emails = all(file, 'select email from users where email is not null').map((row) => String(row.email))
  expect(emails.filter((email) => !/@example\.(com|org|cn)$/.test(email))).toEqual([])
  const ips = all(file, 'select distinct ip from access_logs').map((row) => String(row.ip))
  expect(ips.filter((ip) => !/^(203\.0\.113|198\.51\.100|192\.0\.2)\.|^2001:db8:/.test(ip))).toEqual([])
})

test('its data map is commented for those who copy it', () => {
  const comments = readFileSync(new URL('../../src/sample/data-map.yaml', import.meta.url), 'utf8').match(/^\s*# /gm)
  expect(comments?.length).toBeGreaterThan(20)
})
