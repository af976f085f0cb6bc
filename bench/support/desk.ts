// The desk as an operator has it: settings in a file, its own database, a platform where every bench person is registered.
// Run as `habeas once` or `habeas run` in a process of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { createSamplePlatform, sampleDataMapFile } from '../../src/sample/platform.ts'
import { freePort } from '../../test/support/free-port.ts'
import { benchPerson } from './mails.ts'
import { type Measured, type RunningProgram, runMeasured, startMeasured } from './measured.ts'
import type { BenchServers } from './servers.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface BenchDesk {
  /** one round; throws where it fails */
  once(): Promise<Measured>
  /** the daemon; its folder goes with it when it is stopped */
  run(): RunningProgram
  remove(): void
}

export interface BenchDeskOptions {
  /** how many people are registered */
  people: number
  mailBytes?: number
  /** where something stands before the IMAP server */
  imapPort?: number
}

export async function makeDesk(servers: BenchServers, options: BenchDeskOptions): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-bench-desk-'))
  const platform = join(folder, 'platform.db')
  createSamplePlatform(platform, { small: true })
  register(platform, options.people)
  const config = join(folder, 'habeas.yaml')
  writeFileSync(config, settings(servers, platform, await freePort(), options))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return {
    once: () => runMeasured(main, ['once', '--config', config]),
    run: () => {
      const program = startMeasured(main, ['run', '--config', config])
      return {
        ...program,
        stop: async () => {
          const measured = await program.stop()
          remove()
          return measured
        },
      }
    },
    remove,
  }
}

function register(platform: string, people: number): void {
  const database = new DatabaseSync(platform)
  const insert = database.prepare(
    'insert into users (id, nickname, email, password_hash, registered_at) values (?, ?, ?, ?, ?)',
  )
  database.exec('begin')
  for (let n = 0; n < people; n += 1) {
    const { id, name, address } = benchPerson(n)
    insert.run(id, name, address, 'scrypt$none', '2025-01-01T00:00:00Z')
  }
  database.exec('commit')
  database.close()
}

function settings(servers: BenchServers, platform: string, port: number, options: BenchDeskOptions): string {
  const { dovecot, sink } = servers
  const lines = {
    organisation: {
      names: { zh: '测速公益', en: 'Bench Studio' },
      privacyAddress: dovecot.user,
      policyUrl: 'https://desk.example/privacy',
      staffAddress: 'staff@desk.example',
    },
    dataFolder: './data',
    imap: {
      host: dovecot.host,
      port: options.imapPort ?? dovecot.port,
      secure: false,
      user: dovecot.user,
      password: dovecot.password,
      startAt: '2026-01-01T00:00:00Z',
    },
    smtp: { host: '127.0.0.1', port: sink.port, secure: false },
    platform: { url: `file:${platform}`, dataMap: sampleDataMapFile },
    console: { listen: `127.0.0.1:${port}` },
    // all writers of the bench share a domain
    limits: { lettersPerDomainPerDay: 1_000_000, ...(options.mailBytes ? { mailBytes: options.mailBytes } : {}) },
    log: { level: 'warn', format: 'json' },
  }
  // JSON is YAML
  return JSON.stringify(lines, null, 2)
}
