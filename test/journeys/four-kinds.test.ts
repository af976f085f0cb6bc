// The four rights, each in both languages, from a mail in a real mailbox to the answer over real SMTP: what stood in the
// platform's rows before and after, what the letters say and in which order their languages come, what is attached.

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleDataMapFile } from '../../src/sample/platform.ts'
import { fileRemovals } from '../../src/userdb/file-removals.ts'
import { stories } from '../support/desk.ts'
import { unzipped } from '../support/unzip.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

const aliceRow = "SELECT * FROM users WHERE email = 'alice@example.org'"
const xiaomingRow = "SELECT * FROM users WHERE email = 'xiaoming@example.com'"

test('access in English: nothing leaves before the code; then a ZIP with everything about Alice and nobody else', async () => {
  const desk = await open()
  const before = desk.rows(aliceRow)
  await desk.send({
    from: `Alice <${alice}>`,
    subject: 'My data',
    text: 'Please send me a copy of all the data you hold about me.',
  })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  const asked = await desk.lastTo(alice)
  expect(asked.subject).toMatch(/^Please confirm: Access to your data \/ .*\[HB-[2-9A-Z]{6}\]$/)
  expect((await asked.letter.parse()).attachments).toEqual([])
  expect(asked.words.indexOf('Nothing happens until you confirm it')).toBeLessThan(
    asked.words.indexOf('在您确认之前，我们什么都不会做'),
  )

  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  const { letter, words } = await desk.lastTo(alice)
  const parsed = await letter.parse()
  expect(parsed.attachments.map((file) => file.filename)).toEqual([expect.stringMatching(/^my-data-HB-.{6}\.zip$/)])
  const files = await unzipped(parsed.attachments[0]?.content)
  expect([...files.keys()]).toEqual(expect.arrayContaining(['data.json', 'index.html', 'README.txt', 'manifest.json']))
  const data = files.get('data.json') ?? ''
  expect(data).toContain('alice@example.org')
  expect(data).not.toContain('xiaoming')
  expect(data).not.toContain('scrypt$')
  const [user] = before
  expect(data).toContain(String(user?.nickname))
  const logs = desk.rows('SELECT ip FROM access_logs WHERE user_id = 2')
  for (const { ip } of logs) expect(data).toContain(String(ip))
  const csv = [...files].find(([name]) => name.endsWith('access_logs.csv'))?.[1] ?? ''
  expect(csv.trim().split(/\r?\n/)).toHaveLength(logs.length + 1)
  const page = files.get('index.html') ?? ''
  expect(page).toContain('alice@example.org')
  expect(page).toContain('Access log')
  expect(page).toContain('访问日志')
  expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']https?:/)
  // what was sent to others, and the letter itself, hold no data: the file does
  expect(words).not.toContain(String(logs[0]?.ip))
  expect(desk.rows(aliceRow)).toEqual(before)
})

test('access in Chinese: the letters begin in Chinese and the copy goes to the stored address', async () => {
  const desk = await open()
  await desk.send({
    from: `小明 <${xiaoming}>`,
    subject: '查阅个人信息',
    text: '您好，我想查阅并复制你们持有的我的全部个人信息，谢谢。',
  })
  const asked = await desk.lastTo(xiaoming)
  expect(asked.subject).toMatch(/^请确认：.* \/ Please confirm: /)
  expect(asked.words.indexOf('在您确认之前')).toBeLessThan(asked.words.indexOf('Nothing happens until you confirm'))
  await desk.confirm(xiaoming)
  const { letter, subject, words } = await desk.lastTo(xiaoming)
  expect(subject).toMatch(/^已办结：/)
  expect(words).toContain('您的个人信息副本在本信的附件里')
  expect(words).toContain('The copy of your personal data is attached')
  const files = await unzipped((await letter.parse()).attachments[0]?.content)
  expect(files.get('data.json')).toContain('小明')
  expect(letter.to).toEqual([xiaoming])
})

