import { expect, test } from 'vitest'
import { addressHash } from '../../src/userdb/subjects.ts'
import { openUserDb, type Row, type Subject } from '../../src/userdb/userdb.ts'
import { oddPlatform, samplePlatform, type TestPlatform } from './platforms.ts'

async function subject(platform: TestPlatform, key: string): Promise<Subject> {
  const found = await platform.db.getSubject(key)
  if (!found) throw new Error('no such subject')
  return found
}

async function all<T>(stream: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = []
  for await (const page of stream) rows.push(...page)
  return rows
}

async function read(platform: TestPlatform, key: string, table: string): Promise<Row[]> {
  return (await platform.db.read(key, async (snapshot) => await all(snapshot.rows(table)))) ?? []
}

test('a data subject is found by the whole address, letters A-Z in either case', async () => {
  const { db } = await samplePlatform()
  expect(await db.findSubjects('ALICE@Example.ORG')).toEqual([
    { key: '2', address: 'alice@example.org', name: 'Alice' },
  ])
  expect(await db.findSubjects('alice@example.or')).toEqual([])
  expect(await db.findSubjects("' or 1=1 --")).toEqual([])
  // U+212A, the Kelvin sign, folds to k in many a comparison
  expect(await db.findSubjects('membe\u212A@example.com')).toEqual([])
  expect(await db.getSubject('1 or 1=1')).toBeNull()
})

test('many addresses in one look bring what each alone brings', async () => {
  const { db } = await samplePlatform()
  const addresses = ['ALICE@Example.ORG', 'lin.family@example.cn', 'nobody@example.org', 'membe\u212A@example.com']
  const alone = await Promise.all(addresses.map(async (address) => await db.findSubjects(address)))
  expect(alone.map((found) => found.length)).toEqual([1, 2, 0, 0])
  expect([...((await db.findSubjectsOf(addresses)) ?? [])]).toEqual(addresses.map((address, n) => [address, alone[n]]))
  expect(await db.findSubjectsOf([])).toEqual(new Map())
})

test('two accounts that share an address stay two', async () => {
  const { db } = await samplePlatform()
  expect((await db.findSubjects('lin.family@example.cn')).map((found) => found.name)).toEqual(['林妈妈', '林小雨'])
})

test('an account without an address is found by no address', async () => {
  const { db } = await samplePlatform()
  expect((await db.getSubject('3'))?.address).toBeNull()
  expect(await db.findSubjects('')).toEqual([])
  expect(await db.findSubjects('null')).toEqual([])
})

test('odd names survive: blanks, quotes, reserved words, Chinese, composite joins, no primary key', async () => {
  const platform = await oddPlatform()
  expect(await platform.db.check()).toEqual([])
  expect(await platform.db.findSubjects('wang@example.com')).toEqual([
    { key: 'u/1', address: 'Wang@Example.com', name: '王😀' },
  ])
  expect((await read(platform, 'u/1', 'where; drop table x --')).map((row) => row.值)).toEqual(['a', 'b', '=1+1'])
  expect(await read(platform, 'u/1', 'main.a.b as c')).toEqual([{ address: 'Wang@Example.com', topics: '["猫","茶"]' }])
  expect((await read(platform, 'u/1', '日志"引号')).map((row) => row.大数)).toEqual([
    9007199254740993n,
    -9223372036854775808n,
  ])
  expect((await read(platform, 'u/1', 'replies'))[0]).toEqual({ id: 1, text: 'first' })
  expect((await read(platform, 'u/1', '用户 表'))[0]?.照片).toEqual(new Uint8Array([0, 255, 16]))
})

test('secret and hidden columns are never asked of the database', async () => {
  const platform = await samplePlatform()
  const asked: string[] = []
  const db = await platform.open({ beforeStatement: (text) => asked.push(text) })
  await db.read('1', async (snapshot) => {
    for (const table of Object.keys(platform.map.tables)) await all(snapshot.rows(table))
  })
  expect(asked.some((text) => text.includes('password_hash'))).toBe(false)
  await db.close()
})

test('one snapshot: what is written while it is read does not show', async () => {
  const platform = await samplePlatform()
  await platform.db.read('1', async (snapshot) => {
    const before = await snapshot.count('access_logs')
    platform.run(
      "insert into access_logs (user_id, occurred_at, ip, path, status) values (1, '2026-11-21T00:00:00Z', '192.0.2.1', '/', 200)",
    )
    expect(await snapshot.count('access_logs')).toBe(before)
    expect((await all(snapshot.rows('access_logs'))).length).toBe(before)
  })
})

