import { expect, test } from 'vitest'
import { createEndpoint } from '../../../examples/http-endpoint/protocol.mjs'
import { fulfil, planAct, prepareAct } from '../../../src/desk/fulfilment/fulfil.ts'
import { placesOf } from '../../../src/desk/fulfilment/refusal.ts'
import { listening, testKey as sharedKey } from '../../userdb/http/bridge.ts'
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

test('where the settings say so, every mapped text is searched for the address afterwards', async () => {
  const platform = await samplePlatform()
  const searched = async (key: string, address: string) => {
    const act = await prepared(platform.db, key, { kind: 'deletion' })
    const result = await fulfil(platform.db, key, act, { ...surroundings(platform), searchFor: address })
    return result.kind === 'deletion' && result.outcome === 'done' ? result.stillNamed : null
  }
  platform.run("update posts set content = 'as xiaoming@EXAMPLE.com wrote' where author_id = 7")
  const rows = Number(platform.rows('select count(*) n from posts where author_id = 7')[0]?.n)
  expect(await searched('1', 'xiaoming@example.com')).toEqual({
    rows,
    places: [{ table: 'posts', column: 'content', rows }],
  })
  expect(await searched('2', 'alice@example.org')).toEqual({ rows: 0, places: [] })
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

test('another system is told of a refusal by a signed call, again until it answers, and that it was taken back', async () => {
  const told: unknown[] = []
  let down = true
  const server = createEndpoint({
    path: '/habeas',
    keys: { [sharedKey.keyId]: sharedKey.secret },
    report: () => {},
    reads: {},
    changes: {
      refusal: ({ key, address, purpose, refused }) => {
        if (down) throw new Error('down')
        told.push({ key, address, purpose, refused })
        return {}
      },
    },
  })
  const { endpoint, stop } = await listening(server)
  const platform = await samplePlatform()
  const { analytics, marketing } = platform.map.refusal.purposes
  const label = { zh: '邮件营销系统', en: 'Mailing service' }
  marketing?.calls.push({ label, call: 'mailing', by: 'address' })
  analytics?.calls.push({ label, call: 'counters', by: 'key' })
  expect(await platform.db.check()).toMatchObject([{ code: 'call_unknown' }, { code: 'call_unknown' }])
  const impatient = { ...endpoint, patienceSeconds: 0 }
  const db = await platform.open({ calls: { mailing: endpoint, counters: impatient } })
  expect(await db.check()).toEqual([])
  const act = await prepared(db, '1', { kind: 'refusal', purposes: ['analytics', 'marketing'] })
  await expect(fulfil(db, '1', act, surroundings(platform))).rejects.toMatchObject({
    code: 'platform_unavailable',
    retry: true,
  })
  // the database was first: it stays as it was asked for
  expect(platform.rows('select analytics_on a from users where id = 1')).toEqual([{ a: 0 }])
  down = false
  const result = await fulfil(db, '1', act, surroundings(platform))
  expect(result).toMatchObject({ switchedOff: expect.arrayContaining([label]) })
  const both = [
    { key: '1', address: undefined, purpose: 'analytics' },
    { key: undefined, address: 'xiaoming@example.com', purpose: 'marketing' },
  ]
  expect(told).toEqual(both.map((each) => ({ ...each, refused: true })))
  const { off } = placesOf(act.plan as Parameters<typeof placesOf>[0])
  const back = await prepared(db, '1', { kind: 'refusal', purposes: [], back: off })
  expect(await fulfil(db, '1', back, surroundings(platform))).toMatchObject({
    switchedOn: expect.arrayContaining([label]),
  })
  expect(told.slice(2)).toEqual(both.map((each) => ({ ...each, refused: false })))
  await db.close()
  await stop()
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
