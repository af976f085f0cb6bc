// The whole desk on embedded parts: sample platform, mail server, settings, desk, page. Everything lies in one folder that is
// made anew at every start; its habeas.yaml works with every other command while the sandbox runs.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import type { Hono } from 'hono'
import { stringify } from 'yaml'
import type { SignedInAlready } from '../app-console.ts'
import { readSettings, type Settings } from '../config.ts'
import type { Db } from '../db/client.ts'
import { DeskError } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { lockFolder } from '../lib/single-instance.ts'
import { sampleOrganisation } from '../sample/organisation.ts'
import { createSamplePlatform, sampleDataMapFile } from '../sample/platform.ts'
import { readDataMap } from '../userdb/data-map.ts'
import { type MailServer, startMailServer } from './mail-server.ts'
import { createSandboxPage } from './page.ts'

export interface SandboxOptions {
  /** made anew: whatever an earlier sandbox left there is removed */
  dir: string
  /** of the page, on 127.0.0.1 */
  port: number
  clock: Clock
  /** Starts the desk; what `page` makes of the desk's database stands at `/` of the console's listener, the staff console at its own. */
  startDesk(settings: Settings, page: (db: Db) => Hono, staff: SignedInAlready): Promise<{ stop(): Promise<void> }>
}

export interface Sandbox {
  url: string
  /** the staff console, where an invented officer is signed in */
  consoleUrl: string
  settings: Settings
  mailServer: MailServer
  stop(): Promise<void>
}

const marker = '.sandbox'
const { privacyAddress } = sampleOrganisation
/** who works in the sandbox's console */
const officer = { name: '陈敏', email: sampleOrganisation.staffAddress, role: 'officer' } as const

/**
 * Throws `config_invalid` where the folder holds anything that no sandbox made, `already_running` where a sandbox uses the
 * folder or something listens on the port, and what the desk throws at its start.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const dir = resolve(options.dir)
  await checkPort(options.port)
  const release = emptyFolder(dir)
  const platformFile = join(dir, 'platform.db')
  createSamplePlatform(platformFile)
  const password = randomBytes(12).toString('base64url')
  const mailServer = await startMailServer({ privacyAddress, password, clock: options.clock })
  try {
    const settingsFile = join(dir, 'habeas.yaml')
    writeFileSync(settingsFile, stringify(sandboxSettings(mailServer, options.port)), { mode: 0o600 })
    const settings = readSettings(settingsFile, {})
    const listen = `127.0.0.1:${await portBeside(options.port)}`
    const consoleUrl = `http://${listen}/`
    const page = (db: Db) =>
      createSandboxPage({
        db,
        mailServer,
        platformFile,
        organisation: settings.organisation.names,
        staffAddress: settings.organisation.staffAddress,
        platformWords: readDataMap(sampleDataMapFile).tables,
        // whoever looks at the page sits at this machine
        timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        clock: options.clock,
        consoleUrl,
      })
    const desk = await options.startDesk(settings, page, { listen, ...officer })
    const stop = async () => {
      await desk.stop()
      await mailServer.stop()
      release()
    }
    return { url: `http://127.0.0.1:${options.port}/`, consoleUrl, settings, mailServer, stop }
  } catch (error) {
    await mailServer.stop()
    release()
    throw error
  }
}

/** Starts, says where to look, and runs until SIGINT or SIGTERM; a second signal does not wait. */
export async function runSandbox(options: SandboxOptions, print: (line: string) => void): Promise<void> {
  const sandbox = await startSandbox(options)
  for (const line of greeting(sandbox)) print(line)
  await new Promise<void>((done) => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  print('正在停止… / Stopping…')
  await sandbox.stop()
}

function greeting({ url, consoleUrl }: Sandbox): string[] {
  return [
    '',
    `  habeas 沙盒已启动，请在浏览器打开：  ${url}?lang=zh`,
    `  The habeas sandbox is running, open: ${url}?lang=en`,
    '',
    `  工作人员控制台 / the staff console:  ${consoleUrl}`,
    '',
    '  按 Ctrl+C 停止。 / Ctrl+C stops it.',
    '',
  ]
}

function sandboxSettings({ imap, smtp, authservId }: MailServer, port: number): object {
  return {
    organisation: sampleOrganisation,
    dataFolder: './data',
    imap: { ...imap, secure: false, pollEverySeconds: 5 },
    smtp: { ...smtp, secure: false },
    verification: { trustedServers: [authservId] },
    platform: { url: 'file:./platform.db', dataMap: sampleDataMapFile },
    console: { listen: `127.0.0.1:${port}` },
    // one newcomer tries everything within an hour
    limits: { lettersPerAddressPerDay: 1000, codesPerAddressPerDay: 100 },
  }
}

/** The first free one of the ports after it. */
async function portBeside(port: number): Promise<number> {
  for (let next = port + 1; next <= Math.min(port + 20, 65_535); next++) {
    if (
      await checkPort(next).then(
        () => true,
        () => false,
      )
    )
      return next
  }
  return 0
}

/** A port that is taken is said here, before anything of an earlier sandbox is removed. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer()
  try {
    await new Promise<void>((done, failed) => probe.once('error', failed).listen(port, '127.0.0.1', done))
  } catch (cause) {
    throw new DeskError('already_running', {
      retry: false,
      cause,
      message: `Something listens on 127.0.0.1:${port} already, perhaps another sandbox: stop it, or name another port with --port N.`,
    })
  }
  await new Promise((done) => probe.close(done))
}

/** Locks and empties the folder, but only one that an earlier sandbox marked as its own; returns how to release it. */
function emptyFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const found = readdirSync(dir)
  if (found.length > 0 && !found.includes(marker)) {
    throw new DeskError('config_invalid', {
      retry: false,
      message: `The folder ${dir} holds files that no sandbox made: name an empty or new folder with --dir DIR.`,
    })
  }
  writeFileSync(join(dir, marker), 'This folder is emptied whenever the sandbox starts.\n')
  const release = lockFolder(dir)
  for (const name of found) {
    if (name !== marker && !name.startsWith('desk.lock')) rmSync(join(dir, name), { recursive: true, force: true })
  }
  return release
}
