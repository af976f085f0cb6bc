// Databases for the tests: the sample platform, and one with every odd name and shape that a real platform may have.
// Each test gets a copy of its own in a folder of its own.

import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { type DataMap, parseDataMap, readDataMap } from '../../src/userdb/data-map.ts'
import { openUserDb, type UserDb, type UserDbOptions } from '../../src/userdb/userdb.ts'

export interface TestPlatform {
  folder: string
  file: string
  map: DataMap
  db: UserDb
  /** rows as the database holds them, integers as numbers */
  rows(query: string, ...values: (string | number | null)[]): Record<string, unknown>[]
  run(statements: string): void
  open(options?: UserDbOptions): Promise<UserDb>
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

let sampleFile: string | undefined

/** A fresh copy of the small sample platform. */
export async function samplePlatform(map: DataMap = readDataMap(sampleDataMapFile)): Promise<TestPlatform> {
  if (!sampleFile) {
    sampleFile = join(mkdtempSync(join(tmpdir(), 'habeas-sample-')), 'sample.db')
    createSamplePlatform(sampleFile, { small: true })
  }
  const folder = mkdtempSync(join(tmpdir(), 'habeas-platform-'))
  const file = join(folder, 'platform.db')
  copyFileSync(sampleFile, file)
  return await testPlatform(folder, file, map)
}

/** Chinese table names, blanks, quotes, reserved words, composite keys, no primary key, self-reference, big integers. */
export async function oddPlatform(): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-odd-'))
  const file = join(folder, 'odd %20name.db')
  const database = new DatabaseSync(file)
  database.exec(oddSchema)
  database.close()
  return await testPlatform(folder, file, parseDataMap(oddMap, 'odd.yaml'))
}

async function testPlatform(folder: string, file: string, map: DataMap): Promise<TestPlatform> {
  const open = (options: UserDbOptions = {}) =>
    openUserDb(`file:${file}`, map, { pseudonymKey: 'for tests', ...options })
  const use = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(file)
    try {
      return work(database)
    } finally {
      database.close()
    }
  }
  return {
    folder,
    file,
    map,
    db: await open(),
    open,
    rows: (query, ...values) =>
      use((database) => {
        const statement = database.prepare(query)
        statement.setReadBigInts(true)
        return statement
          .all(...values)
          .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
      }),
    run: (statements) => use((database) => database.exec(statements)),
  }
}

const oddSchema = `
create table "用户 表" ("编号" text primary key, "e mail" text not null unique, "select" text, "年龄" integer, "照片" blob, "vip" integer default 1);
create index "by mail" on "用户 表" (lower("e mail"));
create table "group" ("tenant" integer, "no" integer, "用户" text references "用户 表" ("编号"), "from" text, primary key ("tenant", "no"));
create index "group by" on "group" ("用户");
create table "where; drop table x --" ("tenant" integer, "no" integer, "值" text, foreign key ("tenant", "no") references "group" ("tenant", "no"));
create index "composite" on "where; drop table x --" ("tenant", "no");
create table "日志""引号" ("用户" text, "ip" text, "大数" integer, "时间" integer, "备注");
create index "日志" on "日志""引号" ("用户");
create table "a.b as c" ("address" text primary key, "topics" text);
create table replies ("id" integer primary key, "parent" integer references replies ("id"), "author" text references "用户 表" ("编号"), "other" text, "text" text);
create index "by author" on replies ("author");

insert into "用户 表" values ('u/1', 'Wang@Example.com', '王😀', 30, x'00ff10', 1), ('u/2', 'li@example.com', '李', 40, null, 1), ('u/3', 'gone-1', 'gone', null, null, 0);
insert into "group" values (1, 1, 'u/1', '一'), (1, 2, 'u/2', '二'), (2, 1, 'u/1', '三');
insert into "where; drop table x --" values (1, 1, 'a'), (1, 1, 'b'), (1, 2, 'c'), (2, 1, '=1+1');
insert into "日志""引号" values ('u/1', '203.0.113.77', 9007199254740993, 1700000000, null), ('u/1', '2001:db8:1:2:3::4', -9223372036854775808, 1700000000123, 7), ('u/2', '198.51.100.9', 3, 0, 'x');
insert into "a.b as c" values ('Wang@Example.com', '["猫","茶"]'), ('li@example.com', 'not json');
insert into replies values (1, null, 'u/1', 'somebody', 'first'), (2, 1, 'u/2', 'x', 'answer'), (3, 2, 'u/1', 'y', 'again');
`

