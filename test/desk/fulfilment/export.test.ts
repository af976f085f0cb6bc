import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csvLine } from '../../../src/desk/fulfilment/csv.ts'
import { readZipEntry } from '../../../src/desk/fulfilment/export-zip.ts'
import { testKey } from '../../support/test-key.ts'
import { engines } from '../../userdb/engines.ts'
import { oddPlatform, samplePlatform, type TestPlatform } from '../../userdb/platforms.ts'
import { carryOut, readExport } from './acts.ts'

async function exported(platform: Pick<TestPlatform, 'folder' | 'db'>, key: string) {
  const result = await carryOut(platform, key, { kind: 'access' })
  if (result.kind !== 'access' || result.outcome !== 'done') throw new Error('no export')
  const { file } = result.export
  const stored = join(platform.folder, file)
  const path = join(platform.folder, 'opened.zip')
  const bytes = readExport(platform, file)
  writeFileSync(path, bytes)
  const place = { dataFolder: platform.folder, file, ring: testKey.ring, zipPassword: null }
  return { result, stored, path, bytes, entry: async (name: string) => (await readZipEntry(place, name)) ?? '' }
}

test('the export is named for its recipient, measured, and kept from others on the machine', async () => {
  const platform = await samplePlatform()
  const { result, stored, bytes } = await exported(platform, '1')
  expect(result.export).toEqual({
    file: 'exports/act-1.zip',
    name: 'my-data-HB-7K3M2Q.zip',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    encrypted: false,
  })
  expect(statSync(stored).mode & 0o077).toBe(0)
  // nothing of it can be told from the file, not even that it is a ZIP
  for (const words of ['PK\x03\x04', 'csv/', 'manifest', 'index.html'])
    expect(readFileSync(stored).includes(words)).toBe(false)
  expect(result.tables.find((table) => table.label.en === 'Posts')?.rows).toBe(4)
})

test('the manifest holds the size and SHA-256 of every file', async () => {
  const { entry } = await exported(await samplePlatform(), '1')
  const manifest = JSON.parse(await entry('manifest.json'))
  expect(manifest.files.map((file: { name: string }) => file.name)).toEqual(
    expect.arrayContaining(['data.json', 'index.html', 'README.txt', 'csv/01-users.csv']),
  )
  for (const { name, bytes, sha256 } of manifest.files) {
    // TextDecoder takes a byte order mark away
    const text = Buffer.from((name.endsWith('.csv') ? '\ufeff' : '') + (await entry(name)).replace(/^\ufeff/, ''))
    expect([name, text.length, createHash('sha256').update(text).digest('hex')]).toEqual([name, bytes, sha256])
  }
})

test('another ZIP program reads it', async () => {
  const { path } = await exported(await samplePlatform(), '1')
  const listed = execFileSync('python3', [
    '-c',
    'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(z.read("csv/01-users.csv")[:3].hex())',
    path,
  ])
  expect(String(listed).trim()).toBe('efbbbf')
})

test('data.json holds what people may see, times with their zone, and no secret', async () => {
  const platform = await samplePlatform()
  const { entry } = await exported(platform, '1')
  const text = await entry('data.json')
  const data = JSON.parse(text)
  expect(data).toMatchObject({
    format: 'habeas-export',
    version: 1,
    reference: 'HB-7K3M2Q',
    subject: { address: 'xiaoming@example.com' },
  })
  const users = data.tables.find((table: { name: string }) => table.name === 'users')
  expect(users.rows[0]).toMatchObject({
    nickname: '小明',
    analytics_on: true,
    registered_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
  })
  expect(text).not.toMatch(/scrypt|password_hash|member\d+@/)
})

test('big integers, bytes, JSON, NULL, emoji and odd names survive; another person does not show', async () => {
  const { entry } = await exported(await oddPlatform(), 'u/1')
  const tables = Object.fromEntries(
    JSON.parse(await entry('data.json')).tables.map((table: { name: string; rows: unknown[] }) => [
      table.name,
      table.rows,
    ]),
  )
  expect(tables['用户 表']).toEqual([
    { 编号: 'u/1', 'e mail': 'Wang@Example.com', select: '王😀', 年龄: 30, 照片: { base64: 'AP8Q' }, vip: true },
  ])
  expect(tables['日志"引号']).toEqual([
    { ip: '203.0.113.77', 大数: '9007199254740993', 时间: '2023-11-14T22:13:20.000Z', 备注: null },
    { ip: '2001:db8:1:2:3::4', 大数: '-9223372036854775808', 时间: '2023-11-14T22:13:20.123Z', 备注: 7 },
  ])
  expect(tables['main.a.b as c']).toEqual([{ address: 'Wang@Example.com', topics: ['猫', '茶'] }])
  expect(tables.replies).toEqual([
    { id: 1, text: 'first' },
    { id: 3, text: 'again' },
  ])
  expect(await entry('csv/06-replies.csv')).toContain('［他人信息 / another person］')
  expect((await entry('csv/06-replies.csv')) + (await entry('index.html'))).not.toContain('somebody')
  expect(await entry('csv/03-where_drop_table_x_--.csv')).toContain("\r\n2,1,'=1+1\r\n")
})

