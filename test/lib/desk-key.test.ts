// The desk's secret key: made once, readable for nobody else, one key per purpose.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadDeskKey, loadDeskKeyIfAny } from '../../src/lib/desk-key.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'habeas-key-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('it is made at first start, for this user alone, and the same at the next', async () => {
  const here = folder()
  expect(await loadDeskKeyIfAny({ dataFolder: here })).toBeNull()
  const key = await loadDeskKey({ dataFolder: here })
  expect(statSync(join(here, 'desk.key')).mode & 0o777).toBe(0o600)
  expect((await loadDeskKey({ dataFolder: here })).mac('code', 'x')).toBe(key.mac('code', 'x'))
  expect((await loadDeskKeyIfAny({ dataFolder: here }))?.mac('code', 'x')).toBe(key.mac('code', 'x'))
})

test('of several first starts at once one key wins and no draft is left', async () => {
  const here = folder()
  const keys = await Promise.all(Array.from({ length: 8 }, async () => await loadDeskKey({ dataFolder: here })))
  expect(new Set(keys.map((key) => key.mac('p', 'x'))).size).toBe(1)
  expect(readdirSync(here)).toEqual(['desk.key', 'hash.key'])
})

test('another folder, another purpose, other parts: another value', async () => {
  const [key, other] = await Promise.all([loadDeskKey({ dataFolder: folder() }), loadDeskKey({ dataFolder: folder() })])
  const values = [key.mac('p', 'ab', 'c'), key.mac('p', 'a', 'bc'), key.mac('q', 'ab', 'c'), other.mac('p', 'ab', 'c')]
  expect(new Set(values).size).toBe(4)
})

test('only the very value matches', async () => {
  const key = await loadDeskKey({ dataFolder: folder() })
  const value = key.mac('p', 'x')
  expect(key.matches(value, 'p', 'x')).toBe(true)
  for (const wrong of ['', value.slice(1), `${value}0`, value.toUpperCase(), key.mac('p', 'y')])
    expect(key.matches(wrong, 'p', 'x')).toBe(false)
})
