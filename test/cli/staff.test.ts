// habeas staff: the first account by its link, the others listed, disabled and given back; no address in what is printed unless asked.

import { expect, test, vi } from 'vitest'
import { stories } from '../support/desk.ts'
import { habeas, settingsFile } from './habeas.ts'

const { desk: open } = stories()
// four processes, each of which takes its time where much else runs
vi.setConfig({ testTimeout: 120_000 })

test('an account is added once, listed, disabled and reset', async () => {
  const desk = await open()
  const config = ['--config', settingsFile(desk)]
  const added = await habeas(['staff', 'add', 'lin@desk.example', '--name', '林晓', '--role', 'officer', ...config])
  expect(added.code).toBe(0)
  expect(added.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/welcome\/[\w-]{32}\n/)
  expect((await habeas(['staff', 'disable', 'lin@desk.example', ...config])).code).toBe(0)
  const listed = await habeas(['staff', 'list', '--json', ...config])
  expect(JSON.parse(listed.out)).toMatchObject([{ name: '林晓', role: 'officer', state: 'disabled' }])
  expect(listed.out).not.toContain('@')
  expect((await habeas(['staff', 'reset', 'LIN@desk.example', ...config])).out).toContain('/welcome/')
  const events = await desk.app.parts.db.event.findMany({ where: { requestId: null }, orderBy: { id: 'asc' } })
  expect(events.map(({ type, actor }) => `${actor} ${type}`)).toEqual([
    'operator staff_added',
    'operator staff_disabled',
    'operator staff_reset',
  ])
})