test('rows with pictures and long texts are read few at a time, and the page remembers what it shows of them', async () => {
  const platform = await oddPlatform()
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  platform.run(
    `update "用户 表" set "照片" = x'${png.toString('hex')}' where "编号" = 'u/1';
    with recursive n(x) as (select 1 union all select x + 1 from n where x < 60) insert into "日志""引号" select 'u/1', '203.0.113.7', 1, 0, zeroblob(600000) from n;
    insert into "日志""引号" values ('u/1', '203.0.113.7', 1, 0, '${'长'.repeat(5000)}')`,
  )
  let largest = 0
  await platform.db.read('u/1', async (snapshot) => {
    for await (const page of snapshot.rows('日志"引号')) largest = Math.max(largest, page.length)
  })
  expect(largest).toBeLessThanOrEqual(6)
  const page = await (await exported(platform, 'u/1')).entry('index.html')
  expect(page).toContain(`<img src="data:image/png;base64,${png.toString('base64')}"`)
  expect(page.split('600,000 bytes')).toHaveLength(61)
  expect(page).toContain(`${'长'.repeat(600)}…`)
  expect(page).not.toContain('长'.repeat(601))
})

test('of a row that two people share the page, the spreadsheet and data.json leave the other one out, and say so', async () => {
  const sqlite = await engines[0]?.start()
  if (!sqlite) throw new Error('SQLite is always there')
  const forum = await sqlite.known('forum')
  const { entry } = await exported({ db: forum.db, folder: mkdtempSync(join(tmpdir(), 'habeas-shared-')) }, '1')
  const { tables } = JSON.parse(await entry('data.json'))
  const messages = tables.find((table: { name: string }) => table.name === 'private_messages')
  expect(messages.rows[1]).toMatchObject({
    sender_name: { masked: true },
    recipient_name: '小明',
    body: { masked: true },
  })
  const page = await entry('index.html')
  expect(page).toContain('What concerns other people is left out in 2 of these entries and marked “another person”')
  const cell = '<td><span class="faint"><span class="zh" lang="zh-CN">他人信息</span>'
  expect(page.split(cell)).toHaveLength(9)
  expect(page).not.toContain('［他人信息')
  await sqlite.stop()
})