const oddMap = `
version: 1
platform: { zh: 怪库, en: Odd }
subject: { table: 用户 表, key: 编号, email: e mail, name: select }
categories: { all: { zh: 全部, en: All } }
tables:
  用户 表:
    label: { zh: 用户, en: User }
    category: all
    purpose: &p { zh: 测试, en: Test }
    retention: *p
    columns:
      编号: { zh: 编号, en: Key }
      e mail: { zh: 邮箱, en: E-mail }
      select: { zh: 名字, en: Name }
      年龄: { zh: 年龄, en: Age }
      照片: { zh: 照片, en: Photo }
      vip: { zh: 会员, en: Member, format: yes_no }
    deletion:
      anonymise: { e mail: { placeholder: "gone-{n}" }, select: { constant: gone }, 年龄: empty, 照片: empty, vip: { constant: false } }
  group:
    label: { zh: 组, en: Group }
    category: all
    purpose: *p
    retention: *p
    owner: 用户
    columns: { tenant: { zh: 租户, en: Tenant }, no: { zh: 号, en: Number }, 用户: { zh: 用户, en: User, treatment: hidden }, from: { zh: 来自, en: From } }
    deletion: delete
  "where; drop table x --":
    label: { zh: 条件, en: Clause }
    category: all
    purpose: *p
    retention: *p
    owner:
      - { columns: [tenant, "no"], table: group, matches: [tenant, "no"] }
      - { columns: [用户], table: 用户 表, matches: [编号] }
    columns: { tenant: { zh: 租户, en: Tenant }, no: { zh: 号, en: Number }, 值: { zh: 值, en: Value } }
    deletion: delete
  日志"引号:
    label: { zh: 日志, en: Log }
    category: all
    purpose: *p
    retention: *p
    owner: 用户
    columns:
      用户: { zh: 用户, en: User, treatment: hidden }
      ip: { zh: 地址, en: IP }
      大数: { zh: 大数, en: Big }
      时间: { zh: 时间, en: Time, format: time }
      备注: { zh: 备注, en: Note }
    deletion: { anonymise: { ip: truncate_ip, 用户: keyed_hash } }
  main.a.b as c:
    label: { zh: 订阅, en: Newsletter }
    category: all
    purpose: *p
    retention: *p
    owner: [{ columns: [address], table: 用户 表, matches: [e mail] }]
    columns: { address: { zh: 地址, en: Address }, topics: { zh: 主题, en: Topics, format: json } }
    deletion: delete
  replies:
    label: { zh: 回复, en: Replies }
    category: all
    purpose: *p
    retention: *p
    owner: author
    columns:
      id: { zh: 号, en: Number }
      parent: { zh: 上级, en: Answer to, treatment: hidden }
      author: { zh: 作者, en: Author, treatment: hidden }
      other: { zh: 对方, en: Other person, treatment: masked }
      text: { zh: 内容, en: Text }
    deletion: { anonymise: { author: empty, text: { constant: "[removed]" } } }
correction:
  年龄:
    label: { zh: 年龄, en: Age }
    table: 用户 表
    column: 年龄
    check: { type: integer, min: 0, max: 150 }
refusal:
  purposes:
    marketing: { label: { zh: 营销, en: Marketing }, switches: [{ label: { zh: 会员, en: Member }, table: 用户 表, column: vip, off: false }] }
  essential: []
information: { source: *p, recipients: *p, transfers: *p, automated_decisions: *p, rights: [*p], complaint: *p }
`
