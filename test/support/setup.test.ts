// A fresh checkout can be set up: the lock file is whole.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('npm ci takes the lock file: it lists the packages of other platforms too', () => {
  const file = fileURLToPath(new URL('complete-lock-file.mjs', import.meta.url))
  expect(spawnSync(process.execPath, [file, '--check'], { encoding: 'utf8' }).stderr).toBe('')
})
