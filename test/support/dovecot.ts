// A real IMAP server for tests and benches: Debian's Dovecot with a configuration, port, mailbox and log of its own below
// one temporary folder. No system service, no fixed port, root or not. Ends with the process that started it.
// Mail is put in by writing the maildir, as a delivery agent does, so 10,000 mails take two seconds.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { freePort } from './free-port.ts'

export interface DovecotOptions {
  user?: string
  password?: string
  /** a fixed port; a free one where absent */
  port?: number
  /** folders made beside INBOX, in ASCII, levels separated by a dot */
  folders?: string[]
  /** more lines for dovecot.conf, such as `imap_capability = IMAP4rev1 UIDPLUS` for a server without IDLE and MOVE */
  settings?: string
  /** leave the folder behind when stopped, for looking at it */
  keep?: boolean
}

export interface AppendOptions {
  /** default INBOX */
  folder?: string
  /** of \Seen \Answered \Flagged \Draft \Deleted; with any of them the mail is no longer \Recent */
  flags?: SystemFlag[]
  /** IMAP INTERNALDATE, to the second; now where absent */
  internalDate?: Date
}

export type SystemFlag = '\\Seen' | '\\Answered' | '\\Flagged' | '\\Draft' | '\\Deleted'

export interface StoredMail {
  uid: number
  flags: string[]
  internalDate: Date | null
  source: Buffer
}

export interface Dovecot {
  host: string
  port: number
  user: string
  password: string
  /** the temporary folder: dovecot.conf, dovecot.log, mail/ */
  folder: string
  /** puts mails into the mailbox in the order given; strings become UTF-8 and CRLF lines */
  append(raw: string | Buffer | (string | Buffer)[], options?: AppendOptions): Promise<void>
  /** what stands in a folder, by UID */
  list(folder?: string): Promise<StoredMail[]>
  folders(): Promise<string[]>
  createFolder(name: string): void
  /** where the files of a folder are: cur/, new/, tmp/ below it */
  maildir(folder?: string): string
  uidValidity(folder?: string): Promise<bigint>
  /** gives a folder a new UIDVALIDITY and new UIDs, as after a restored backup; the server restarts meanwhile */
  bumpUidValidity(folder?: string): Promise<void>
  /** an orderly end; connections get BYE. start() brings it back on the same port */
  halt(): Promise<void>
  /** SIGKILL to server and sessions, as when the machine dies */
  kill(): Promise<void>
  start(): Promise<void>
  restart(): Promise<void>
  log(): string
  /** ends it and removes the folder */
  stop(): Promise<void>
}

const letters: Record<SystemFlag, string> = {
  '\\Draft': 'D',
  '\\Flagged': 'F',
  '\\Answered': 'R',
  '\\Seen': 'S',
  '\\Deleted': 'T',
}

/** Whether a Dovecot is here whose configuration we can write: 2.3 with IMAP (Debian 12). 2.4 reads another language. */
export function dovecotAvailable(): boolean {
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return version.status === 0 && version.stdout.startsWith('2.3.') && existsSync('/usr/lib/dovecot/imap')
}