test('deletion removes, anonymises and keeps as the map says, and nobody else loses anything', async () => {
  const platform = await samplePlatform()
  const others = () =>
    platform.rows(
      'select (select count(*) from users where id <> 2) u, (select count(*) from access_logs where user_id <> 2) l, (select count(*) from posts) p, (select count(*) from donations) d',
    )
  const before = others()
  const posts = platform.rows('select id, title, content from posts where author_id = 2')
  const outcome = await platform.db.erase('2', addressHash(await subject(platform, '2')))
  expect(outcome.state).toBe('erased')
  expect(others()).toEqual(before)
  for (const [table, column] of [
    ['users', 'id'],
    ['devices', 'user_id'],
    ['access_logs', 'user_id'],
    ['feature_usage', 'user_id'],
    ['cookie_preferences', 'user_id'],
    ['posts', 'author_id'],
    ['donations', 'user_id'],
  ]) {
    expect(platform.rows(`select 1 from ${table} where ${column} = 2`), table).toEqual([])
  }
  const left = platform.rows(
    `select id, title, content, author_name, posted_from_ip from posts where id in (${posts.map((post) => post.id).join()})`,
  )
  expect(left).toEqual(
    posts.map((post) => ({ ...post, author_name: '已注销用户 / former member', posted_from_ip: null })),
  )
  expect(platform.rows("select 1 from posts where author_name = 'Alice'")).toEqual([])
  expect(platform.rows('pragma foreign_key_check')).toEqual([])
})

test('a subject that must stay as a row is made nobody, with a number that nobody else has', async () => {
  const platform = await oddPlatform()
  const hash = addressHash(await subject(platform, 'u/1'))
  expect((await platform.db.erase('u/1', hash)).state).toBe('erased')
  expect(platform.rows('select * from "用户 表" where "编号" = \'u/1\'')).toEqual([
    { 编号: 'u/1', 'e mail': 'gone-2', select: 'gone', 年龄: null, 照片: null, vip: 0 },
  ])
  expect(platform.rows('select "值" from "where; drop table x --"')).toEqual([{ 值: 'c' }])
  expect(platform.rows('select address from "a.b as c"')).toEqual([{ address: 'li@example.com' }])
  expect(platform.rows('select id, parent, author, text from replies')).toEqual([
    { id: 1, parent: null, author: null, text: '[removed]' },
    { id: 2, parent: 1, author: 'u/2', text: 'answer' },
    { id: 3, parent: 2, author: null, text: '[removed]' },
  ])
  const logs = platform.rows('select "用户", ip from "日志""引号" order by rowid')
  expect(logs.map((row) => row.ip)).toEqual(['203.0.113.0', '2001:db8:1::', '198.51.100.9'])
  expect(logs[0]?.用户).toMatch(/^hidden-[0-9a-f]{32}$/)
  expect(logs[2]?.用户).toBe('u/2')
  expect(await platform.db.erase('u/1', hash)).toEqual({ state: 'gone' })
})

test('a key that now belongs to somebody else is not erased', async () => {
  const platform = await samplePlatform()
  const hash = addressHash(await subject(platform, '2'))
  platform.run("update users set email = 'other@example.com' where id = 2")
  expect(await platform.db.erase('2', hash)).toEqual({ state: 'changed' })
  expect(platform.rows('select email from users where id = 2')).toEqual([{ email: 'other@example.com' }])
})

test('where rows would stay behind, nothing is deleted', async () => {
  const platform = await samplePlatform()
  platform.run('create trigger keep before delete on devices begin select raise(ignore); end')
  const hash = addressHash(await subject(platform, '2'))
  await expect(platform.db.erase('2', hash)).rejects.toMatchObject({ code: 'platform_refused', retry: false })
  expect(platform.rows('select count(*) n from access_logs where user_id = 2')[0]?.n).toBeGreaterThan(0)
})

