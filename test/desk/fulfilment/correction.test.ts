import { expect, test } from 'vitest'
import { checkValue } from '../../../src/desk/fulfilment/check-value.ts'
import { findField } from '../../../src/desk/fulfilment/find-field.ts'
import { fulfil, planAct, prepareAct } from '../../../src/desk/fulfilment/fulfil.ts'
import type { Correction } from '../../../src/requests/acts.ts'
import { sampleDataMapFile } from '../../../src/sample/platform.ts'
import { readDataMap } from '../../../src/userdb/data-map.ts'
import { oddPlatform, samplePlatform } from '../../userdb/platforms.ts'
import { carryOut, prepared, surroundings } from './acts.ts'

const map = readDataMap(sampleDataMapFile)

function details(...corrections: Correction[]) {
  return { kind: 'correction' as const, corrections }
}

test('a nickname is restated with before and after, corrected, and its copies with it', async () => {
  const platform = await samplePlatform()
  const act = details({ field: 'nickname', old: '小明', value: ' 大明🎨 ' })
  const label = { zh: '昵称', en: 'Nickname' }
  expect(await planAct(platform.db, '1', act)).toEqual({
    statement: { kind: 'correction', changes: [{ label, before: '小明', after: '大明🎨' }] },
  })
  expect(await carryOut(platform, '1', act)).toEqual({
    kind: 'correction',
    outcome: 'done',
    changes: [{ label, before: '小明', after: '大明🎨' }],
  })
  expect(platform.rows('select nickname from users where id = 1')).toEqual([{ nickname: '大明🎨' }])
  expect(platform.rows('select distinct author_name from posts where author_id = 1')).toEqual([
    { author_name: '大明🎨' },
  ])
})

test.each([
  ['an old value that is not on file', { field: 'nickname', old: '老王', value: '新王' }, /old value/],
  ['a value that somebody else has', { field: 'nickname', old: null, value: 'ALICE' }, /somebody else/],
  ['a reserved word, in whatever width', { field: 'nickname', old: null, value: 'ＡＤＭＩＮ' }, /reserved/],
  ['a value that is too long', { field: 'nickname', old: null, value: '长'.repeat(31) }, /1 to 30/],
  ['a value with a bidi override', { field: 'nickname', old: null, value: 'abc\u202egnp' }, /invisible/],
  ['a value of the wrong form', { field: 'nickname', old: null, value: 'me@example.com' }, /none of @/],
  ['an empty value', { field: 'nickname', old: null, value: '  ' }, /empty/],
  [
    'a choice that does not exist',
    { field: 'other', fieldWords: 'language', old: null, value: 'Klingon' },
    /must be one of: Simplified Chinese/,
  ],
  ['a field that nobody knows', { field: 'other', fieldWords: 'shoe size', old: null, value: '44' }, /not clear/],
  ['several rows and no old value', { field: 'other', fieldWords: '设备', old: null, value: 'tablet' }, /several/],
] as const)('%s is asked about, without a word of what is on file', async (_, correction, problem) => {
  const platform = await samplePlatform()
  platform.run(
    "update devices set type = 'phone' where user_id = 1; update devices set type = 'laptop' where id = (select min(id) from devices where user_id = 1); insert into devices select 9999, 1, 'desktop', browser, browser_version, first_seen_at, last_seen_at from devices where id = (select min(id) from devices where user_id = 1)",
  )
  const planned = await planAct(platform.db, '1', details(correction))
  expect(planned).toMatchObject({
    ask: { why: 'correction_value', problems: [{ en: expect.stringMatching(problem) }] },
  })
  expect(JSON.stringify(planned)).not.toMatch(/小明|xiaoming|老王/)
  expect('ask' in planned && planned.ask.fields.map((field) => field.en)).not.toContain('E-mail address')
})

test('every wrong value of a mail is told at once, and none is written', async () => {
  const { db } = await samplePlatform()
  const planned = await planAct(
    db,
    '1',
    details(
      { field: 'nickname', old: null, value: 'root' },
      { field: 'other', fieldWords: 'city', old: null, value: 'Leeds' },
      { field: 'other', old: null, value: '?' },
    ),
  )
  expect(planned).toMatchObject({
    ask: { problems: [{ en: 'Nickname: is reserved and cannot be used' }, { en: expect.stringMatching(/not clear/) }] },
  })
})

test('the e-mail address is never corrected by one mail, alone or beside others', async () => {
  const { db } = await samplePlatform()
  const email = { field: 'email', old: null, value: 'new@example.org' }
  expect(await planAct(db, '1', details(email))).toEqual({ held: 'email_change' })
  expect(await planAct(db, '1', details({ field: 'nickname', old: null, value: '大明' }, email))).toEqual({
    held: 'email_change',
  })
  await expect(prepareAct(db, '1', details(email), null)).rejects.toMatchObject({
    code: 'state_moved_on',
    retry: false,
  })
})

test('what staff approve is corrected, and a second run finds it done though the address is another now', async () => {
  const platform = await samplePlatform()
  const act = details({ field: 'email', old: null, value: 'new@Example.ORG' })
  const plan = await prepareAct(platform.db, '1', act, null, { byStaff: true })
  for (const _ of [1, 2]) {
    expect(
      await fulfil(platform.db, '1', { kind: 'correction', details: act, plan }, surroundings(platform)),
    ).toMatchObject({ outcome: 'done', changes: [{ before: 'xiaoming@example.com', after: 'new@example.org' }] })
  }
})

