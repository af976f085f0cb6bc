// The one door to imapflow: a connection to the watched folder. Library errors leave it as DeskErrors, login refusals told
// apart from dead servers. UIDs are never sequence numbers here.

import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { ImapFlow } from 'imapflow'
import { DeskError } from '../../errors.ts'

export interface MailboxSettings {
  host: string
  port: number
  secure: boolean
  user: string
  password: string
  folder: string
  moveTo?: string | undefined
  tls: { rejectUnauthorized: boolean; ca?: string | undefined }
}

export interface WaitingMail {
  uid: number
  bytes: number
  /** INTERNALDATE */
  arrivedAt: Date
  /** a desk told the mailbox that it has it, or a person read it: it matters after a restore alone, flags are never the queue */
  taken?: boolean
}

export interface MailboxConnection {
  /** UIDVALIDITY of the open folder, as text: it may exceed what other stores hold as a number */
  uidValidity: string
  /** what waits above a UID, in ascending order */
  list(afterUid: number): Promise<WaitingMail[]>
  /** raw bytes by UID; mails that vanished meanwhile are absent */
  sources(uids: number[]): Promise<Map<number, Buffer>>
  /** hands on one raw mail as a stream; null where it vanished */
  download<T>(uid: number, store: (content: Readable) => Promise<T>): Promise<T | null>
  /** the first `bytes` of one raw mail; null where it vanished */
  head(uid: number, bytes: number): Promise<Buffer | null>
  /** flags as seen and taken in, or moves where `moveTo` is set */
  mark(uids: number[]): Promise<void>
  /** puts a raw mail into the folder, as if it arrived then */
  append(raw: Buffer, arrivedAt: Date): Promise<void>
  /** waits for news from the server (IDLE), at most `ms`, or until `signal` */
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Connects, signs in and opens the folder. Throws `imap_unavailable`, `imap_login_refused` or `imap_protocol`. */
export async function openMailbox(settings: MailboxSettings): Promise<MailboxConnection> {
  const client = new ImapFlow({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    auth: { user: settings.user, pass: settings.password },
    tls: {
      rejectUnauthorized: settings.tls.rejectUnauthorized,
      ...(settings.tls.ca === undefined ? {} : { ca: readFileSync(settings.tls.ca) }),
    },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
    maxIdleTime: 60_000,
  })
  // without a listener a broken connection would end the process
  client.on('error', () => undefined)
  return await atTheDoor(settings, async () => {
    try {
      await client.connect()
      if (settings.moveTo !== undefined) await makeFolder(client, settings.moveTo)
      const folder = await client.mailboxOpen(settings.folder)
      return connection(client, settings, String(folder.uidValidity))
    } catch (error) {
      client.close()
      throw error
    }
  })
}

/** A folder that is missing would let every MOVE fail, long after the mail was taken in. */
async function makeFolder(client: ImapFlow, name: string): Promise<void> {
  try {
    await client.mailboxCreate(name)
  } catch (cause) {
    const folders = await client.list()
    if (folders.some((folder) => folder.path === name)) return
    const message =
      'The folder of imap.moveTo does not exist and cannot be made: make it by hand or leave imap.moveTo out.'
    throw new DeskError('imap_protocol', { retry: true, cause, message })
  }
}

function connection(client: ImapFlow, settings: MailboxSettings, uidValidity: string): MailboxConnection {
  // an announcement that comes between a listing and the next wait must not be slept over
  const announced = { pending: false }
  client.on('exists', () => {
    announced.pending = true
  })
  const guarded = async <T>(run: () => Promise<T>): Promise<T> => await atTheDoor(settings, run)
  return {
    uidValidity,
    list: (afterUid) =>
      guarded(async () => {
        announced.pending = false
        return await listWaiting(client, afterUid)
      }),
    sources: (uids) =>
      guarded(async () => {
        const found = new Map<number, Buffer>()
        for await (const mail of client.fetch(uids.join(','), { uid: true, source: true }, { uid: true })) {
          if (mail.source !== undefined) found.set(mail.uid, mail.source)
        }
        return found
      }),
    download: (uid, store) =>
      guarded(async () => {
        const { content } = await client.download(String(uid), undefined, { uid: true })
        return content === undefined ? null : await store(content)
      }),
    head: (uid, bytes) =>
      guarded(async () => {
        const query = { uid: true, source: { start: 0, maxLength: bytes } }
        const mail = await client.fetchOne(String(uid), query, { uid: true })
        return mail === false ? null : (mail.source ?? null)
      }),
    mark: (uids) =>
      guarded(async () => {
        if (uids.length === 0) return
        const range = uids.join(',')
        if (settings.moveTo === undefined) await client.messageFlagsAdd(range, ['\\Seen', takenFlag], { uid: true })
        else await client.messageMove(range, settings.moveTo, { uid: true })
      }),
    append: (raw, arrivedAt) =>
      guarded(async () => {
        await client.append(settings.folder, raw, [], arrivedAt)
      }),
    wait: async (ms, signal) => {
      if (announced.pending) return
      await guarded(async () => await waitForNews(client, ms, signal))
    },
    close: async () => {
      // a server that no longer answers must not hold up the stop
      const gone = new Promise<void>((done) => setTimeout(done, 2_000).unref())
      await Promise.race([client.logout().catch(() => undefined), gone])
      client.close()
    },
  }
}

/** Stays where somebody marks the mail as unread again; servers that know no keywords of others' leave it out. */
const takenFlag = '$Habeas'

async function listWaiting(client: ImapFlow, afterUid: number): Promise<WaitingMail[]> {
  const waiting: WaitingMail[] = []
  const query = { uid: true, size: true, internalDate: true, flags: true }
  for await (const mail of client.fetch(`${afterUid + 1}:*`, query, { uid: true })) {
    // RFC 9051 §9: `n:*` names the last mail even where its UID is below n
    if (mail.uid <= afterUid) continue
    const arrivedAt = mail.internalDate instanceof Date ? mail.internalDate : new Date(mail.internalDate ?? Number.NaN)
    const taken = mail.flags?.has('\\Seen') === true || mail.flags?.has(takenFlag) === true
    waiting.push({ uid: mail.uid, bytes: mail.size ?? 0, arrivedAt, taken })
  }
  return waiting.sort((a, b) => a.uid - b.uid)
}

async function waitForNews(client: ImapFlow, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => end(resolve), ms)
    const news = () => end(resolve)
    const broken = () => end(() => reject(Object.assign(new Error('connection closed'), { code: 'NoConnection' })))
    const end = (then: () => void) => {
      clearTimeout(timer)
      client.off('exists', news)
      client.off('close', broken)
      signal.removeEventListener('abort', news)
      then()
    }
    client.on('exists', news)
    client.on('close', broken)
    signal.addEventListener('abort', news)
    if (!client.usable) broken()
    else client.idle().catch(broken)
  })
}

