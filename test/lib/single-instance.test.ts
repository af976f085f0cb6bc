// One desk per data folder, also when a desk died without saying goodbye.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '../../src/lib/single-instance.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'habeas-lock-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('the second is refused until the first gives the folder back', () => {
  const here = folder()
  const unlock = lockFolder(here)
  expect(() => lockFolder(here)).toThrow(expect.objectContaining({ code: 'already_running', retry: false }))
  unlock()
  lockFolder(here)()
})

test('a process that died by SIGKILL leaves no lock behind', () => {
  const here = folder()
  const file = join(import.meta.dirname, '../../src/lib/single-instance.ts')
  const script = `const { lockFolder } = await import(${JSON.stringify(file)}); lockFolder(${JSON.stringify(here)}); process.kill(process.pid, 'SIGKILL')`
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })).toThrow()
  lockFolder(here)()
})
