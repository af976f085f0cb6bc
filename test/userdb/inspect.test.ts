// A proposed map is a beginning that works: it can be read, it fits the schema it was made from, and says where it guesses.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnKind } from '../../src/userdb/column-words.ts'
import { parseDataMap } from '../../src/userdb/data-map.ts'
import { inspectPlatform } from '../../src/userdb/inspect.ts'
import { openUserDb } from '../../src/userdb/userdb.ts'
import { type Engine, engines } from './engines.ts'
import { samplePlatform } from './platforms.ts'

async function proposed(url: string) {
  const found = await inspectPlatform(url)
  const map = parseDataMap(found.yaml, 'proposed.yaml')
  const db = await openUserDb(url, map, { pseudonymKey: 'for tests' })
  const problems = await db.check()
  await db.close()
  return { found, map, problems }
}

describe.each(engines)('$name', ({ available, start }) => {
  describe.skipIf(!available)('a map proposed', () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    }, 120_000)
    afterAll(async () => await engine?.stop())

    test('for the forum finds the accounts, shared rows, joins over composite keys and secrets', async () => {
      const { found, map, problems } = await proposed((await engine.known('forum')).url)
      expect(problems.filter(({ level }) => level === 'error')).toEqual([])
      expect(map.subject).toEqual({ table: 'members', key: 'id', email: 'email', name: 'username' })
      expect(map.ignored).toEqual(['boards'])
      expect(map.tables.members?.columns.password_hash?.treatment).toBe('secret')
      expect(map.tables.private_messages?.owner).toEqual({ any: ['sender_id', 'recipient_id'] })
      expect(map.tables.private_messages?.columns.sender_ip?.of).toBe('sender_id')
      expect(map.tables.attachments?.owner).toEqual([
        { columns: ['post_id', 'revision'], table: 'post_edits', matches: ['post_id', 'revision'] },
        { columns: ['post_id'], table: 'posts', matches: ['id'] },
        { columns: ['author_id'], table: 'members', matches: ['id'] },
      ])
      expect(map.tables.posts?.deletion).toMatchObject({
        anonymise: { author_id: 'empty', body: 'redact', ip: 'truncate_ip' },
      })
      expect(map.tables.drafts?.deletion).toBe('delete')
      expect(map.refusal.purposes.notifications?.switches[0]?.column).toBe('wants_digest')
      expect(found.tables.find(({ name }) => name === 'members')).toMatchObject({ rows: 5 })
      expect(found.yaml).toContain('owner: { any: [sender_id, recipient_id] } # ? several columns lead to an account')
    })

    test('for the shop keeps what was paid for, and says that a newsletter was found by its address alone', async () => {
      const { found, map, problems } = await proposed((await engine.known('shop')).url)
      expect(problems.filter(({ level }) => level === 'error')).toEqual([])
      expect(map.subject).toMatchObject({ table: 'customers', key: 'id', email: 'email' })
      expect(map.tables.orders?.deletion).toMatchObject({
        keep: { until: { from: 'placed_at' }, change: { customer_id: 'empty', ip: 'truncate_ip' } },
      })
      expect(map.tables.order_lines?.deletion).toMatchObject({
        keep: { until: { from: 'placed_at', table: 'orders' } },
      })
      expect(found.yaml).toContain('# ended: delete # ? rows whose own period is over')
      expect(map.tables.payments?.columns.provider_token?.treatment).toBe('secret')
      // of MariaDB's databases the one that platform.url names is looked into
      if (engine.name !== 'MariaDB')
        expect(found.yaml).toMatch(/subscribers[\s\S]*# \? found by the e-mail address alone/)
    })

    test('for Chinese names', async () => {
      const platform = await engine.known('forum')
      await platform.run(
        `drop table attachments; drop table post_edits; drop table follows; drop table private_messages; drop table drafts;
        drop table profile_fields; ${engine.name === 'SQLite' ? '' : engine.name === 'MariaDB' ? 'alter table members drop foreign key members_pinned_post;' : 'alter table members drop constraint members_pinned_post;'}
        drop table posts; drop table topics; drop table boards; drop table members;
        create table "会员" ("编号" integer primary key, "昵称" varchar(50), "邮箱" varchar(100), "手机号" varchar(20), "密码" varchar(100), "注册时间" varchar(30));
        create table "登录日志" ("编号" integer primary key, "会员编号" integer not null references "会员" ("编号"), "登录ip" varchar(40), "时间" varchar(30))`,
      )
      const { map, problems } = await proposed(platform.url)
      expect(problems.filter(({ level }) => level === 'error')).toEqual([])
      expect(map.subject).toEqual({ table: '会员', key: '编号', email: '邮箱', name: '昵称' })
      expect(map.tables.会员?.columns.密码?.treatment).toBe('secret')
      expect(map.tables.登录日志?.owner).toBe('会员编号')
    })
  })
})

test('for the sample platform nothing is left to correct before it fits', async () => {
  const { file } = await samplePlatform()
  expect((await proposed(`file:${file}`)).problems).toEqual([])
})

test('a table of preferences and columns that may name files are pointed at', async () => {
  const platform = await samplePlatform()
  platform.run(
    'create table consents (id integer primary key, user_id integer not null references users (id), purpose text, allowed integer)',
  )
  const { found, map } = await proposed(`file:${platform.file}`)
  expect(found.yaml).toContain(
    '# ? consents may hold a preference in each row: switches: [{ table: consents, where: { purpose: … }, column: allowed, off: 0, on: 1 }]',
  )
  expect(found.yaml).toMatch(/file_name: \{.*# \? .*a file\? then `file: uploads`/)
  expect(map.tables.consents?.owner).toBe('user_id')
})

test('a schema without accounts gets no map', async () => {
  const platform = await samplePlatform()
  platform.run('pragma foreign_keys = off; alter table users rename column email to note')
  expect(await inspectPlatform(`file:${platform.file}`)).toMatchObject({ yaml: '', subject: null })
})

test.each([
  ['passwordHash', 'secret'],
  ['session_token', 'secret'],
  ['userEmail', 'email'],
  ['电子邮箱', 'email'],
  ['联系电话', 'phone'],
  ['id_card_no', 'identity_number'],
  ['last_login_ip', 'ip'],
  ['description', 'text'],
  ['shipping_address', 'address'],
  ['userAgent', 'device'],
  ['nickName', 'name'],
  ['真实姓名', 'name'],
  ['total_amount', 'money'],
  ['createdAt', 'time'],
  ['used_on', 'time'],
  ['analytics_on', 'switch'],
  ['is_active', 'switch'],
  ['author_id', 'person'],
  ['created_by', 'person'],
  ['quantity', null],
  ['status', null],
])('a column called %s seems to hold: %s', (name, kind) => {
  expect(columnKind(name)).toBe(kind)
})
