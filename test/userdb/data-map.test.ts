import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleDataMapFile } from '../../src/sample/platform.ts'
import { parseDataMap, readDataMap } from '../../src/userdb/data-map.ts'
import { firstKeptDay, lastKeptDay } from '../../src/userdb/ended-rows.ts'
import { mapContradictions } from '../../src/userdb/map-contradictions.ts'

const sample = readFileSync(sampleDataMapFile, 'utf8')

function problems(text: string): string[] {
  try {
    parseDataMap(text, 'data-map.yaml')
  } catch (error) {
    return String((error as Error).message)
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim())
  }
  return []
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length
}

test('the sample map is read, with the defaults filled in', () => {
  const map = readDataMap(sampleDataMapFile)
  expect(map.subject).toEqual({ table: 'users', key: 'id', email: 'email', name: 'nickname' })
  expect(map.correction.email?.correctable).toBe('staff')
  expect(map.correction.nickname?.correctable).toBe('mail')
  expect(map.tables.users?.columns.nickname?.format).toBe('text')
})

test('every wrong place is told at once, each with its line and what is expected there', () => {
  const broken = sample
    .replace('nickname: { zh: 昵称, en: Nickname }', 'nickname: { zh: 昵称 }')
    .replace('treatment: secret', 'treatment: invisible')
    .replace('deletion: delete\n\n  access_logs', 'deletion: remove\n\n  access_logs')
    .replace('years: 10', 'years: ten')
    .replace('  essential:\n', '  esential:\n')
  const found = problems(broken)
  expect(found).toHaveLength(5)
  expect(found).toContain(
    `data-map.yaml:${lineOf(broken, 'nickname: { zh')} tables.users.columns.nickname.en expected a text, nothing is there`,
  )
  expect(found).toContain(
    `data-map.yaml:${lineOf(broken, 'password_hash: {')} tables.users.columns.password_hash.treatment expected one of shown, masked, hidden, secret`,
  )
  expect(found.find((line) => line.includes('tables.devices.deletion'))).toMatch(
    new RegExp(`^data-map.yaml:${lineOf(broken, 'deletion: remove')} `),
  )
  expect(found).toContain(
    `data-map.yaml:${lineOf(broken, 'years: ten')} tables.donations.deletion.keep.until.years expected a number, got a text`,
  )
  expect(found.find((line) => line.includes('refusal.esential'))).toMatch(/is not a key known here/)
})

test('what contradicts itself within the map is told with its line', () => {
  const broken = sample
    .replace('key: id\n', 'key: number\n')
    .replace(
      'password_hash: { zh: 密码摘要, en: Password hash, treatment: secret }',
      'password_hash: { zh: 密码摘要, en: Password hash }',
    )
    .replace('category: payments', 'category: money')
    .replace('owner: author_id', 'owner: writer_id')
    .replace(
      'table: cookie_preferences, column: marketing, off: 0, on: 1 }\n    marketing',
      'table: cookie_preferences, column: adverts, off: 0, on: 1 }\n    marketing',
    )
  expect(problems(broken)).toEqual([
    expect.stringMatching(/subject\.key expected a column that is declared/),
    expect.stringMatching(/tables\.users\.columns\.password_hash looks like a secret/),
    expect.stringMatching(/tables\.posts\.owner expected a column/),
    expect.stringMatching(/tables\.donations\.category expected one of the names/),
    expect.stringMatching(/refusal\.purposes\.cookies\.switches\.2 expected a table and column/),
  ])
})

test('text that is no YAML, a key given twice and an empty file are told, not thrown over', () => {
  expect(problems('version: 1\n  bad: [')[0]).toMatch(/^data-map\.yaml:1 /)
  expect(problems('version: 1\nversion: 1\n')[0]).toMatch(/^data-map\.yaml:2 .*unique/)
  expect(problems('').length).toBeGreaterThan(0)
  expect(problems('just a text').length).toBeGreaterThan(0)
})

