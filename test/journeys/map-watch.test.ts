// The platform changes its tables while the desk runs: staff are told once, and again when it comes back.

import { expect, test } from 'vitest'
import { MapWatch } from '../../src/desk/map-watch.ts'
import { staffAddress, stories } from '../support/desk.ts'

const { desk: open } = stories()

test('a column that nobody declared is told to staff once, and again after it was away', async () => {
  const desk = await open()
  const watch = new MapWatch(desk.app.parts)
  expect(await watch.look()).toBe(0)
  desk.write('alter table users add column telephone text')
  expect(await watch.look()).toBe(1)
  expect(await watch.look()).toBe(0)
  await desk.round()
  const { words } = await desk.lastTo(staffAddress)
  expect(words).toContain('telephone')
  expect(words).toContain('数据地图')
  expect(desk.lettersTo(staffAddress)).toHaveLength(1)
  desk.write('alter table users drop column telephone')
  expect(await watch.look()).toBe(0)
  desk.write('alter table users add column telephone text')
  expect(await watch.look()).toBe(1)
})