test('correction in English: before and after stand in both letters, and the copies of the name change with it', async () => {
  const desk = await open()
  const posts = () => desk.rows('SELECT DISTINCT author_name FROM posts WHERE author_id = 2')
  expect(posts()).toEqual([{ author_name: 'Alice' }])
  await desk.send({
    from: alice,
    subject: 'Correction',
    text: 'Please correct my nickname from "Alice" to "Alice Springs".',
  })
  const asked = await desk.lastTo(alice)
  expect(asked.words).toMatch(/Old value: Alice New value: Alice Springs/)
  expect(desk.rows(aliceRow)[0]?.nickname).toBe('Alice')
  await desk.confirm(alice)
  expect(desk.rows(aliceRow)[0]?.nickname).toBe('Alice Springs')
  expect(posts()).toEqual([{ author_name: 'Alice Springs' }])
  const { words } = await desk.lastTo(alice)
  expect(words).toMatch(/Before: Alice Now: Alice Springs/)
  expect(words).toMatch(/更正前：Alice ?更正后：Alice Springs/)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('correction in Chinese: the nickname is another one after the code and not before', async () => {
  const desk = await open()
  await desk.send({ from: xiaoming, subject: '更正昵称', text: '您好，请把我的昵称从“小明”改为“明日之星”。' })
  expect(desk.rows(xiaomingRow)[0]?.nickname).toBe('小明')
  await desk.confirm(xiaoming)
  expect(desk.rows(xiaomingRow)[0]?.nickname).toBe('明日之星')
  expect((await desk.lastTo(xiaoming)).words).toMatch(/更正前：小明 ?更正后：明日之星/)
})

test('deletion in English: rows that the law keeps are listed with reason and date, and belong to nobody any more', async () => {
  const desk = await open()
  const donations = desk.rows('SELECT receipt_number FROM donations WHERE user_id = 2')
  expect(donations.length).toBeGreaterThan(0)
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  const asked = await desk.lastTo(alice)
  expect(asked.words).toContain('Delete your whole account')
  expect(desk.rows(aliceRow)).toHaveLength(1)
  await desk.confirm(alice)
  expect(desk.rows(aliceRow)).toHaveLength(0)
  for (const table of ['devices', 'access_logs', 'feature_usage', 'cookie_preferences']) {
    expect(desk.rows(`SELECT count(*) AS n FROM ${table} WHERE user_id = 2`)).toEqual([{ n: 0 }])
  }
  const kept = desk.rows(
    'SELECT user_id, note FROM donations WHERE receipt_number = ?',
    String(donations[0]?.receipt_number),
  )
  expect(kept).toEqual([{ user_id: null, note: null }])
  expect(desk.rows("SELECT count(*) AS n FROM posts WHERE author_name = 'Alice'")).toEqual([{ n: 0 }])
  const { words } = await desk.lastTo(alice)
  expect(words).toContain('Your account has been deleted')
  expect(words).toMatch(/Still kept:[\s\S]*Donations and receipts[\s\S]*Accounting Law[\s\S]*Kept until .*20\d\d/)
  expect(words).toMatch(/仍须保留：[\s\S]*捐赠与票据[\s\S]*会计法[\s\S]*保留至 20\d\d/)
})

test('deletion in Chinese: nothing goes before the code, then the account is gone and others are untouched', async () => {
  const desk = await open()
  const others = 'SELECT count(*) AS n FROM users'
  const [{ n = 0 } = {}] = desk.rows(others) as { n?: number }[]
  await desk.send({ from: xiaoming, subject: '注销账号', text: '您好，请注销我的账号并删除我的全部个人信息。谢谢。' })
  expect(desk.rows(xiaomingRow)).toHaveLength(1)
  await desk.confirm(xiaoming)
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(desk.rows(xiaomingRow)).toHaveLength(0)
  expect(desk.rows(others)).toEqual([{ n: n - 1 }])
  expect((await desk.lastTo(xiaoming)).words).toContain('您的账号已经删除')
})

test('refusal in English: the switches named go off, the others stay, and what is essential is said', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Analytics',
    text: 'I object to the use of my data for analytics. Please stop the usage analytics for my account.',
  })
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(desk.rows(aliceRow)[0]).toMatchObject({ analytics_on: 0, notifications_on: 1 })
  expect(desk.rows('SELECT analytics, marketing FROM cookie_preferences WHERE user_id = 2')).toEqual([
    { analytics: 0, marketing: 1 },
  ])
  const { words } = await desk.lastTo(alice)
  expect(words).toMatch(/switched off:[\s\S]*Usage analytics/)
  expect(words).toMatch(/necessary for the service and goes on:[\s\S]*Security access log/)
})

test('refusal in Chinese: every non-essential use goes off after the code', async () => {
  const desk = await open()
  await desk.send({ from: xiaoming, subject: '拒绝', text: '我拒绝你们对我的个人信息进行一切非必要的处理，请停止。' })
  expect(desk.rows(xiaomingRow)[0]).toMatchObject({ analytics_on: 1, personalisation_on: 1 })
  await desk.confirm(xiaoming)
  expect(desk.rows(xiaomingRow)[0]).toMatchObject({
    analytics_on: 0,
    personalisation_on: 0,
    notifications_on: 0,
    newsletter: 'off',
  })
  expect((await desk.lastTo(xiaoming)).words).toContain('已按您的意思停止')
})

