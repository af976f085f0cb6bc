// habeas platform: looks at the sample platform and changes nothing; its tables line up with Chinese in them.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { openPlatform } from '../../src/app-parts.ts'
import { readSettings } from '../../src/config.ts'
import { readDataMap } from '../../src/userdb/data-map.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { stories, type TestDesk, testClock } from '../support/desk.ts'
import { performed, type Ran, settingsFile } from './habeas.ts'

const { desk: open } = stories()

let desk: TestDesk
let config: string
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  // commands read the machine's clock
  desk = await open({ clock: testClock(new Date()) })
  config = settingsFile(desk)
  run = async (...args) => await performed([...args, '--config', config])
})

/** Columns that a terminal gives a text: East Asian characters take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char)
        ? 2
        : 1),
    0,
  )
}

test('the map fits, and a preview counts what access and deletion would touch', async () => {
  expect(await run('platform', 'check')).toMatchObject({ code: 0, out: 'The data map fits: 8 tables.\n' })
  const before = desk.rows('SELECT count(*) AS n FROM access_logs')
  const { out } = await run('platform', 'preview', 'ALICE@example.org', '--samples', '0')
  expect(out).toContain('Account 2 (Alice)')
  expect(out).toMatch(
    /Donations and receipts \/ 捐赠与票据 +donations +3 +exported +kept until \d{4}-12-31: The Accounting Law/,
  )
  const lines = out.trim().split('\n').slice(1)
  const column = width(lines[0]?.slice(0, lines[0].indexOf('TABLE')) ?? '')
  for (const line of lines.slice(1)) {
    const name =
      /(?<= {2})(users|devices|access_logs|feature_usage|cookie_preferences|posts|post_images|donations)\b/.exec(line)
    expect(width(line.slice(0, name?.index))).toBe(column)
  }
  expect(desk.rows('SELECT count(*) AS n FROM access_logs')).toEqual(before)
  expect(await run('platform', 'preview', 'nobody@example.org')).toMatchObject({
    code: 0,
    out: 'No account has this stored address.\n',
  })
  expect((await run('platform', 'preview', 'lin.family@example.cn')).out).toContain('2 accounts share this address')
})

test('samples show what an export would, and nothing else', async () => {
  const { out } = await run('platform', 'preview', 'alice@example.org', '--samples', '1')
  expect(out).toMatch(/\n {2}users {2}id: 2 {2}nickname: Alice {2}email: alice@example\.org/)
  expect(out.match(/\n {2}posts {2}id: /g)).toHaveLength(1)
  expect(out).not.toMatch(/scrypt|password_hash|author_id/)
  expect((await run('platform', 'preview', 'alice@example.org', '--samples', 'many')).code).toBe(2)
})

test('everywhere: the rows of anybody that name the address', async () => {
  const { out } = await run('platform', 'preview', 'alice@example.org', '--samples', '0', '--everywhere')
  expect(out).toMatch(/The address stands in\n {2}users\.email {2}1 rows\n$/)
  expect((await run('platform', 'preview', 'nobody@example.org', '--everywhere')).out).toBe(
    'No account has this stored address.\n\nThe address stands in no text of the mapped tables.\n',
  )
})

test('after a restored backup who was deleted is deleted again, and nobody else', async () => {
  const settings = readSettings(config)
  const [backup] = desk.rows('SELECT * FROM users WHERE id = 2')
  const platform = await openPlatform(settings)
  const alice = await platform.getSubject('2')
  if (alice) expect((await platform.erase('2', addressHash(alice))).state).toBe('erased')
  await platform.close()
  expect((await run('platform', 'reapply')).out).toBe('Nobody whom the desk deleted is there again.\n')
  const columns = Object.keys(backup ?? {})
  const database = new DatabaseSync((settings.platform.url ?? '').slice('file:'.length))
  database
    .prepare(`INSERT INTO users (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(...(Object.values(backup ?? {}) as string[]))
  database.close()
  const count = () => desk.rows('SELECT count(*) AS n FROM users')
  const before = count()
  expect((await run('platform', 'reapply')).out).toBe(
    '1 accounts that the desk deleted are there again. Delete them with --yes.\n',
  )
  expect(count()).toEqual(before)
  expect(await run('platform', 'reapply', '--yes')).toMatchObject({ code: 0, out: '1 of 1 accounts deleted again.\n' })
  expect(desk.rows('SELECT count(*) AS n FROM users WHERE id = 2')).toEqual([{ n: 0 }])
  expect(Number(count()[0]?.n)).toBe(Number(before[0]?.n) - 1)
})

test('a map is proposed, written once and never over another', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'habeas-inspect-')), 'map.yaml')
  expect(await run('platform', 'inspect', '--out', file)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^8 tables read, accounts in users\. \d+ lines of .* are marked "# \?"/),
  })
  expect(readDataMap(file).subject).toEqual({ table: 'users', key: 'id', email: 'email', name: 'nickname' })
  const again = await run('platform', 'inspect', '--out', file)
  expect(again.code).toBe(2)
  expect(again.err).toContain('is there already and is left as it is')
  expect((await run('platform', 'inspect', '--subject', 'nobody')).code).toBe(2)
  expect((await run('platform', 'inspect')).out).toContain(
    'password_hash: { zh: 密钥, en: Password hash, treatment: secret }',
  )
})