/** Starts a server and waits until it answers. Throws with the end of its log where it does not within ten seconds. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-dovecot-'))
  const server: Server = {
    folder,
    port: options.port ?? (await freePort()),
    user: options.user ?? 'privacy@desk.example',
    password: options.password ?? 'correct horse',
    process: null,
  }
  prepare(server, options)
  await start(server)
  return dovecotOf(server, options)
}

interface Server {
  folder: string
  port: number
  user: string
  password: string
  process: ChildProcess | null
}

function dovecotOf(server: Server, options: DovecotOptions): Dovecot {
  const maildir = (folder = 'INBOX') => join(home(server), folder === 'INBOX' ? '' : `.${folder}`)
  const session = <T>(work: (client: ImapFlow) => Promise<T>) => withClient(server, work)
  return {
    host: '127.0.0.1',
    port: server.port,
    user: server.user,
    password: server.password,
    folder: server.folder,
    maildir,
    append: async (raw, appendOptions = {}) => {
      for (const one of Array.isArray(raw) ? raw : [raw]) deliver(maildir(appendOptions.folder), one, appendOptions)
    },
    list: (folder = 'INBOX') => session((client) => listMails(client, folder)),
    folders: () => session(async (client) => (await client.list()).map((entry) => entry.path)),
    createFolder: (name) => makeMaildir(maildir(name)),
    uidValidity: (folder = 'INBOX') =>
      session(async (client) => {
        const status = await client.status(folder, { uidValidity: true })
        if (!status || status.uidValidity === undefined) throw new Error(`no UIDVALIDITY for ${folder}`)
        return status.uidValidity
      }),
    bumpUidValidity: async (folder = 'INBOX') => {
      await halt(server, 'SIGKILL')
      forgetNumbering(home(server), maildir(folder))
      await start(server)
    },
    halt: () => halt(server, 'SIGTERM'),
    kill: () => halt(server, 'SIGKILL'),
    start: () => start(server),
    restart: async () => {
      await halt(server, 'SIGTERM')
      await start(server)
    },
    log: () => readLog(server),
    stop: async () => {
      await halt(server, 'SIGKILL')
      if (!options.keep) rmSync(server.folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const program = existsSync('/usr/sbin/dovecot') ? '/usr/sbin/dovecot' : 'dovecot'
const asRoot = process.getuid?.() === 0

// Dovecot refuses to hold mail as root; user and group `mail` stand on every Debian machine.
const owner = asRoot ? { uid: 8, gid: 8 } : { uid: userInfo().uid, gid: userInfo().gid }

function home(server: Server): string {
  return join(server.folder, 'mail')
}

function prepare(server: Server, options: DovecotOptions): void {
  chmodSync(server.folder, 0o755)
  makeMaildir(home(server))
  for (const name of options.folders ?? []) makeMaildir(join(home(server), `.${name}`))
  writeFileSync(join(server.folder, 'users'), `${server.user}:{PLAIN}${server.password}\n`)
  writeFileSync(join(server.folder, 'dovecot.conf'), configuration(server, options))
}

function configuration(server: Server, options: DovecotOptions): string {
  const { folder } = server
  // without root every part runs as the one user there is
  const me = asRoot ? null : { user: userInfo().username, group: groupName(owner.gid) }
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 200
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${home(server)}
${me ? `default_internal_user = ${me.user}\ndefault_internal_group = ${me.group}\ndefault_login_user = ${me.user}` : ''}
service anvil {
  chroot =
  # no waiting after a wrong password
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${server.port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${home(server)}
}
${options.settings ?? ''}
`
}

function groupName(gid: number): string {
  const answer = spawnSync('getent', ['group', String(gid)], { encoding: 'utf8' })
  return answer.stdout.split(':')[0] || String(gid)
}

function makeMaildir(folder: string): void {
  for (const part of ['', 'cur', 'new', 'tmp']) {
    mkdirSync(join(folder, part), { recursive: true })
    own(join(folder, part))
  }
  if (!folder.endsWith('/mail')) {
    writeFileSync(join(folder, 'maildirfolder'), '')
    own(join(folder, 'maildirfolder'))
  }
}

function own(path: string): void {
  if (asRoot) chownSync(path, owner.uid, owner.gid)
}

let delivered = 0

/** As a delivery agent does it: written below tmp/, renamed into new/ (cur/ with flags). The name orders the UIDs. */
function deliver(maildir: string, raw: string | Buffer, options: AppendOptions): void {
  delivered += 1
  const seconds = Math.floor(Date.now() / 1000)
  const name = `${seconds}.M${String(delivered).padStart(6, '0')}P${process.pid}.test`
  const bytes = typeof raw === 'string' ? Buffer.from(raw.replaceAll(/\r?\n/g, '\r\n')) : raw
  const written = join(maildir, 'tmp', name)
  writeFileSync(written, bytes, { mode: 0o644 })
  own(written)
  if (options.internalDate) utimesSync(written, options.internalDate, options.internalDate)
  const flags = (options.flags ?? []).map((flag) => letters[flag]).sort()
  renameSync(
    written,
    flags.length > 0 ? join(maildir, 'cur', `${name}:2,${flags.join('')}`) : join(maildir, 'new', name),
  )
}