test('a text that stays loses the address and the name of its author', async () => {
  const platform = await samplePlatform()
  platform.run("update posts set content = 'Alice here, ALICE@example.org', title = 'By Alice' where author_id = 2")
  expect((await platform.db.erase('2', addressHash(await subject(platform, '2')))).state).toBe('erased')
  expect(platform.rows("select distinct title, content from posts where content like '%here%'")).toEqual([
    { title: 'By […]', content: '[…] here, […]' },
  ])
})

test('an address that would stay in a column nobody thought of stops the deletion', async () => {
  const platform = await samplePlatform()
  const posts = platform.map.tables.posts
  if (posts) posts.deletion = { anonymise: { author_id: 'empty', author_name: { constant: 'gone' } } }
  platform.run(
    "update posts set content = 'mail me: Alice@Example.org' where id = (select max(id) from posts where author_id = 2)",
  )
  const hash = addressHash(await subject(platform, '2'))
  await expect(platform.db.erase('2', hash)).rejects.toMatchObject({
    code: 'platform_refused',
    message: expect.stringMatching(/rows of posts .* in content, so nothing was deleted/),
  })
  expect(platform.rows('select count(*) n from users where id = 2')).toEqual([{ n: 1 }])
})

test('a foreign key that blocks refuses the whole deletion', async () => {
  const platform = await samplePlatform()
  platform.run(
    'create table medals (user_id integer references users (id)); create index medals_user on medals (user_id); insert into medals values (2)',
  )
  const hash = addressHash(await subject(platform, '2'))
  await expect(platform.db.erase('2', hash)).rejects.toMatchObject({ code: 'platform_refused', retry: false })
  expect(platform.rows('select count(*) n from access_logs where user_id = 2')[0]?.n).toBeGreaterThan(0)
  expect(await platform.db.check()).toEqual([
    expect.objectContaining({ level: 'error', code: 'foreign_key_blocks', table: 'medals', column: 'user_id' }),
  ])
})

test('corrections happen together or not at all, and only on the value that was seen', async () => {
  const platform = await samplePlatform()
  const nickname = {
    table: 'users',
    column: 'nickname',
    before: '小明',
    after: '大明',
    unique: true,
    copies: [{ table: 'posts', column: 'author_name' }],
  }
  const region = { table: 'users', column: 'region', before: 'Atlantis', after: 'Leeds', unique: false, copies: [] }
  expect(await platform.db.correct('1', [nickname, region])).toBe('moved_on')
  expect(platform.rows('select nickname from users where id = 1')).toEqual([{ nickname: '小明' }])
  expect(await platform.db.correct('1', [nickname])).toBe('done')
  expect(await platform.db.correct('1', [nickname])).toBe('done')
  expect(platform.rows('select distinct author_name from posts where author_id = 1')).toEqual([{ author_name: '大明' }])
  expect(await platform.db.correct('1', [{ ...nickname, before: '大明', after: 'ALICE' }])).toBe('taken')
})

test('a missing database is not made, and is told as something that may come back', async () => {
  const platform = await samplePlatform()
  await expect(openUserDb(`file:${platform.folder}/none.db`, platform.map)).rejects.toMatchObject({
    code: 'platform_unavailable',
    retry: true,
  })
  await expect(openUserDb('oracle://x/y', platform.map)).rejects.toMatchObject({ code: 'config_invalid' })
})

test('another writer that does not let go is told as busy, to be tried again', async () => {
  const platform = await samplePlatform()
  const patient = await platform.open({ busyTimeoutMs: 20 })
  const { DatabaseSync } = await import('node:sqlite')
  const other = new DatabaseSync(platform.file)
  other.exec('begin immediate')
  await expect(patient.correct('1', [])).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
  other.exec('rollback')
  other.close()
  expect(await patient.correct('1', [])).toBe('done')
  await patient.close()
})

test('writes of several requests at once do not interleave', async () => {
  const platform = await samplePlatform()
  const erased = await Promise.all(
    ['7', '8', '9', '10'].map(async (key) => await platform.db.erase(key, addressHash(await subject(platform, key)))),
  )
  expect(erased.map((outcome) => outcome.state)).toEqual(['erased', 'erased', 'erased', 'erased'])
})

test('node:sqlite is used without a warning on standard error', async () => {
  const { spawnSync } = await import('node:child_process')
  const run = spawnSync(process.execPath, [
    '-e',
    "import('node:sqlite').then(({ DatabaseSync }) => new DatabaseSync(':memory:').close())",
  ])
  expect(String(run.stderr)).toBe('')
})