const notReachable =
  /^(E[A-Z]+|NoConnection|EConnectionClosed|ClosedAfterConnect\w*|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETHROTTLE)$/

/** Turns what imapflow throws into the desk's errors; a message that ends with what the operator can do. */
async function atTheDoor<T>(settings: MailboxSettings, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    if (cause instanceof DeskError) throw cause
    throw toDeskError(settings, cause)
  }
}

function toDeskError(settings: MailboxSettings, cause: unknown): DeskError {
  const at = `${settings.host}:${settings.port}`
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (cause instanceof Error && 'authenticationFailed' in cause && cause.authenticationFailed === true) {
    const message = `The mailbox at ${at} refused the login: check imap.user and imap.password.`
    return new DeskError('imap_login_refused', { retry: true, cause, message })
  }
  if (/ENOSPC|EDQUOT/.test(code)) {
    const message = 'The disk is full: free space in the data folder; mail stays in the mailbox until then.'
    return new DeskError('disk_full', { retry: true, cause, message })
  }
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code)) {
    const message = `The certificate of ${at} is not trusted (${code}): name its authority in imap.tls.ca.`
    return new DeskError('imap_unavailable', { retry: true, cause, message })
  }
  if (notReachable.test(code)) {
    const message = `The mailbox server ${at} cannot be reached (${code}): check imap.host, imap.port, imap.secure and the network.`
    return new DeskError('imap_unavailable', { retry: true, cause, message })
  }
  const message = `The mailbox server ${at} answered in a way that cannot be used: check that the folder ${settings.folder} exists and read the server's log.`
  return new DeskError('imap_protocol', { retry: true, cause, message })
}