async function withClient<T>(server: Server, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: server.user, pass: server.password }
  const client = new ImapFlow({ host: '127.0.0.1', port: server.port, secure: false, auth, logger: false })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout()
  }
}

async function listMails(client: ImapFlow, folder: string): Promise<StoredMail[]> {
  const box = await client.mailboxOpen(folder, { readOnly: true })
  if (box.exists === 0) return []
  const mails: StoredMail[] = []
  for await (const mail of client.fetch('1:*', { uid: true, flags: true, internalDate: true, source: true })) {
    const { internalDate } = mail
    mails.push({
      uid: mail.uid,
      flags: [...(mail.flags ?? [])].sort(),
      internalDate: internalDate ? new Date(internalDate) : null,
      source: mail.source ?? Buffer.alloc(0),
    })
  }
  return mails.sort((a, b) => a.uid - b.uid)
}

/** Without its list of UIDs and its index, Dovecot numbers the folder anew under the next UIDVALIDITY. */
function forgetNumbering(root: string, maildir: string): void {
  const numbering = [
    'dovecot-uidlist',
    'dovecot.index',
    'dovecot.index.log',
    'dovecot.index.log.2',
    'dovecot.index.cache',
  ]
  for (const name of numbering) rmSync(join(maildir, name), { force: true })
  rmSync(join(root, 'dovecot.list.index'), { force: true })
  rmSync(join(root, 'dovecot.list.index.log'), { force: true })
}

async function start(server: Server): Promise<void> {
  if (server.process) return
  const args = ['-F', '-c', join(server.folder, 'dovecot.conf')]
  // SIGTERM to Dovecot when we die by SIGKILL; our own end is handled below
  const child = existsSync('/usr/bin/setpriv')
    ? spawn('/usr/bin/setpriv', ['--pdeathsig', 'TERM', program, ...args], { detached: true, stdio: 'ignore' })
    : spawn(program, args, { detached: true, stdio: 'ignore' })
  server.process = child
  running.add(child)
  child.once('exit', () => {
    running.delete(child)
    if (server.process === child) server.process = null
  })
  await untilItAnswers(server)
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) signal(child, 'SIGKILL')
})

async function untilItAnswers(server: Server): Promise<void> {
  for (let tries = 0; tries < 200 && server.process; tries += 1) {
    if (await greets(server.port)) return
    await pause(50)
  }
  throw new Error(
    `Dovecot does not answer on port ${server.port}. The end of its log:\n${readLog(server).slice(-2000)}`,
  )
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(2_000, () => end(false))
    socket.on('error', () => end(false))
    socket.on('close', () => end(false))
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      // before that, "Waiting for authentication process"
      if (heard.includes('ready.')) end(true)
    })
  })
}

async function halt(server: Server, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const child = server.process
  if (!child) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (how === 'SIGKILL') signal(child, how)
  else child.kill(how)
  const late = setTimeout(() => signal(child, 'SIGKILL'), 2_000)
  await gone
  clearTimeout(late)
  // sessions may outlive their master for a moment
  if (how === 'SIGTERM') signal(child, 'SIGTERM')
}

/** To the process group that Dovecot leads, and to nothing else. */
function signal(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (child.pid) process.kill(-child.pid, how)
  } catch {
    // the group is gone already
  }
}

function readLog(server: Server): string {
  const file = join(server.folder, 'dovecot.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
