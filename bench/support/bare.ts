// Fills the mailbox and lets the bare loop work it off, in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchMails } from './mails.ts'
import { type Measured, runMeasured } from './measured.ts'
import type { BenchServers } from './servers.ts'

const loop = fileURLToPath(new URL('./loop.ts', import.meta.url))

/** Throws where not every mail was answered. */
export async function runBareLoop(servers: BenchServers, mails: number): Promise<Measured> {
  const { dovecot, sink } = servers
  await dovecot.append([...benchMails(mails, dovecot.user)])
  return await bareLoopOverWaiting(servers, sink.letters() + mails)
}

/** The same over what already waits; `lettersAfter` letters must have come in the end. */
export async function bareLoopOverWaiting(servers: BenchServers, lettersAfter: number): Promise<Measured> {
  const { dovecot, sink } = servers
  const folder = mkdtempSync(join(tmpdir(), 'habeas-bench-'))
  try {
    const args = [dovecot.port, dovecot.user, dovecot.password, sink.port, join(folder, 'bare.db')]
    const measured = await runMeasured(loop, args.map(String))
    if (sink.letters() !== lettersAfter) throw new Error(`bare loop: ${sink.letters()} letters, not ${lettersAfter}`)
    return measured
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