test('a map that is not there is one clear error', () => {
  expect(() => readDataMap('/nowhere/data-map.yaml')).toThrow(/cannot be read \(ENOENT\)/)
})

test('joins that do not arrive at the subject are told', () => {
  const broken = sample.replace(
    '- { columns: [author_id], table: users, matches: [id] }',
    '- { columns: [author_id, id], table: posts, matches: [id] }',
  )
  expect(problems(broken)).toEqual([
    expect.stringMatching(/tables\.post_images\.owner\.1 expected as many columns as matches/),
    expect.stringMatching(/tables\.post_images\.owner expected the last join to arrive at users/),
  ])
})

test('a period of its own for each row needs a date, of the table or of one on the way to the subject', () => {
  const until = '        until: { years: 10, from: donated_at, end_of_year: true }\n'
  const donations = (lines: string) => problems(sample.replace(until, lines))
  expect(donations(`${until}        ended: delete\n`)).toEqual([])
  expect(donations('        ended: delete\n')).toEqual([
    expect.stringMatching(/keep\.ended expected `until` beside it/),
  ])
  expect(donations(until.replace('from: donated_at', 'from: created_at, table: posts'))).toEqual([
    expect.stringMatching(/keep\.until\.table expected a table that the owner's joins go through/),
  ])
})

test('a column names a declared folder of files, and an endpoint none of the desk’s machine', () => {
  const named = sample.replace(
    'file_name: { zh: 文件名, en: File name }',
    'file_name: { zh: 文件名, en: File name, file: uploads }',
  )
  expect(problems(named)).toEqual([expect.stringMatching(/post_images\.columns\.file_name\.file expected one of/)])
  const whole = `${named}\nfiles: { uploads: { folder: /srv/uploads } }\n`
  expect(problems(whole)).toEqual([])
  expect(problems(whole.replace('/srv/uploads', 'uploads'))).toEqual([
    expect.stringMatching(/folder expected an absolute path/),
  ])
  const described = mapContradictions(parseDataMap(whole, 'data-map.yaml'), { hasOwners: false })
  expect(described).toEqual([expect.objectContaining({ place: ['files', 'uploads'] })])
})

test.each([
  ['the account’s key', 'column: nickname', 'column: id', /nickname\.column says whose the row is/],
  ['a secret', 'column: nickname', 'column: password_hash', /nickname\.column is secret/],
  ['a file', 'column: nickname\n', 'column: avatar\n', /nickname\.column names a file/],
])('what a mail must never set, %s, cannot be declared as correctable', (_what, from, to, expected) => {
  const files = 'files: { uploads: { folder: /srv/uploads } }\n'
  const withFile = sample.replace(/^( {6})nickname: .*$/m, '$&\n$1avatar: { zh: 头像, en: Avatar, file: uploads }')
  const at = withFile.indexOf('\ncorrection:')
  const map = `${withFile.slice(0, at)}${withFile.slice(at).replace(from, to)}\n${files}`
  expect(problems(map)).toEqual([expect.stringMatching(expected)])
})

test('the first day whose rows are kept is the day whose rows are kept until yesterday or later', () => {
  const day = 86_400_000
  for (const rule of [
    { years: 3, end_of_year: false },
    { years: 10, end_of_year: true },
    { years: 0, end_of_year: false },
  ]) {
    for (let at = Date.UTC(2027, 11, 20); at < Date.UTC(2028, 2, 10); at += day) {
      const first = firstKeptDay(rule, new Date(at))
      const yesterday = new Date(at - day).toISOString().slice(0, 10)
      expect(lastKeptDay(rule, new Date(first)) >= yesterday, `${first} at ${yesterday}`).toBe(true)
      const before = lastKeptDay(rule, new Date(Date.parse(first) - day))
      // 29 February has no anniversary: it is kept until 1 March at the longest
      expect(before < yesterday || before.endsWith('-03-01'), `${before} at ${yesterday}`).toBe(true)
    }
  }
})
