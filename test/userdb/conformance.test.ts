// What every engine promises, on two platforms of different shape: a forum and a shop (platforms/); and what a platform's
// HTTP endpoint promises before such a database.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planRefusal, turningOn, withState } from '../../src/desk/fulfilment/refusal.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import type { Row, Switching, UserDb } from '../../src/userdb/userdb.ts'
import { type Engine, type EnginePlatform, engines } from './engines.ts'
import { endpointEngine } from './http/endpoint-engine.ts'

async function hashOf(db: UserDb, key: string): Promise<string> {
  const subject = await db.getSubject(key)
  if (!subject) throw new Error('no such subject')
  return addressHash(subject)
}

async function erase(platform: EnginePlatform, key: string, db = platform.db) {
  return await db.erase(key, await hashOf(platform.db, key))
}

async function read(db: UserDb, key: string, table: string): Promise<Row[]> {
  const rows: Row[] = []
  await db.read(key, async (snapshot) => {
    for await (const page of snapshot.rows(table)) rows.push(...page)
  })
  return rows
}

const mei = '11111111-1111-4111-8111-111111111111'

describe.each([...engines, endpointEngine])('$name', ({ name, available, start }) => {
  describe.skipIf(!available)('as a platform', () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    }, 120_000)
    afterAll(async () => await engine?.stop())

    test('the maps fit the platforms without a word but one', async () => {
      const forum = (await engine.known('forum')).db
      // an endpoint says of its data what it wants to
      if (name === 'HTTP endpoint') return expect(await forum.check()).toEqual([])
      expect(await forum.check()).toEqual([
        expect.objectContaining({
          level: 'warning',
          code: 'foreign_key_blocks',
          table: 'drafts',
          column: 'continues_id',
        }),
      ])
      expect(await (await engine.known('shop')).db.check()).toEqual([])
    })

    test('a data subject is found by the whole address, A-Z in either case, and two stay two', async () => {
      const { db } = await engine.known('forum')
      expect(await db.findSubjects('XIAOMING@example.COM')).toEqual([
        { key: '1', address: 'Xiaoming@Example.com', name: '小明' },
      ])
      expect((await db.findSubjects('shared@example.net')).map(({ key }) => key).sort()).toEqual(['3', '4'])
      for (const nobody of [
        '',
        'null',
        "' or 1=1 --",
        'xiaoming@example.co_',
        'xíaoming@example.com',
        'xiaoming@example.com ',
      ])
        expect(await db.findSubjects(nobody), nobody).toEqual([])
      const together = await db.findSubjectsOf(['XIAOMING@example.COM', 'shared@example.net', 'xíaoming@example.com'])
      // an endpoint is asked for one address at a time
      if (name === 'HTTP endpoint') expect(together).toBeNull()
      else expect([...(together?.values() ?? [])].map((found) => found.length)).toEqual([1, 2, 0])
      expect((await db.getSubject('2'))?.name).toBe('Bob 🐝')
      for (const key of ['1 or 1=1', '1abc', '01', '1.0', '', '99', '99999999999999999999'])
        expect(await db.getSubject(key), key).toBeNull()
      const shop = (await engine.known('shop')).db
      expect((await shop.getSubject(mei))?.name).toBe('梅')
      expect(await shop.getSubject('not a key')).toBeNull()
    })

    test('a row that two people share shows each what is theirs, and masks the other', async () => {
      const { db } = await engine.known('forum')
      const masked = '［他人信息 / another person］'
      const rows = await read(db, '1', 'private_messages')
      for (const row of rows) delete row.sent_at
      expect(rows).toEqual([
        { id: 1, sender_name: '小明', recipient_name: masked, sender_ip: '203.0.113.7', body: 'from 1 to 2' },
        { id: 2, sender_name: masked, recipient_name: '小明', sender_ip: masked, body: masked },
        { id: 4, sender_name: '小明', recipient_name: '小明', sender_ip: '203.0.113.7', body: 'a note to myself' },
      ])
      expect(await read(db, '1', 'follows')).toEqual([
        { follower_id: 1, followed_id: masked },
        { follower_id: masked, followed_id: 1 },
      ])
    })

    test('secret, hidden and masked columns never leave the database', async () => {
      const platform = await engine.known('forum')
      const asked: string[] = []
      const db = await platform.open({ beforeStatement: (text) => asked.push(text) })
      for (const table of Object.keys(platform.map.tables)) await read(db, '1', table)
      expect(asked.some((text) => text.includes('private_messages'))).toBe(true)
      for (const column of ['password_hash', 'invited_by', 'editor_name'])
        expect(asked.filter((text) => text.includes(column))).toEqual([])
    })

    test('exact values: decimals, big integers, bytes, lists, dates and times in the zone they are meant in', async () => {
      const { db } = await engine.known('shop')
      const [customer] = await read(db, mei, 'customers')
      expect(customer).toEqual({
        id: mei,
        email: 'mei@example.com',
        name: '梅',
        phone: '13800138000',
        born_on: '1988-08-08',
        credit: name === 'SQLite' || name === 'HTTP endpoint' ? expect.anything() : '9007199254740993.25',
        may_mail: 1,
        created_at: '2020-01-01T16:00:00+08:00',
      })
      expect((await read(db, mei, 'orders'))[0]).toMatchObject({
        id: 9007199254740993n,
        placed_at: '2024-03-05T23:30:00+08:00',
      })
      const subscriber = await read(db, mei, Object.keys(db.map.tables).at(-1) ?? '')
      expect(subscriber).toEqual([{ email: 'mei@example.com', topics: '["tea"]', opened_from: '203.0.113.9' }])
      const forum = (await engine.known('forum')).db
      expect((await read(forum, '1', 'attachments'))[0]?.bytes).toEqual(new Uint8Array([0, 255, 16]))
      expect((await read(forum, '1', 'posts'))[0]?.created_at).toMatch(/^2024-05-01 08:00:00(Z|\+00)?$/)
    })

    test('one snapshot: what is written while it is read does not show', async () => {
      const platform = await engine.known('forum')
      await platform.db.read('1', async (snapshot) => {
        const before = await snapshot.count('posts')
        await platform.run(
          "insert into posts (id, topic_id, author_id, author_name, body, created_at) values (9, 1, 1, '小明', 'late', '2024-06-01 00:00:00')",
        )
        expect(await snapshot.count('posts')).toBe(before)
        const seen: Row[] = []
        for await (const page of snapshot.rows('posts')) seen.push(...page)
        expect(seen).toHaveLength(before)
      })
      expect(await read(platform.db, '1', 'posts')).toHaveLength(3)
    })

    test('100,000 rows are read in pages, and a reader that stops early leaves nothing behind', {
      timeout: 120_000,
    }, async () => {
      const platform = await engine.known('forum')
      const thousand = Array.from({ length: 1000 }, (_, i) => `(1, 'f${i}', 'v')`).join(',')
      await platform.run(
        `create table many (x integer); insert into many values ${Array.from({ length: 100 }, (_, i) => `(${i})`).join(',')};
        delete from profile_fields; insert into profile_fields values ${thousand};
        insert into profile_fields select 1, field || '-' || x, value from profile_fields, many where x > 0;
        drop table many`,
      )
      let largest = 0
      let all = 0
      let last = ''
      await platform.db.read('1', async (snapshot) => {
        expect(await snapshot.count('profile_fields')).toBe(100_000)
        for await (const page of snapshot.rows('profile_fields')) {
          largest = Math.max(largest, page.length)
          all += page.length
          last = String(page.at(-1)?.field)
        }
      })
      expect([all, last]).toEqual([100_000, 'f999-99'])
      expect(largest).toBeLessThanOrEqual(1000)
      await platform.db.read('1', async (snapshot) => {
        for await (const page of snapshot.rows('profile_fields')) if (page.length > 0) break
      })
      expect((await erase(platform, '1')).state).toBe('erased')
      expect(await platform.rows('select count(*) n from profile_fields')).toEqual([{ n: '0' }])
    })

    test('deletion on the forum: own rows go, shared rows lose their side, others lose nothing', async () => {
      const platform = await engine.known('forum')
      const plan = await platform.db.planErase('1')
      expect(Object.fromEntries(plan.map(({ table, rows }) => [table, rows]))).toEqual({
        members: 1,
        profile_fields: 2,
        topics: 1,
        posts: 2,
        post_edits: 2,
        attachments: 1,
        private_messages: 3,
        follows: 2,
        drafts: 3,
      })
      expect(await erase(platform, '1')).toEqual({ state: 'erased', tables: plan })
      expect(await platform.rows('select id, invited_by from members order by id')).toEqual([
        { id: '2', invited_by: null },
        { id: '3', invited_by: null },
        { id: '4', invited_by: null },
        { id: '5', invited_by: null },
      ])
      expect(await platform.rows('select id, author_id, author_name, body, ip from posts order by id')).toEqual([
        { id: '1', author_id: null, author_name: '[gone]', body: 'I am […], mail […]', ip: '203.0.113.0' },
        { id: '2', author_id: '2', author_name: 'Bob 🐝', body: 'Welcome, xiaoming@example.com', ip: '198.51.100.7' },
        { id: '3', author_id: null, author_name: '[gone]', body: 'Thanks!', ip: '2001:db8:0::' },
        { id: '4', author_id: '2', author_name: 'Bob 🐝', body: 'Honey', ip: null },
      ])
      expect(
        await platform.rows(
          'select id, sender_id s, recipient_id r, sender_name sn, recipient_name rn, sender_ip ip, body from private_messages order by id',
        ),
      ).toEqual([
        { id: '1', s: null, r: '2', sn: '[gone]', rn: 'Bob 🐝', ip: null, body: '[removed]' },
        {
          id: '2',
          s: '2',
          r: null,
          sn: 'Bob 🐝',
          rn: '[gone]',
          ip: '198.51.100.7',
          body: 'from 2 to 1: xiaoming@example.com?',
        },
        { id: '3', s: '2', r: '3', sn: 'Bob 🐝', rn: 'Carol', ip: '198.51.100.7', body: 'from 2 to 3' },
        { id: '4', s: null, r: null, sn: '[gone]', rn: '[gone]', ip: null, body: '[removed]' },
      ])
      expect(await platform.rows('select title from topics order by id')).toEqual([
        { title: 'Hello from […]' },
        { title: 'Bees' },
      ])
      expect(await platform.rows('select follower_id f, followed_id t from follows order by 1')).toEqual([
        { f: '2', t: '3' },
        { f: '3', t: '2' },
      ])
      for (const table of ['profile_fields', 'post_edits', 'attachments', 'drafts'])
        expect(await platform.rows(`select count(*) n from ${table}`), table).toEqual([{ n: '1' }])
      expect(await platform.db.getSubject('1')).toBeNull()
      // what others wrote stays theirs, and is told
      expect(await platform.db.mentions('xiaoming@EXAMPLE.com')).toEqual([
        { table: 'posts', column: 'body', rows: 1 },
        { table: 'private_messages', column: 'body', rows: 1 },
      ])
    })

    test('deletion at the shop: orders stay as the law says, without the person', async () => {
      const platform = await engine.known('shop')
      const outcome = await erase(platform, mei)
      expect(outcome).toMatchObject({ state: 'erased' })
      expect(outcome.state === 'erased' && outcome.tables.filter(({ how }) => how === 'kept')).toEqual([
        { table: 'orders', rows: 2, how: 'kept', until: '2028-12-31' },
        { table: 'order_lines', rows: 3, how: 'kept', until: null },
        { table: 'payments', rows: 1, how: 'kept', until: null },
      ])
      expect(
        await platform.rows('select id, customer_id, total, invoice_name, ship_phone, ip from orders order by id'),
      ).toEqual([
        {
          id: '9007199254740993',
          customer_id: null,
          total: expect.stringMatching(/^99.90?$/),
          invoice_name: '梅',
          ship_phone: null,
          ip: '203.0.113.0',
        },
        {
          id: '9007199254740994',
          customer_id: null,
          total: expect.stringMatching(/^1(\.00?)?$/),
          invoice_name: '梅',
          ship_phone: null,
          ip: '203.0.113.0',
        },
        expect.objectContaining({ customer_id: '22222222-2222-4222-8222-222222222222', ip: null }),
      ])
      expect(await platform.rows('select card_last4 c, provider_token t from payments order by id')).toEqual([
        { c: null, t: expect.stringMatching(/^hidden-[0-9a-f]{32}$/) },
        { c: '1111', t: 'tok_2' },
      ])
      expect(await platform.rows('select reviewer, body from reviews order by id')).toEqual([
        { reviewer: 'buyer-2', body: 'Good tea. […]' },
        { reviewer: 'buyer-1', body: 'Fine' },
      ])
      expect(await platform.rows('select cart_id, product from cart_lines')).toEqual([{ cart_id: '2', product: 'tea' }])
      // rows that nothing tells apart: each one changed, equal ones alike, others not at all
      const vouchers = await platform.rows('select customer_id c, code, note from voucher_log order by note')
      expect(vouchers.filter(({ c }) => c !== null)).toEqual([
        { c: '22222222-2222-4222-8222-222222222222', code: 'MEI-1', note: 'a gift' },
      ])
      const hers = vouchers.filter(({ c }) => c === null)
      expect(Object.groupBy(hers, ({ note }) => note ?? 'none')).toMatchObject({ none: [{}], 'for […]': [{}, {}] })
      expect(new Set(hers.map(({ code }) => code)).size).toBe(2)
      expect(hers.every(({ code }) => /^hidden-/.test(code ?? ''))).toBe(true)
      expect(await platform.rows('select count(*) n from customers')).toEqual([{ n: '1' }])
    })

    test('orders that have had their time go with all that hangs on them; younger ones stay, each until its own day', async () => {
      const platform = await engine.known('shop')
      const { orders, order_lines, payments, reviews } = platform.map.tables
      if (!orders || !order_lines || !payments || !reviews) throw new Error('the shop has these tables')
      const law = { zh: '《电子商务法》第三十一条', en: 'E-Commerce Law, Art. 31' }
      const until = { years: 3, from: 'placed_at', end_of_year: false }
      orders.deletion = { keep: { law, until, ended: 'delete', change: { customer_id: 'empty', ship_phone: 'empty' } } }
      const blocked = (await platform.db.check()).filter(({ level }) => level === 'error').map(({ table }) => table)
      if (name !== 'HTTP endpoint') expect(blocked.sort()).toEqual(['order_lines', 'payments'])
      for (const table of [order_lines, payments])
        table.deletion = { keep: { law, until: { ...until, table: 'orders' }, ended: 'delete', change: {} } }
      reviews.deletion = 'delete'
      // 0000-00-00 and the like are no dates: such rows are kept
      const undated = name === 'PostgreSQL' ? '-infinity' : '0000-00-00 00:00:00'
      await platform.run(
        `insert into orders values (7, '${mei}', '${undated}', 1.00, '梅', null, null); insert into order_lines values (7, 1, 'tea', 1.00)`,
      )
      const at = async (day: string) => await platform.open({ clock: { now: () => new Date(`${day}T12:00:00Z`) } })
      const counts = async (db: UserDb) =>
        (await db.planErase(mei))
          .filter(({ table }) => ['orders', 'order_lines', 'payments'].includes(table))
          .map(({ table, rows, how, until: last, firstUntil }) => [table, how, rows, firstUntil, last])
      expect(await counts(await at('2027-03-06'))).toEqual([
        ['orders', 'kept', 3, null, '2028-12-31'],
        ['order_lines', 'kept', 4, null, '2028-12-31'],
        ['payments', 'kept', 1, '2027-03-05', '2027-03-05'],
      ])
      const db = await at('2027-03-07')
      const plan = [
        ['orders', 'deleted', 1, undefined, null],
        ['orders', 'kept', 2, null, '2028-12-31'],
        ['order_lines', 'deleted', 2, undefined, null],
        ['order_lines', 'kept', 2, null, '2028-12-31'],
        ['payments', 'deleted', 1, undefined, null],
        ['payments', 'kept', 0, null, null],
      ]
      expect(await counts(db)).toEqual(plan)
      expect((await db.check()).filter(({ level }) => level === 'error')).toEqual([])
      const outcome = await erase(platform, mei, db)
      expect(outcome.state === 'erased' && outcome.tables.filter(({ how }) => how === 'kept').length).toBe(3)
      expect(await platform.rows('select id, customer_id c from orders where id > 7 order by id')).toEqual([
        { id: '9007199254740994', c: null },
        { id: '9007199254740995', c: '22222222-2222-4222-8222-222222222222' },
      ])
      expect(await platform.rows('select order_id o from order_lines where order_id > 7 order by 1')).toEqual([
        { o: '9007199254740994' },
        { o: '9007199254740995' },
      ])
      expect(await platform.rows('select id from payments')).toEqual([{ id: '2' }])
      expect(await platform.rows('select customer_id c from orders where id = 7')).toEqual([{ c: null }])
    })

    test('a date kept as a number is seconds or milliseconds since 1970, and 0 is none', async () => {
      const words = '{ zh: 文, en: text }'
      const [old, young] = [Date.UTC(2010, 0, 1), Date.UTC(2026, 0, 1)]
      const dates = [old / 1000, old, young / 1000, young, 0, 'null']
      const platform = await engine.platform(
        `create table people (id {int} primary key, email {text});
        create table bills (id {int} primary key, person_id {int}, paid_at {big});
        insert into people values (1, 'a@example.com');
        insert into bills values ${dates.map((date, i) => `(${i + 1}, 1, ${date})`).join(', ')}`,
        `version: 1
platform: ${words}
subject: { table: people, key: id, email: email }
categories: { all: ${words} }
tables:
  people: { label: ${words}, category: all, purpose: ${words}, retention: ${words}, deletion: delete, columns: { id: ${words}, email: ${words} } }
  bills:
    { label: ${words}, category: all, purpose: ${words}, retention: ${words}, owner: person_id, columns: { id: ${words}, person_id: ${words}, paid_at: ${words} },
      deletion: { keep: { law: ${words}, until: { years: 10, from: paid_at, end_of_year: true }, ended: delete, change: { person_id: empty } } } }
refusal: { purposes: {} }
information: { source: ${words}, recipients: ${words}, transfers: ${words}, automated_decisions: ${words}, rights: [${words}], complaint: ${words} }`,
      )
      const db = await platform.open({ clock: { now: () => new Date('2026-11-28T12:00:00Z') } })
      expect((await erase(platform, '1', db)).state).toBe('erased')
      expect((await platform.rows('select id from bills order by id')).map(({ id }) => id)).toEqual([
        '3',
        '4',
        '5',
        '6',
      ])
    })

    test('corrections happen together or not at all, on the very value that was seen, copies with it', async () => {
      const platform = await engine.known('forum')
      const change = {
        table: 'members',
        column: 'username',
        unique: true,
        copies: [{ table: 'posts', column: 'author_name' }],
      }
      const other = {
        table: 'profile_fields',
        column: 'value',
        before: 'Atlantis',
        after: 'Leeds',
        unique: false,
        copies: [],
      }
      const renamed = { ...change, before: '小明', after: '大明' }
      expect(await platform.db.presentValues('1', 'profile_fields', 'value')).toEqual(
        expect.arrayContaining(['上海', null]),
      )
      expect(await platform.db.correct('1', [renamed, other])).toBe('moved_on')
      expect(await platform.rows('select username from members where id = 1')).toEqual([{ username: '小明' }])
      expect(await platform.db.correct('1', [renamed])).toBe('done')
      expect(await platform.db.correct('1', [renamed])).toBe('done')
      expect(await platform.rows('select author_name a from posts order by id')).toEqual([
        { a: '大明' },
        { a: 'Bob 🐝' },
        { a: '大明' },
        { a: 'Bob 🐝' },
      ])
      expect(await platform.db.isTaken('1', 'members', 'username', 'CAROL')).toBe(true)
      expect(await platform.db.isTaken('3', 'members', 'username', 'CAROL')).toBe(false)
      expect(await platform.db.correct('1', [{ ...change, before: '大明', after: 'carol' }])).toBe('taken')
      expect(await platform.db.correct('1', [{ ...change, before: '大明', after: "x'; drop table posts; --😀" }])).toBe(
        'done',
      )
      expect((await platform.db.getSubject('1'))?.name).toBe("x'; drop table posts; --😀")
      const web = {
        table: 'profile_fields',
        column: 'value',
        before: null,
        after: 'https://example.com',
        unique: false,
        copies: [],
      }
      expect(await platform.db.correct('1', [web])).toBe('done')
      expect(await platform.rows("select value from profile_fields where field = 'web'")).toEqual([
        { value: 'https://example.com' },
      ])
    })

    test('a refusal turns switches off, and off already counts as off', async () => {
      const platform = await engine.known('forum')
      const switches = [{ table: 'members', column: 'wants_digest', off: false }]
      expect(await platform.db.switchOff('1', switches)).toEqual([
        { table: 'members', column: 'wants_digest', rows: 1 },
      ])
      expect(await platform.db.switchOff('1', switches)).toEqual([
        { table: 'members', column: 'wants_digest', rows: 0 },
      ])
      expect(await platform.rows('select wants_digest d from members order by id')).toEqual(
        ['0', '1', '0', '0', '0'].map((d) => ({ d })),
      )
    })

    test('a preference in a row of its own is updated, or inserted where there is none, and nobody else’s is touched', async () => {
      const words = '{ zh: 文, en: text }'
      const platform = await engine.platform(
        `create table people (id {id}, email {text}, name {text});
        create table consents (id {id}, person_id {int} not null, purpose {text} not null, allowed {bool} not null, decided_at {time});
        create unique index consents_one on consents (person_id, purpose);
        insert into people values (1, 'a@example.com', 'A'), (2, 'b@example.com', 'B');
        insert into consents (person_id, purpose, allowed) values (1, 'ads', {yes}), (2, 'analytics', {yes}), (2, 'ads', {yes})`,
        `version: 1
platform: ${words}
subject: { table: people, key: id, email: email, name: name }
categories: { all: ${words} }
tables:
  people: { label: ${words}, category: all, purpose: ${words}, retention: ${words}, deletion: delete, columns: { id: ${words}, email: ${words}, name: ${words} } }
  consents:
    { label: ${words}, category: all, purpose: ${words}, retention: ${words}, deletion: delete, owner: person_id,
      columns: { id: ${words}, person_id: ${words}, purpose: ${words}, allowed: ${words}, decided_at: ${words} } }
refusal:
  purposes:
    analytics: { label: ${words}, switches: [{ label: ${words}, table: consents, where: { purpose: analytics }, column: allowed, off: false, on: true, insert: { decided_at: "{now}" } }] }
    marketing: { label: ${words}, switches: [{ label: ${words}, table: consents, where: { purpose: ads }, column: allowed, off: false, on: true }] }
information: { source: ${words}, recipients: ${words}, transfers: ${words}, automated_decisions: ${words}, rights: [${words}], complaint: ${words} }`,
      )
      expect((await platform.db.check()).filter(({ level }) => level === 'error')).toEqual([])
      const all = async () =>
        (
          await platform.rows(
            'select person_id p, purpose w, allowed a, case when decided_at is null then 0 else 1 end d from consents order by 1, 2',
          )
        ).map(({ p, w, a, d }) => [p, w, a, d].join(' '))
      const refusal = planRefusal(platform.db.map, []) as { switches: Switching[] }
      const state = async () => await withState(platform.db, '1', refusal.switches)
      expect((await state()).map(({ wasOff }) => wasOff)).toEqual([false, false])
      const done = (await platform.db.switchOff('1', refusal.switches)).map(({ rows }) => rows)
      expect(done).toEqual([1, 1])
      const off = ['1 ads 0 0', '1 analytics 0 1', '2 ads 1 0', '2 analytics 1 0']
      expect(await all()).toEqual(off)
      expect((await platform.db.switchOff('1', refusal.switches)).map(({ rows }) => rows)).toEqual([0, 0])
      expect(await all()).toEqual(off)
      expect((await state()).map(({ wasOff }) => wasOff)).toEqual([true, true])
      const back = turningOn(platform.db.map, [
        { table: 'consents', column: 'allowed', where: { purpose: 'analytics' } },
      ])
      await platform.db.switchOff('1', back.switches)
      expect(await all()).toEqual(off.with(1, '1 analytics 1 1'))
      // whoever is deleted while a refusal is carried out gets no row after that
      await erase(platform, '1')
      expect((await platform.db.switchOff('1', refusal.switches)).map(({ rows }) => rows)).toEqual([0, 0])
      expect(await all()).toEqual(off.slice(2))
    })

    test('a crash at any statement leaves all or nothing, and the next run finishes once', {
      timeout: 120_000,
    }, async () => {
      const platform = await engine.known('forum')
      const state = async () => [
        await platform.rows('select * from posts order by id'),
        await platform.rows('select * from private_messages order by id'),
        await platform.rows('select * from members order by id'),
        await platform.rows('select * from drafts order by id'),
      ]
      const hash = await hashOf(platform.db, '1')
      const before = await state()
      let deaths = 0
      for (let at = 1; ; at++) {
        let left = at
        const db = await platform
          .open({
            beforeStatement: () => {
              if (--left <= 0) throw new Error('killed')
            },
          })
          .catch(() => null)
        const outcome = await db?.erase('1', hash).catch((error: Error) => error)
        await db?.close().catch(() => {})
        if (outcome && 'state' in outcome) {
          expect(outcome.state).toBe('erased')
          break
        }
        deaths++
        expect(await state()).toEqual(before)
      }
      expect(deaths).toBeGreaterThan(20)
      const after = await state()
      expect(after).not.toEqual(before)
      expect(await platform.db.erase('1', hash)).toEqual({ state: 'gone' })
      expect(await state()).toEqual(after)
    })

    test('two requests for one subject at once: one after the other', async () => {
      const platform = await engine.known('forum')
      const other = await platform.open()
      const hash = await hashOf(platform.db, '1')
      const outcomes = await Promise.all(
        [platform.db, other, platform.db, other].map(async (db) => await db.erase('1', hash)),
      )
      expect(outcomes.map(({ state }) => state).sort()).toEqual(['erased', 'gone', 'gone', 'gone'])
      const rename = (after: string) => ({
        table: 'members',
        column: 'username',
        before: 'Bob 🐝',
        after,
        unique: false,
        copies: [],
      })
      const renamed = await Promise.all([
        platform.db.correct('2', [rename('Rob')]),
        other.correct('2', [rename('Bobby')]),
      ])
      expect(renamed.sort()).toEqual(['done', 'moved_on'])
    })

    test('a key that now belongs to somebody else is not erased', async () => {
      const platform = await engine.known('forum')
      const hash = await hashOf(platform.db, '1')
      await platform.run("update members set email = 'other@example.com' where id = 1")
      expect(await platform.db.erase('1', hash)).toEqual({ state: 'changed' })
    })

    test('a member who stays as a row is made nobody, coarse where the map says so, and is gone for the next run', async () => {
      const platform = await engine.known('forum')
      const members = platform.map.tables.members
      if (members)
        members.deletion = {
          anonymise: {
            username: { placeholder: 'gone-{n}' },
            email: { placeholder: 'gone-{n}@invalid' },
            password_hash: { constant: '' },
            signature: 'empty',
            birthday: { generalise: 'year' },
            registered_ip: 'truncate_ip',
            registered_at: { generalise: 'month' },
            pinned_post_id: 'empty',
          },
        }
      await platform.run(
        "update members set registered_at = '2024-01-17 10:11:12', username = 'gone-1' where id in (1)",
      )
      await platform.run("update members set username = 'gone-7' where id in (2)")
      const hash = await hashOf(platform.db, '1')
      expect((await platform.db.check()).filter(({ level }) => level === 'error')).toEqual([])
      expect((await platform.db.erase('1', hash)).state).toBe('erased')
      const [row] = await platform.rows('select * from members where id = 1')
      expect(row).toMatchObject({
        username: expect.stringMatching(/^gone-\d+$/),
        email: 'gone-1@invalid',
        password_hash: '',
        signature: null,
        birthday: expect.stringMatching(/^1990-01-01|^1989-12-31T16/),
        registered_ip: '203.0.113.0',
        pinned_post_id: null,
      })
      expect(await platform.db.erase('1', hash)).toEqual({ state: 'gone' })
      expect((await platform.db.erase('2', await hashOf(platform.db, '2'))).state).toBe('erased')
      const names = await platform.rows('select username u, email e from members where id in (1, 2)')
      expect(new Set(names.flatMap(({ u, e }) => [u, e])).size).toBe(4)
    })

    test('an address that would stay stops the deletion as a whole', async () => {
      const platform = await engine.known('forum')
      const posts = platform.map.tables.posts
      if (posts) posts.deletion = { anonymise: { author_id: 'empty' } }
      await expect(erase(platform, '1')).rejects.toMatchObject({
        code: 'platform_refused',
        // of an endpoint's own words nothing is repeated
        message: expect.stringMatching(
          name === 'HTTP endpoint' ? /refused/ : /rows of posts .* in body, so nothing was deleted/,
        ),
      })
      expect(await platform.rows('select count(*) n from profile_fields')).toEqual([{ n: '3' }])
    })
  })
})
