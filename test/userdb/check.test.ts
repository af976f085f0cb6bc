import { expect, test } from 'vitest'
import { samplePlatform } from './platforms.ts'

test('the sample map fits the sample platform without a word', async () => {
  const { db } = await samplePlatform()
  expect(await db.check()).toEqual([])
})

test('a missing table, a missing column and an undeclared column are errors that say what to do', async () => {
  const platform = await samplePlatform()
  platform.run('drop table donations; alter table users drop column region; alter table users add column phone text')
  const problems = await platform.db.check()
  expect(problems.map(({ level, code, table, column }) => [level, code, table, column])).toEqual([
    ['error', 'column_missing', 'users', 'region'],
    ['error', 'column_undeclared', 'users', 'phone'],
    ['error', 'table_missing', 'donations', null],
  ])
  expect(problems[1]?.message).toBe(
    'column users.phone is not in the data map; declare it as shown, masked, hidden or secret',
  )
})

test('an owner column without an index is a warning', async () => {
  const platform = await samplePlatform()
  platform.run('drop index access_logs_user')
  expect(await platform.db.check()).toEqual([
    expect.objectContaining({ level: 'warning', code: 'owner_index_missing', table: 'access_logs', column: 'user_id' }),
  ])
})

test('a column that names files wants an index, and a folder', async () => {
  const platform = await samplePlatform()
  platform.map.files = { uploads: { folder: platform.folder, prefixes: [], largest_mb: 1 } }
  Object.assign(platform.map.tables.post_images?.columns.file_name ?? {}, { file: 'uploads' })
  expect(await platform.db.check()).toEqual([expect.objectContaining({ level: 'warning', code: 'file_index_missing' })])
  platform.run('create index images_file on post_images (file_name)')
  expect(await platform.db.check()).toEqual([])
})

test('rows that others delete with them are told', async () => {
  const platform = await samplePlatform()
  platform.run(
    'create table likes (post_id integer, user_id integer primary key references users (id) on delete cascade)',
  )
  expect(await platform.db.check()).toEqual([
    expect.objectContaining({ level: 'warning', code: 'foreign_key_cascades', table: 'likes' }),
  ])
})

test('emptying a column that may not be empty is an error before anybody asks for deletion', async () => {
  const platform = await samplePlatform()
  const posts = platform.map.tables.posts
  if (posts) posts.deletion = { anonymise: { author_id: 'empty', author_name: 'empty' } }
  expect(await platform.db.check()).toEqual([
    expect.objectContaining({ level: 'error', code: 'column_not_null', table: 'posts', column: 'author_name' }),
  ])
})

test('keeping rows that still point at a deleted account is an error', async () => {
  const platform = await samplePlatform()
  const donations = platform.map.tables.donations
  if (donations) donations.deletion = { keep: { law: { zh: '法', en: 'law' }, change: {} } }
  expect(await platform.db.check()).toEqual([
    expect.objectContaining({ level: 'error', code: 'foreign_key_blocks', table: 'donations', column: 'user_id' }),
  ])
})
