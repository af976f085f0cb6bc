// A fresh checkout can be set up: the lock file is whole, and where all is in place the set-up says and does nothing.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

function run(script: string, ...args: string[]) {
  const file = fileURLToPath(new URL(script, import.meta.url))
  return spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
}

test('npm ci takes the lock file: it lists the packages of other platforms too', () => {
  expect(run('complete-lock-file.mjs', '--check').stderr).toBe('')
})

test('where everything is in place the set-up does nothing and says nothing', () => {
  expect(run('setup.mjs')).toMatchObject({ status: 0, stderr: '' })
})