test('the value that is there already is said to be there', async () => {
  const { db } = await samplePlatform()
  expect(await planAct(db, '1', details({ field: 'nickname', old: null, value: '小明' }))).toMatchObject({
    declined: { en: expect.stringMatching(/already/) },
  })
  expect(await planAct(db, '1', details())).toMatchObject({
    ask: { problems: [{ en: expect.stringMatching(/does not say/) }] },
  })
})

test('a choice is understood in both languages and scripts and restated in both languages', async () => {
  const platform = await samplePlatform()
  platform.run("update users set language = 'zh-CN' where id = 1")
  expect(
    await carryOut(platform, '1', details({ field: 'preference', old: '简体中文', value: 'english' })),
  ).toMatchObject({ changes: [{ before: '简体中文 / Simplified Chinese', after: '英文 / English' }] })
  expect(platform.rows('select language from users where id = 1')).toEqual([{ language: 'en' }])
})

test('of several rows the one is corrected that holds the old value', async () => {
  const platform = await samplePlatform()
  platform.run(
    "delete from access_logs where user_id = 1; delete from devices where user_id = 1; insert into devices values (9001, 1, 'phone', 'x', '1', 'a', 'b'), (9002, 1, 'desktop', 'y', '1', 'a', 'b')",
  )
  expect(
    await carryOut(
      platform,
      '1',
      details({ field: 'other', fieldWords: '裝置', old: '台式電腦', value: '筆記型電腦' }),
    ),
  ).toMatchObject({ outcome: 'done' })
  expect(platform.rows('select id, type from devices where user_id = 1')).toEqual([
    { id: 9001, type: 'phone' },
    { id: 9002, type: 'laptop' },
  ])
})

test('a value that changed after it was confirmed is not overwritten, before the plan or after it', async () => {
  const platform = await samplePlatform()
  const act = details({ field: 'nickname', old: null, value: '大明' })
  const planned = await planAct(platform.db, '1', act)
  const early = await prepared(platform.db, '1', act)
  platform.run("update users set nickname = '中明' where id = 1")
  expect(await fulfil(platform.db, '1', early, surroundings(platform))).toMatchObject({
    outcome: 'declined',
    reason: { en: expect.stringMatching(/did not overwrite/) },
  })
  const late = await prepareAct(platform.db, '1', act, 'statement' in planned ? planned.statement : null)
  expect(
    await fulfil(platform.db, '1', { kind: 'correction', details: act, plan: late }, surroundings(platform)),
  ).toMatchObject({ outcome: 'declined' })
  expect(platform.rows('select nickname from users where id = 1')).toEqual([{ nickname: '中明' }])
})

test('a name that somebody takes between confirming and writing is declined with that reason', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', details({ field: 'nickname', old: null, value: '大明' }))
  platform.run("update users set nickname = '大明' where id = 2")
  expect(await fulfil(platform.db, '1', act, surroundings(platform))).toMatchObject({
    outcome: 'declined',
    reason: { en: expect.stringMatching(/took this value/) },
  })
})

test('a number is corrected where nothing was on file', async () => {
  const platform = await oddPlatform()
  platform.run('update "用户 表" set "年龄" = null where "编号" = \'u/1\'')
  expect(await carryOut(platform, 'u/1', details({ field: '年龄', old: null, value: '３１' }))).toMatchObject({
    changes: [{ before: null, after: '31' }],
  })
  expect(platform.rows('select "年龄" from "用户 表" where "编号" = \'u/1\'')).toEqual([{ 年龄: 31 }])
  expect(await planAct(platform.db, 'u/1', details({ field: '年龄', old: null, value: '151' }))).toMatchObject({
    ask: { problems: [{ en: 'Age: must be from 0 to 150' }] },
  })
})

test.each([
  [{ field: 'other', fieldWords: '邮件频率', value: 'monthly' }, 'newsletter'],
  [{ field: 'other', fieldWords: 'my display language', value: 'x' }, 'language'],
  [{ field: 'other', fieldWords: '登录设备类型', value: 'x' }, 'device'],
  [{ field: 'preference', value: 'weekly', old: null }, 'newsletter'],
  [{ field: 'other', value: 'tablet' }, 'device'],
  [{ field: 'preference', value: 'x' }, undefined],
  [{ field: 'other', fieldWords: 'username' }, 'nickname'],
] as const)('%o means %s', (correction, key) => {
  expect(findField(map, { old: null, value: 'x', ...correction })?.key).toBe(key)
})

test.each(['a@b.cn', "o'malley+x@sub.example.com", 'user@EXAMPLE.com'])('%s is an address', (value) => {
  expect(checkValue({ type: 'email', unique: false, reserved: [] }, value)).toHaveProperty('value')
})

test.each([
  'a@b',
  'a b@example.com',
  'a@example.com, b@example.com',
  '<a@example.com>',
  'a@-x.com',
  'a..b@example.com',
  `${'a'.repeat(250)}@example.com`,
])('%s is no address', (value) => {
  expect(checkValue({ type: 'email', unique: false, reserved: [] }, value)).toHaveProperty('problem')
})

test('a correction that nobody confirmed is not made, even where it could be', async () => {
  const platform = await samplePlatform()
  const act = details({ field: 'nickname', old: null, value: '大明' })
  const plan = await prepareAct(platform.db, '1', act, null)
  expect(
    await fulfil(platform.db, '1', { kind: 'correction', details: act, plan }, surroundings(platform)),
  ).toMatchObject({
    outcome: 'declined',
  })
})
