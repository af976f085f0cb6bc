// habeas staff: the first account by its link, then listed, disabled and given back; no address in what is printed unless asked.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { openDb } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { loadDeskKey } from '../../src/lib/desk-key.ts'
import { testSettings } from '../support/desk.ts'
import { settingsFile } from './habeas.ts'

test('an account is added once, listed, disabled and reset', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-staff-'))
  const server = { host: '127.0.0.1', port: 1, user: 'u', password: 'p' }
  const settings = testSettings(folder, server, server)
  mkdirSync(settings.dataFolder)
  const db = await openDb(settings.database.url, await loadDeskKey(settings.key))
  await migrate(db, new Date())
  onTestFinished(async () => {
    await db.$disconnect()
    rmSync(folder, { recursive: true })
  })
  const config = settingsFile({ settings, folder })
  const staff = async (...args: string[]) => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      await (await createProgram('staff')).parseAsync(['node', 'habeas', 'staff', ...args, '--config', config])
      return write.mock.calls.map(([text]) => String(text)).join('')
    } finally {
      write.mockRestore()
    }
  }
  const add = ['add', 'lin@desk.example', '--name', '林晓', '--role', 'officer']
  expect(await staff(...add)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/welcome\/[\w-]{32}\n/)
  await expect(staff(...add)).rejects.toThrow('an account already')
  await staff('disable', 'lin@desk.example')
  const listed = await staff('list', '--json')
  expect(JSON.parse(listed)).toMatchObject([{ name: '林晓', role: 'officer', state: 'disabled' }])
  expect(listed).not.toContain('@')
  expect(await staff('list', '--addresses')).toContain('lin@desk.example')
  expect(await staff('reset', 'LIN@desk.example')).toContain('/welcome/')
  await expect(staff('reset', 'eve@desk.example')).rejects.toThrow('No account has that address')
  const events = await db.event.findMany({ orderBy: { id: 'asc' } })
  expect(events.map(({ type, actor }) => `${actor} ${type}`)).toEqual([
    'operator staff_added',
    'operator staff_disabled',
    'operator staff_reset',
  ])
})