test('the files that rows name are in the ZIP as they are, pictures on the page, and what is not there is said', async () => {
  const platform = await samplePlatform()
  const folder = join(platform.folder, 'uploads')
  mkdirSync(folder)
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const large = Buffer.concat([picture, Buffer.alloc(1_048_577)])
  writeFileSync(join(folder, '猫 1.png'), picture)
  writeFileSync(join(folder, 'large.png'), large)
  writeFileSync(join(folder, 'evil.svg'), '<svg onload="alert(1)"/>')
  symlinkSync('/etc/hostname', join(folder, 'link.txt'))
  platform.map.files = { uploads: { folder, prefixes: [], largest_mb: 1 } }
  Object.assign(platform.map.tables.post_images?.columns.file_name ?? {}, { file: 'uploads' })
  const names = [
    '猫 1.png',
    'large.png',
    'evil.svg',
    'link.txt',
    '../platform.db',
    '猫 1.png',
    'https://x.example/"><script>',
  ]
  platform.run(
    `delete from post_images; insert into post_images (id, post_id, file_name, uploaded_at) ${names.map((name, i) => `select ${i + 1}, min(id), '${name}', '2026-01-01' from posts where author_id = 1`).join(' union all ')}`,
  )
  const { entry, result, path } = await exported(platform, '1')
  expect(result.files).toEqual({ held: 2, leftOut: 4 })
  const page = await entry('index.html')
  expect(page).toContain(
    `<a class="file" href="files/0001-%E7%8C%AB_1.png"><img src="data:image/png;base64,${picture.toString('base64')}"`,
  )
  expect(page).toContain('<a class="file" href="files/0002-evil.svg"><span class="text">evil.svg</span></a>')
  for (const words of ['(too large; write to us for it)', '(not in our storage)']) expect(page).toContain(words)
  expect(page).toContain('img-src data:')
  expect(page).not.toMatch(/<script|<svg onload/)
  const { files } = JSON.parse(await entry('data.json'))
  expect(files.map(({ value, file, leftOut }: Record<string, unknown>) => [value, file, leftOut])).toEqual([
    ['猫 1.png', 'files/0001-猫_1.png', null],
    ['large.png', null, 'too_large'],
    ['evil.svg', 'files/0002-evil.svg', null],
    ['link.txt', null, 'elsewhere'],
    ['../platform.db', null, 'elsewhere'],
    ['https://x.example/"><script>', null, 'elsewhere'],
  ])
  const manifest = JSON.parse(await entry('manifest.json'))
  expect(manifest.files).toContainEqual({
    name: 'files/0001-猫_1.png',
    bytes: picture.length,
    sha256: createHash('sha256').update(picture).digest('hex'),
  })
  const script =
    'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(z.read("files/0001-猫_1.png").hex())'
  expect(String(execFileSync('python3', ['-c', script, path])).trim()).toBe(picture.toString('hex'))
})

test.each([
  ['=1+1', "'=1+1"],
  ['+86 10', "'+86 10"],
  ['-x', "'-x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  [-5, '-5'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [null, ''],
  ['猫🐈', '猫🐈'],
])('a spreadsheet reads %o as text', (value, cell) => {
  expect(csvLine([value])).toBe(`${cell}\r\n`)
})

test('the page escapes whatever people wrote and takes nothing from elsewhere', async () => {
  const platform = await samplePlatform()
  platform.run(
    `update users set nickname = '<script>alert(1)</script>' where id = 1; update posts set title = '"><img src=x onerror=alert(1)>', content = 'a\u202eb & <b>' where author_id = 1`,
  )
  Object.assign(platform.map.tables.posts?.columns.title ?? {}, { en: 'a"}</style><script>\\' })
  const page = await (await exported(platform, '1')).entry('index.html')
  expect(page).not.toMatch(/<script|<img|\u202e/)
  expect(page.match(/<\/style/g)).toHaveLength(1)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')
  const addresses = [...page.matchAll(/<[^>]*?\b(?:src|href)="([^"]*)"|url\(([^)]*)/g)].map((match) => match[1])
  expect(addresses.filter((address) => !address?.startsWith('#'))).toEqual([
    'mailto:privacy@example.com',
    'https://example.com/privacy',
  ])
  expect(page).toContain("default-src 'none'")
})

test('the page tells purposes, periods, recipients, rights and where to complain, in both languages', async () => {
  const page = await (await exported(await samplePlatform(), '1')).entry('index.html')
  for (const text of [
    '您的个人信息副本',
    'A copy of your data',
    'Why we hold it',
    '保存多久',
    'Our hosting provider',
    '您的权利',
    'Have your data deleted',
    '12377',
    'data protection authority',
    '2026-11-23 16:00 (Asia/Shanghai)',
  ]) {
    expect(page).toContain(text)
  }
})

test('100,000 rows stream through in constant memory; the page shows the newest and says so', {
  timeout: 60_000,
}, async () => {
  const platform = await samplePlatform()
  const { createSamplePlatform } = await import('../../../src/sample/platform.ts')
  createSamplePlatform(platform.file)
  let most = 0
  const start = process.memoryUsage().rss
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const { result, entry } = await exported(platform, '6')
  clearInterval(watch)
  expect(result.tables.find((table) => table.label.en === 'Access log')?.rows).toBe(100_000)
  expect((most - start) / 1e6).toBeLessThan(200)
  const page = await entry('index.html')
  expect(page).toContain('The newest 200 are shown here; all 100,000 are in csv/03-access_logs.csv')
  expect(page.length).toBeLessThan(300_000)
  const lines = (await entry('csv/03-access_logs.csv')).split('\r\n')
  expect(lines.length).toBe(100_002)
  const newest = lines.at(-2)?.split(',')[0] ?? '-'
  expect(page.indexOf(`>${newest}<`)).toBeGreaterThan(0)
})
