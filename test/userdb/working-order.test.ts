import { expect, test } from 'vitest'
import { parseDataMap } from '../../src/userdb/data-map.ts'
import { openPlatform } from '../../src/userdb/platform.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { workingOrder } from '../../src/userdb/working-order.ts'
import { oddPlatform, samplePlatform, type TestPlatform } from './platforms.ts'

async function order(platform: TestPlatform): Promise<string[]> {
  const live = await openPlatform(`file:${platform.file}`)
  try {
    return workingOrder(platform.map, await live.schema())
  } finally {
    await live.close()
  }
}

test('a table is worked on before those that its rows refer to or are found through', async () => {
  const sample = await order(await samplePlatform())
  expect(sample.at(-1)).toBe('users')
  expect(sample.indexOf('access_logs')).toBeLessThan(sample.indexOf('devices'))
  expect(sample.indexOf('post_images')).toBeLessThan(sample.indexOf('posts'))
  const odd = await order(await oddPlatform())
  expect(odd.at(-1)).toBe('用户 表')
  expect(odd.indexOf('where; drop table x --')).toBeLessThan(odd.indexOf('group'))
})

test('tables that refer to each other in a circle are deleted together', async () => {
  const platform = await samplePlatform()
  platform.run(`
    create table people (id integer primary key, email text, avatar integer references files (id));
    create table files (id integer primary key, person integer not null references people (id), name text);
    create index files_person on files (person);
    insert into people values (1, 'ada@example.com', null), (2, 'bob@example.com', null);
    insert into files values (10, 1, 'a.png'), (20, 2, 'b.png');
    update people set avatar = id * 10`)
  const map = parseDataMap(
    `
version: 1
platform: &l { zh: 测试, en: Test }
subject: { table: people, key: id, email: email }
categories: { all: *l }
tables:
  people: { label: *l, category: all, purpose: *l, retention: *l, columns: { id: *l, email: *l, avatar: *l }, deletion: delete }
  files: { label: *l, category: all, purpose: *l, retention: *l, owner: person, columns: { id: *l, person: *l, name: *l }, deletion: delete }
refusal: { purposes: {} }
information: { source: *l, recipients: *l, transfers: *l, automated_decisions: *l, rights: [*l], complaint: *l }
`,
    'circle.yaml',
  )
  const { openUserDb } = await import('../../src/userdb/userdb.ts')
  const db = await openUserDb(`file:${platform.file}`, map)
  const ada = await db.getSubject('1')
  expect(ada && (await db.erase('1', addressHash(ada))).state).toBe('erased')
  expect(platform.rows('select id from people union all select id from files')).toEqual([{ id: 2 }, { id: 20 }])
  await db.close()
})
