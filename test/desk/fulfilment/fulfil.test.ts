import { expect, test } from 'vitest'
import { fulfil, planAct, prepareAct } from '../../../src/desk/fulfilment/fulfil.ts'
import { samplePlatform } from '../../userdb/platforms.ts'
import { carryOut, prepared, surroundings } from './acts.ts'

test('deletion tells what was removed, how, and what stays, why and until when', async () => {
  const platform = await samplePlatform()
  const result = await carryOut(platform, '2', { kind: 'deletion' })
  if (result.kind !== 'deletion' || result.outcome !== 'done') throw new Error('not deleted')
  expect(result.removed.map(({ label, how }) => [label.en, how])).toEqual([
    ['Account', 'deleted'],
    ['Devices', 'deleted'],
    ['Access log', 'deleted'],
    ['Feature use', 'deleted'],
    ['Cookie choices', 'deleted'],
    ['Posts', 'anonymised'],
    ['Images in posts', 'deleted'],
  ])
  expect(result.kept).toEqual([
    {
      label: { zh: '捐赠与票据', en: 'Donations and receipts' },
      rows: expect.any(Number),
      reason: expect.objectContaining({ en: expect.stringMatching(/Accounting Law/) }),
      until: '2036-12-31',
    },
  ])
})

test('rows that came between plan and deletion are counted as they were removed', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '7', { kind: 'deletion' })
  platform.run(
    "delete from devices where user_id = 7; insert into devices values (7001, 7, 'phone', 'x', '1', 'a', 'b'), (7002, 7, 'phone', 'x', '1', 'a', 'b'), (7003, 7, 'phone', 'x', '1', 'a', 'b'), (7004, 7, 'phone', 'x', '1', 'a', 'b')",
  )
  const result = await fulfil(platform.db, '7', act, surroundings(platform))
  expect(result).toMatchObject({
    removed: expect.arrayContaining([{ label: { zh: '登录设备', en: 'Devices' }, rows: 4, how: 'deleted' }]),
  })
})

test('deletion is not planned while the map does not fit the database', async () => {
  const platform = await samplePlatform()
  platform.run('alter table users add column phone text')
  const planned = await planAct(platform.db, '2', { kind: 'deletion' })
  expect(planned).toEqual({ held: 'platform_schema_mismatch' })
  await expect(prepareAct(platform.db, '2', { kind: 'deletion' }, { kind: 'deletion' })).rejects.toMatchObject({
    code: 'platform_schema_mismatch',
    retry: false,
  })
})

test('an account that took over the key is left alone by every kind', async () => {
  const platform = await samplePlatform()
  const acts = [
    await prepared(platform.db, '7', { kind: 'access' }),
    await prepared(platform.db, '7', { kind: 'deletion' }),
    await prepared(platform.db, '7', { kind: 'refusal', purposes: [] }),
    await prepared(platform.db, '7', {
      kind: 'correction',
      corrections: [{ field: 'nickname', old: null, value: 'Seven' }],
    }),
  ]
  platform.run("update users set email = 'new-owner@example.com' where id = 7")
  for (const act of acts)
    await expect(fulfil(platform.db, '7', act, surroundings(platform))).rejects.toMatchObject({
      code: 'state_moved_on',
      retry: false,
    })
})

test('refusal turns off what was named, says what goes on and why, and is the same when done again', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', { kind: 'refusal', purposes: ['analytics'] })
  const result = await fulfil(platform.db, '1', act, surroundings(platform))
  expect(result).toMatchObject({
    outcome: 'done',
    switchedOff: [{ en: 'Usage analytics' }, { en: 'Analytics cookies' }],
    essential: [{ label: { en: 'Account and sign-in' } }, {}, {}],
  })
  expect(
    platform.rows(
      'select analytics_on, personalisation_on, analytics, marketing from users join cookie_preferences on user_id = id where id = 1',
    ),
  ).toEqual([{ analytics_on: 0, personalisation_on: 1, analytics: 0, marketing: 1 }])
  expect(platform.rows('select count(*) n from users where analytics_on = 1')[0]?.n).toBeGreaterThan(50)
  expect(await fulfil(platform.db, '1', act, surroundings(platform))).toEqual(result)
})

test('a refusal that names no purpose turns off all that is not essential', async () => {
  const platform = await samplePlatform()
  await carryOut(platform, '1', { kind: 'refusal', purposes: [] })
  expect(
    platform.rows(
      'select analytics_on a, personalisation_on p, notifications_on n, newsletter l, analytics ca, preferences cp, marketing cm, necessary cn from users join cookie_preferences on user_id = id where id = 1',
    ),
  ).toEqual([{ a: 0, p: 0, n: 0, l: 'off', ca: 0, cp: 0, cm: 0, cn: 1 }])
})

test('refusing what the platform does not do is answered with its own words', async () => {
  const { db } = await samplePlatform()
  expect(await planAct(db, '1', { kind: 'refusal', purposes: ['sharing'] })).toMatchObject({
    declined: { en: expect.stringMatching(/neither sell/) },
  })
  expect(await planAct(db, '1', { kind: 'refusal', purposes: ['sharing', 'notifications'] })).toMatchObject({
    statement: { purposes: [{ en: 'Notifications' }, { en: 'Sharing with third parties' }] },
  })
})

test('an account that is not there is an error that names no person', async () => {
  const { db } = await samplePlatform()
  await expect(planAct(db, '99999', { kind: 'access' })).rejects.toMatchObject({
    code: 'subject_missing',
    message: expect.not.stringMatching(/99999/),
  })
})

test('a plan of another kind, or none, stops the act', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', { kind: 'access' })
  await expect(fulfil(platform.db, '1', { ...act, kind: 'deletion' }, surroundings(platform))).rejects.toMatchObject({
    code: 'internal',
  })
  await expect(fulfil(platform.db, '1', { ...act, plan: null }, surroundings(platform))).rejects.toMatchObject({
    code: 'internal',
  })
})

test('a data folder that cannot be written is told, to be tried again', async () => {
  const platform = await samplePlatform()
  const act = await prepared(platform.db, '1', { kind: 'access' })
  const elsewhere = { ...surroundings(platform), dataFolder: platform.file }
  await expect(fulfil(platform.db, '1', act, elsewhere)).rejects.toMatchObject({ code: 'export_failed', retry: true })
  await expect(fulfil(platform.db, '1', act, { ...surroundings(platform), exportId: '../x' })).rejects.toThrow(
    /export id/,
  )
})
