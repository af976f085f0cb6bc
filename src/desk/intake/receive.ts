// From the mailbox to stored raw mails, exactly once. Seen is mailbox + UIDVALIDITY + UID; the cursor moves in the same
// transaction as the rows, and the mailbox is told (flag or move) only after that commit. Flags are never the queue.
// What a mail says is not looked at here; mails move from nothing to `received`, or to `set_aside` where they are older
// than the desk's start date.

import { type Db, transact } from '../../db/client.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { readMark } from '../../db/marks.ts'
import { DeskError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DeskKey } from '../../lib/desk-key.ts'
import type { Chance } from '../../lib/ids.ts'
import type { MailboxConnection, WaitingMail } from './mailbox.ts'
import type { Sources } from './sources.ts'

export interface ReceiveParts {
  db: Db
  sources: Sources
  clock: Clock
  chance: Chance
  /** name of the watched mailbox: user@host/folder */
  mailboxName: string
  /** mail that arrived before is recorded, not answered; absent: the time of the first run */
  startAt?: Date | undefined
  /** bytes; of larger mail only the head is kept */
  mailBytes: number
  /** called with the number of mails that wait, before they are fetched */
  onWaiting?: (mails: number) => void
  /** called whenever some mails are stored, so that work on them begins while the rest is fetched */
  onStored?: () => void
}

/** How much of an over-large mail is kept: its headers and the beginning of its text. */
const headBytes = 262_144
/** One fetch takes at most so many bytes and mails, so that memory stays flat however much waits. */
const chunkBytes = 4_194_304
const chunkMails = 100
/** Larger mails are streamed into their file one by one. */
const streamBytes = 1_048_576
/** Times one single mail may break the connection before it is set down as failed so that the next can be taken in. */
const fetchTries = 5

export class Receiver {
  readonly #parts: ReceiveParts
  readonly #broken = new Map<number, number>()

  constructor(parts: ReceiveParts) {
    this.#parts = parts
  }

