// Runs the program on a test desk's folder, as an operator does: `node src/main.ts …` with its habeas.yaml, in a process of
// its own; or the command line alone in this process, for tests that ask for many of them: a start takes ten times as long.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { stringify } from 'yaml'
import type { TestDesk } from '../support/desk.ts'

export interface Ran {
  code: number | null
  out: string
  err: string
}

// a test starts several processes, which take their time where much else runs
vi.setConfig({ testTimeout: 120_000 })

export const main = join(import.meta.dirname, '../../src/main.ts')

/** Runs one command to its end; standard input is `input`. */
export async function habeas(
  args: string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, NO_COLOR: '1', ...options.env } })
  const ran: Ran = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    ran.out += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    ran.err += chunk.toString('utf8')
  })
  child.stdin.end(options.input ?? '')
  ran.code = await new Promise((done) => child.on('close', done))
  return ran
}

/** The same without the process: what main.ts does once node has started. One at a time. */
export async function performed(args: string[]): Promise<Ran> {
  const { perform } = await import('../../src/cli/perform.ts')
  const ran: Ran = { code: 0, out: '', err: '' }
  const end = [
    capture(process.stdout, (text) => (ran.out += text)),
    capture(process.stderr, (text) => (ran.err += text)),
  ]
  const before = process.exitCode
  process.exitCode = 0
  try {
    await perform(args)
    ran.code = Number(process.exitCode)
  } finally {
    process.exitCode = before
    for (const each of end) each()
  }
  return ran
}

function capture(stream: NodeJS.WriteStream, hear: (text: string) => void): () => void {
  const write = stream.write
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    hear(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }) as typeof stream.write
  return () => {
    stream.write = write
  }
}

/** Writes the desk's settings beside its data, as the file that `--config` names. */
export function settingsFile(desk: Pick<TestDesk, 'settings' | 'folder'>, over: Record<string, unknown> = {}): string {
  // where the key lies follows from the data folder
  const { key: _key, ...settings } = desk.settings
  return writeSettings(desk.folder, { ...JSON.parse(JSON.stringify(settings)), ...over })
}

export function writeSettings(folder: string, settings: unknown): string {
  const file = join(folder, 'habeas.yaml')
  writeFileSync(file, typeof settings === 'string' ? settings : stringify(settings), { mode: 0o600 })
  return file
}