test('access in Traditional Chinese: the letters begin in Traditional characters', async () => {
  const desk = await open()
  await desk.send({
    from: xiaoming,
    subject: '查閱個人資料',
    text: '您好，我想查閱並取得貴公司所保存的我的全部個人資料副本，謝謝。',
  })
  expect((await desk.requests())[0]).toMatchObject({ language: 'zh-Hant', state: 'awaiting_verification' })
  const asked = await desk.lastTo(xiaoming)
  expect(asked.words).toMatch(/確認碼|驗證碼/)
  expect(asked.words).not.toContain('确认码')
  await desk.confirm(xiaoming)
  const { words } = await desk.lastTo(xiaoming)
  expect(words).toContain('附件')
  expect(words).toContain('個人')
  expect(words).toContain('The copy of your personal data is attached')
})

test('a mail in both languages at once gets letters that begin in Chinese', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: '数据副本 / copy of my data',
    text: '你好，请把我的个人信息副本发给我。Please send me a copy of all my personal data. Thank you! 谢谢！',
  })
  expect((await desk.requests())[0]).toMatchObject({ language: 'mixed' })
  await desk.confirm(alice)
  const { words } = await desk.lastTo(alice)
  expect(words.indexOf('您的个人信息副本')).toBeGreaterThan(-1)
  expect(words.indexOf('您的个人信息副本')).toBeLessThan(words.indexOf('The copy of your personal data'))
})

test('pictures come with the copy and go with the account, and a start ends what a crash left of that', async () => {
  const uploads = mkdtempSync(join(tmpdir(), 'habeas-uploads-'))
  for (const name of ['cat.png', 'others.png']) writeFileSync(join(uploads, name), name)
  const dataMap = join(uploads, 'data-map.yaml')
  const declared = readFileSync(sampleDataMapFile, 'utf8')
    .replace('tables:\n', `files: { uploads: { folder: ${uploads} } }\ntables:\n`)
    .replace('file_name: { zh: 文件名, en: File name }', 'file_name: { zh: 文件名, en: File name, file: uploads }')
  writeFileSync(dataMap, declared)
  const desk = await open({ settings: { platform: { dataMap, searchAfterDeletion: true } } })
  const image = (id: number, post: number, name: string) =>
    desk.write(
      `INSERT INTO post_images (id, post_id, file_name, uploaded_at) VALUES (${id}, ${post}, '${name}', '2026-01-01')`,
    )
  const [mine] = desk.rows('SELECT id FROM posts WHERE author_id = 2')
  const [hers] = desk.rows('SELECT id FROM posts WHERE author_id = 7')
  desk.write('DELETE FROM post_images')
  image(1, Number(mine?.id), 'cat.png')
  image(2, Number(hers?.id), 'others.png')
  desk.write(`UPDATE posts SET content = 'thanks to ALICE@example.org' WHERE id = ${Number(hers?.id)}`)
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  await desk.confirm(alice)
  const copy = await desk.lastTo(alice)
  expect(copy.words).toContain('1 file of yours is in it as it is.')
  const files = await unzipped((await copy.letter.parse()).attachments[0]?.content)
  expect(files.get('files/0001-cat.png')).toBe('cat.png')

  await desk.send({ from: alice, subject: 'Delete', text: 'Please delete my account and all my data.' })
  await desk.confirm(alice)
  const certificate = await desk.lastTo(alice)
  expect(certificate.words).toContain('1 file that belonged to it (such as a picture or an upload) was deleted too.')
  expect(certificate.words).toContain('属于该账号的 1 个文件')
  expect(certificate.words).toContain(
    'It still stands in 1 entry that others wrote, such as a quotation, or that the law keeps.',
  )
  expect(certificate.words).toContain('仍有 1 条记录提到它')
  expect(readdirSync(uploads).sort()).toEqual(['data-map.yaml', 'others.png'])

  // died after the commit, before the files went
  const { key, clock, dataFolder, userDb } = desk.app.parts
  const lists = join(dataFolder, 'file-removals')
  const gone = { key: '99999', addressHash: 'of somebody who is gone' }
  await fileRemovals(lists, key, () => clock.now()).plan(
    gone,
    userDb.map,
    [{ folder: 'uploads', path: 'others.png', values: ['others.png'] }],
    0,
  )
  for (const list of readdirSync(lists)) expect(readFileSync(join(lists, list)).includes('.png')).toBe(false)
  // a path that a row names by then is nobody's to remove
  await desk.restart()
  expect(readdirSync(uploads)).toContain('others.png')
  await fileRemovals(lists, key, () => clock.now()).plan(
    gone,
    userDb.map,
    [{ folder: 'uploads', path: 'others.png', values: ['others.png'] }],
    0,
  )
  desk.write('DELETE FROM post_images')
  await desk.restart()
  expect(readdirSync(uploads)).toEqual(['data-map.yaml'])
})