  /** Takes in all that waits; returns how many mails were stored. Throws the mailbox's errors; what was stored stays. */
  async receive(mailbox: MailboxConnection): Promise<number> {
    const row = await this.#mailboxRow(mailbox.uidValidity)
    await this.#markLeftOver(mailbox, row.id)
    const waiting = await this.#unknown(row.id, mailbox.uidValidity, await mailbox.list(row.cursor), row.cursor)
    const restoredAt = waiting.length === 0 ? null : ((await readMark(this.#parts.db, 'restored'))?.at ?? null)
    this.#parts.onWaiting?.(waiting.length)
    let stored = 0
    for (const chunk of chunks(waiting, this.#broken)) {
      stored += await this.#receiveChunk(mailbox, { ...row, restoredAt }, chunk)
      this.#parts.onStored?.()
    }
    await this.#parts.db.mailbox.update({ where: { id: row.id }, data: { lastPolledAt: this.#parts.clock.now() } })
    return stored
  }

  /** A new UIDVALIDITY numbers everything afresh (RFC 9051 §2.3.1.1): all is listed again, known mails prove duplicates. */
  async #mailboxRow(uidValidity: string) {
    const { db, mailboxName, clock, chance } = this.#parts
    const name = mailboxKey(db.$deskKey(), mailboxName)
    const known = await db.mailbox.findUnique({ where: { name } })
    if (known === null) {
      const now = clock.now()
      return await db.mailbox.create({
        data: { id: chance.id(now), name, uidValidity, startAt: this.#parts.startAt ?? wholeSecond(now) },
      })
    }
    if (known.uidValidity === uidValidity) return known
    return await db.mailbox.update({ where: { id: known.id }, data: { uidValidity, cursor: 0 } })
  }

  /** After the cursor went back to 0, a numbering that was seen before (a restored server) brings known UIDs again. */
  async #unknown(
    mailboxId: string,
    uidValidity: string,
    waiting: WaitingMail[],
    cursor: number,
  ): Promise<WaitingMail[]> {
    if (cursor > 0 || waiting.length === 0) return waiting
    const known = await this.#parts.db.mail.findMany({ where: { mailboxId, uidValidity }, select: { uid: true } })
    const uids = new Set(known.map((mail) => mail.uid))
    return waiting.filter((mail) => !uids.has(mail.uid))
  }

  async #receiveChunk(
    mailbox: MailboxConnection,
    row: { id: string; startAt: Date; restoredAt: Date | null },
    chunk: WaitingMail[],
  ) {
    const { db, sources } = this.#parts
    const fresh = chunk.filter((mail) => !(mail.arrivedAt < row.startAt))
    const taken = new Set(chunk.filter((mail) => mail.taken).map((mail) => mail.uid))
    let rows: Prisma.MailCreateManyInput[] = []
    try {
      rows = await this.#fetch(mailbox, row.id, fresh)
    } catch (error) {
      if (!this.#giveUp(chunk, error)) throw error
      rows = chunk.map((mail) =>
        this.#row(row.id, mailbox.uidValidity, mail, null, { state: 'failed', error: 'imap_protocol' }),
      )
    }
    const old = chunk
      .filter((mail) => mail.arrivedAt < row.startAt)
      .map((mail) =>
        this.#row(row.id, mailbox.uidValidity, mail, null, { state: 'set_aside', stateReason: 'before_start' }),
      )
    for (const mail of rows) {
      // taken in by the desk that was lost after the backup, which may have answered it
      if (
        mail.state === 'received' &&
        row.restoredAt !== null &&
        new Date(mail.arrivedAt) <= row.restoredAt &&
        taken.has(mail.uid)
      )
        mail.stateReason = 'restored'
    }
    if (rows.length > 0) await sources.flush()
    const cursor = Math.max(...chunk.map((mail) => mail.uid))
    await transact(db, async (tx) => {
      await tx.mail.createMany({ data: [...rows, ...old] })
      await tx.mailbox.update({ where: { id: row.id }, data: { cursor } })
    })
    await this.#mark(
      mailbox,
      rows.filter((mail) => mail.state === 'received').map((mail) => ({ id: mail.id, uid: mail.uid })),
    )
    for (const mail of chunk) this.#broken.delete(mail.uid)
    return rows.length
  }

  async #fetch(
    mailbox: MailboxConnection,
    mailboxId: string,
    chunk: WaitingMail[],
  ): Promise<Prisma.MailCreateManyInput[]> {
    const { sources, mailBytes } = this.#parts
    const rows: Prisma.MailCreateManyInput[] = []
    const keep = async (mail: WaitingMail, source: Buffer, truncated: boolean) => {
      const row = this.#row(mailboxId, mailbox.uidValidity, mail, '', { state: 'received', truncated })
      const sourceSha256 = await sources.write(`${row.id}.eml`, source)
      return { ...row, sourceSha256, source: `${row.id}.eml` }
    }
    const small = chunk.filter((mail) => mail.bytes <= streamBytes)
    if (small.length > 0) {
      const found = await mailbox.sources(small.map((mail) => mail.uid))
      const there = small.flatMap((mail) => ({ mail, source: found.get(mail.uid) }))
      // written side by side, in the mailbox's order: the disk flushes many files in hardly more time than one
      rows.push(
        ...(await Promise.all(there.flatMap(({ mail, source }) => (source ? [keep(mail, source, false)] : [])))),
      )
    }
    for (const mail of chunk.filter((each) => each.bytes > streamBytes)) {
      if (mail.bytes > mailBytes) {
        const head = await mailbox.head(mail.uid, headBytes)
        if (head !== null) rows.push(await keep(mail, head, true))
        continue
      }
      const row = this.#row(mailboxId, mailbox.uidValidity, mail, '', { state: 'received' })
      const written = await mailbox.download(mail.uid, (content) => sources.store(`${row.id}.eml`, content))
      if (written !== null) rows.push({ ...row, sourceSha256: written.sha256, source: `${row.id}.eml` })
    }
    return rows
  }

  /** One unreadable mail never stops the rest: alone in its chunk and failing again and again, it is set down as failed. */
  #giveUp(chunk: WaitingMail[], error: unknown): boolean {
    const retriable =
      error instanceof DeskError && (error.code === 'imap_protocol' || error.code === 'imap_unavailable')
    if (!retriable) return false
    for (const { uid } of chunk) this.#broken.set(uid, (this.#broken.get(uid) ?? 0) + 1)
    const [only] = chunk
    return chunk.length === 1 && only !== undefined && (this.#broken.get(only.uid) ?? 0) >= fetchTries
  }

  #row(
    mailboxId: string,
    uidValidity: string,
    mail: WaitingMail,
    sourceSha256: string | null,
    state: Pick<Prisma.MailCreateManyInput, 'state' | 'stateReason' | 'truncated' | 'error'>,
  ): Prisma.MailCreateManyInput {
    const now = this.#parts.clock.now()
    return {
      id: this.#parts.chance.id(now),
      mailboxId,
      uidValidity,
      uid: mail.uid,
      // a server without INTERNALDATE: the clock starts when the desk first saw the mail
      arrivedAt: Number.isNaN(mail.arrivedAt.getTime()) ? now : mail.arrivedAt,
      storedAt: now,
      bytes: mail.bytes,
      sourceSha256: sourceSha256 ?? '',
      ...state,
    }
  }

  /** Mails that were committed when the process or the connection died before the mailbox was told. */
  async #markLeftOver(mailbox: MailboxConnection, mailboxId: string): Promise<void> {
    const left = await this.#parts.db.mail.findMany({
      where: { mailboxId, uidValidity: mailbox.uidValidity, markedAt: null, source: { not: null } },
      select: { id: true, uid: true },
      take: 1000,
    })
    await this.#mark(mailbox, left)
  }

  async #mark(mailbox: MailboxConnection, mails: { id: string; uid: number }[]): Promise<void> {
    if (mails.length === 0) return
    await mailbox.mark(mails.map((mail) => mail.uid))
    await this.#parts.db.mail.updateMany({
      where: { id: { in: mails.map((mail) => mail.id) } },
      data: { markedAt: this.#parts.clock.now() },
    })
  }
}

/** By what a mailbox is known in the database: the address of its user stands there no more than any other. */
export function mailboxKey(key: DeskKey, name: string): string {
  return key.mac('mailbox', name)
}

/** INTERNALDATE knows no fractions: mail of the first second must not seem older than the start. */
function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000)
}

/** Chunks of bounded bytes and number; a mail that broke a fetch before goes alone. */
function* chunks(waiting: WaitingMail[], broken: Map<number, number>): Generator<WaitingMail[]> {
  let chunk: WaitingMail[] = []
  let bytes = 0
  for (const mail of waiting) {
    const alone = broken.has(mail.uid)
    if (chunk.length > 0 && (alone || chunk.length >= chunkMails || bytes + mail.bytes > chunkBytes)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(mail)
    bytes += mail.bytes
    if (alone) {
      yield chunk
      chunk = []
      bytes = 0
    }
  }
  if (chunk.length > 0) yield chunk
}
