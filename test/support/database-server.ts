// What the database servers of the tests share: a temporary folder, a program run in it as somebody without rights, an
// end by process id. No system service, no fixed port. Ends with the process that started it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface DatabaseServer {
  readonly port: number
  /** where platform.url may point; the login may do everything */
  url(database: string): string
  /** an orderly end; start() brings it back on the same port with its data */
  halt(): Promise<void>
  start(): Promise<void>
  log(): string
  /** ends it and removes the folder */
  stop(): Promise<void>
}

export const login = { user: 'habeas', password: 'p@ss:wörd/?' } as const

/** nobody: both servers refuse to run as root */
const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** A new folder below the temporary one that the server may write to. */
export function serverFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `habeas-${name}-`))
  give(folder)
  chmodSync(folder, 0o700)
  return folder
}

export function give(path: string): void {
  if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid)
}

/** Runs a program to its end; throws with its last lines where it fails. */
export function runAsOwner(program: string, args: string[], folder: string, input = ''): void {
  const run = spawnSync(program, args, { ...owner, cwd: folder, encoding: 'utf8', input, env: environment })
  if (run.status !== 0) throw new Error(`${program} failed: ${`${run.stderr}${run.stdout}`.slice(-2000)}`)
}

/** A self-signed certificate for `localhost` in `folder`, as paths; openssl makes it. */
export function makeCertificate(folder: string): { certificate: string; key: string } {
  const certificate = join(folder, 'server.crt')
  const key = join(folder, 'server.key')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  runAsOwner('openssl', ['req', ...kind, '-keyout', key, '-out', certificate, ...subject], folder)
  chmodSync(key, 0o600)
  return { certificate, key }
}

/** A process that is killed cannot end its servers: the kernel does it then (prctl PR_SET_PDEATHSIG). */
const endsWithUs = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : []

const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' }

/** One server program and what brings it up and down. */
export class ServerProcess {
  private child: ChildProcess | null = null
  private readonly atExit = () => this.child?.kill('SIGQUIT')
  private readonly folder: string
  private readonly command: string[]
  private readonly answers: () => Promise<unknown>

  /** `answers` rejects until the server takes connections. */
  constructor(folder: string, command: string[], answers: () => Promise<unknown>) {
    this.folder = folder
    this.command = command
    this.answers = answers
  }

  async start(): Promise<void> {
    const [program = '', ...args] = [...endsWithUs, ...this.command]
    const log = join(this.folder, 'server.log')
    writeFileSync(log, '', { flag: 'a' })
    give(log)
    const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" >>server.log 2>&1', program, ...args], {
      ...owner,
      cwd: this.folder,
      env: environment,
      stdio: 'ignore',
    })
    this.child = child
    process.on('exit', this.atExit)
    for (let waited = 0; waited < 60_000; waited += 50) {
      if (child.exitCode !== null) break
      const ready = await this.answers().then(
        () => true,
        () => false,
      )
      if (ready) return
      await pause(50)
    }
    await this.end('SIGKILL')
    throw new Error(`${program} does not answer: ${this.log().slice(-2000)}`)
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child
    this.child = null
    process.off('exit', this.atExit)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  log(): string {
    const file = join(this.folder, 'server.log')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
