// What stands in a platform's cells comes out as it stands there, whatever its type, and names may be anything.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantOf } from '../../src/userdb/instant.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import type { Row, UserDb } from '../../src/userdb/userdb.ts'
import { type Engine, type EngineName, engines } from './engines.ts'

const words = '{ zh: 文, en: text }'
const rest = `refusal: { purposes: {} }
information: { source: ${words}, recipients: ${words}, transfers: ${words}, automated_decisions: ${words}, rights: [${words}], complaint: ${words} }`

function mapOf(columns: string[], zone = ''): string {
  const declared = columns.map((column) => `      ${JSON.stringify(column)}: ${words}`).join('\n')
  return `version: 1
platform: ${words}
${zone}
subject: { table: people, key: id, email: email }
categories: { all: ${words} }
tables:
  people:
    label: ${words}
    category: all
    purpose: ${words}
    retention: ${words}
    columns:
      id: ${words}
      email: ${words}
${declared}
    deletion: delete
${rest}`
}

async function first(db: UserDb, table: string): Promise<Row | undefined> {
  let found: Row | undefined
  await db.read('1', async (snapshot) => {
    for await (const page of snapshot.rows(table)) found ??= page[0]
  })
  return found
}

/** column type, literal, cell */
type Values = [string, string, unknown][]

const values: Record<EngineName, Values> = {
  SQLite: [
    ['integer', '9223372036854775807', 9223372036854775807n],
    ['integer', '-5', -5],
    ['real', '0.1', 0.1],
    ['text', "'😀 é 中文 ''\"\\'", '😀 é 中文 \'"\\'],
    ['text', "''", ''],
    ['text', 'null', null],
    ['blob', "x'00ff'", new Uint8Array([0, 255])],
    ['text', "'0000-00-00'", '0000-00-00'],
  ],
  PostgreSQL: [
    ['bigint', '9223372036854775807', 9223372036854775807n],
    ['smallint', '-5', -5],
    ['numeric', '12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['numeric(5, 2)', '1.50', '1.50'],
    ['double precision', '0.1', 0.1],
    ['text', "'😀 é 中文 ''\"\\'", '😀 é 中文 \'"\\'],
    ['text', "''", ''],
    ['text', 'null', null],
    ['boolean', 'false', 0],
    ['bytea', "'\\x00ff'", new Uint8Array([0, 255])],
    ['timestamptz', "'2026-03-01 08:00:00.123456+08'", '2026-03-01 00:00:00.123456+00'],
    ['timestamp', "'2026-03-01 08:00:00'", '2026-03-01 08:00:00'],
    ['date', "'2026-03-01'", '2026-03-01'],
    ['time', "'23:59:59'", '23:59:59'],
    ['timestamptz', "'infinity'", 'infinity'],
    ['interval', "'1 day 2 hours'", 'P1DT2H'],
    ['uuid', "'11111111-1111-4111-8111-111111111111'", '11111111-1111-4111-8111-111111111111'],
    ['json', `'{"b": 1.10, "a": 9007199254740993}'`, '{"b": 1.10, "a": 9007199254740993}'],
    ['jsonb', `'{"猫": [1]}'`, '{"猫": [1]}'],
    ['text[]', `array['a', 'b,"c', null, '😀']`, '["a","b,\\"c",null,"😀"]'],
    ['integer[]', "'{{1,2},{3,4}}'", '[[1,2],[3,4]]'],
    ['bigint[]', "'{9007199254740993}'", '["9007199254740993"]'],
    ['mood[]', "'{happy}'", '["happy"]'],
    ['mood', "'happy'", 'happy'],
    ['bit(4)', "b'1010'", '1010'],
    ['inet', "'203.0.113.7'", '203.0.113.7'],
    ['xml', "'<a>1</a>'", '<a>1</a>'],
  ],
  MariaDB: [
    ['bigint unsigned', '18446744073709551615', 18446744073709551615n],
    ['tinyint', '-5', -5],
    ['decimal(30, 9)', '12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['double', '0.1', 0.1],
    ['text', "'😀 é 中文 ''\"\\\\'", '😀 é 中文 \'"\\'],
    ['varchar(9)', "''", ''],
    ['text', 'null', null],
    ['boolean', 'false', 0],
    ['varbinary(9)', "x'00ff'", new Uint8Array([0, 255])],
    ['timestamp null', "'2026-03-01 00:00:00'", '2026-03-01 00:00:00Z'],
    ['datetime(6)', "'2026-03-01 08:00:00.123456'", '2026-03-01 08:00:00.123456'],
    ['datetime', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
    ['date', "'0000-00-00'", '0000-00-00'],
    ['date', "'2026-03-01'", '2026-03-01'],
    ['time', "'-23:59:59'", '-23:59:59'],
    ['year', '2026', 2026],
    ['json', `'{"b": 1.10, "a": 9007199254740993}'`, '{"b": 1.10, "a": 9007199254740993}'],
    ['bit(10)', "b'1000000001'", 513],
    ['bit(1)', "b'1'", 1],
    ["enum('x','😀')", "'😀'", '😀'],
    ["set('a','b')", "'a,b'", 'a,b'],
    ['uuid', "'11111111-1111-4111-8111-111111111111'", '11111111-1111-4111-8111-111111111111'],
    ['inet6', "'2001:db8::1'", '2001:db8::1'],
    ['char(5) character set latin1', "'é'", 'é'],
  ],
}

describe.each(engines)('$name', ({ name, available, start }) => {
  describe.skipIf(!available)('values and names', () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    }, 120_000)
    afterAll(async () => await engine?.stop())

    test('every type is read exactly', async () => {
      const columns = values[name].map(([type], i) => `"c${i}" ${type}`)
      const before = name === 'PostgreSQL' ? "create type mood as enum ('happy', 'sad');" : ''
      const platform = await engine.platform(
        `${before} create table people (id {id}, email {text}, ${columns.join(', ')});
        insert into people values (1, 'a@example.com', ${values[name].map(([, literal]) => literal).join(', ')})`,
        mapOf(columns.map((_, i) => `c${i}`)),
      )
      const row = await first(platform.db, 'people')
      for (const [i, [type, literal, cell]] of values[name].entries())
        expect(row?.[`c${i}`], `${type} ${literal}`).toEqual(cell)
      expect((await platform.db.check()).filter(({ level }) => level === 'error')).toEqual([])
    })

    test('a time without a zone is meant in the map’s zone, summer and winter', async () => {
      const columns = ['winter', 'summer', 'broken']
      const map = mapOf(columns, 'time_zone: Europe/London').replaceAll(
        /("(winter|summer|broken)": )\{/g,
        '$1{ format: time,',
      )
      const platform = await engine.platform(
        `create table people (id {id}, email {text}, winter {local}, summer {local}, broken {text});
        insert into people values (1, 'a@example.com', '2026-01-15 12:00:00', '2026-07-15 12:00:00', 'yesterday')`,
        map,
      )
      const row = await first(platform.db, 'people')
      expect(instantOf(row?.winter ?? null)?.toISOString()).toBe('2026-01-15T12:00:00.000Z')
      expect(instantOf(row?.summer ?? null)?.toISOString()).toBe('2026-07-15T11:00:00.000Z')
      expect(row?.broken).toBe('yesterday')
    })

    test('names may hold blanks, quotes, question marks, reserved words and Chinese', async () => {
      const odd = ['select', 'e mail?', '引"号', 'a`b', "it's", '100%', '$1', 'Ünï', 'UPPER']
      const quoted = odd.map((column) => `"${column.replaceAll('"', '""')}" {text}`)
      const platform = await engine.platform(
        `create table "用户 表?" ("order" {text} primary key, "e mail" {text}, ${quoted.join(', ')});
        create table "group" ("用户" {text}, "from" {long});
        insert into "用户 表?" ("order", "e mail", "select") values ('k''1\\', 'Wang@Example.com', 'x'), ('k2', 'li@example.com', 'y');
        insert into "group" values ('k''1\\', 'write to wang@example.com'), ('k2', 'li')`.replaceAll(
          "\\'",
          name === 'MariaDB' ? "\\\\'" : "\\'",
        ),
        `version: 1
platform: ${words}
subject: { table: 用户 表?, key: order, email: e mail, name: select }
categories: { all: ${words} }
tables:
  用户 表?:
    label: ${words}
    category: all
    purpose: ${words}
    retention: ${words}
    columns: { order: ${words}, e mail: ${words}, ${odd.map((column) => `${JSON.stringify(column)}: ${words}`).join(', ')} }
    deletion: { anonymise: { e mail: { placeholder: "gone-{n}?" }, select: empty } }
  group:
    label: ${words}
    category: all
    purpose: ${words}
    retention: ${words}
    owner: 用户
    columns: { 用户: { zh: 用户, en: User, treatment: hidden }, from: ${words} }
    deletion: { anonymise: { 用户: empty, from: redact } }
${rest}`,
      )
      const key = "k'1\\"
      expect((await platform.db.check()).filter(({ level }) => level === 'error')).toEqual([])
      const [found] = await platform.db.findSubjects('wang@example.com')
      expect(found).toEqual({ key, address: 'Wang@Example.com', name: 'x' })
      const change = { table: '用户 表?', column: '引"号', before: null, after: '?😀\\', unique: false, copies: [] }
      expect(await platform.db.correct(key, [change])).toBe('done')
      expect(await platform.db.presentValues(key, '用户 表?', '引"号')).toEqual(['?😀\\'])
      if (found) expect((await platform.db.erase(key, addressHash(found))).state).toBe('erased')
      expect(await platform.rows('select "e mail" m, "select" s from "用户 表?" order by "e mail"')).toEqual([
        { m: 'gone-1?', s: null },
        { m: 'li@example.com', s: 'y' },
      ])
      expect(await platform.rows('select "用户" u, "from" f from "group" order by "from"')).toEqual(
        expect.arrayContaining([
          { u: null, f: 'write to […]' },
          { u: 'k2', f: 'li' },
        ]),
      )
    })
  })
})
