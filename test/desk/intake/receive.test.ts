// Intake against a mailbox that behaves as told: bounded fetches, the cursor, mail that vanishes, mail that breaks the connection.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { MailboxConnection, WaitingMail } from '../../../src/desk/intake/mailbox.ts'
import { Receiver } from '../../../src/desk/intake/receive.ts'
import { openSources } from '../../../src/desk/intake/sources.ts'
import { DeskError } from '../../../src/errors.ts'
import { systemChance } from '../../../src/lib/ids.ts'
import { testClock } from '../../support/desk.ts'
import { deskDatabase } from '../../support/desk-database.ts'
import { testKey } from '../../support/test-key.ts'

const start = new Date('2026-11-23T02:00:00Z')
const megabyte = 1_048_576

interface Scripted extends MailboxConnection {
  uidValidity: string
  mails: (WaitingMail & { gone?: boolean; breaks?: boolean })[]
  fetched: number[][]
  marked: number[]
  /** runs before every mark */
  beforeMark: () => Promise<void>
}

function mailbox(): Scripted {
  const box: Scripted = {
    uidValidity: '1',
    mails: [],
    fetched: [],
    marked: [],
    beforeMark: async () => undefined,
    list: async (afterUid) => box.mails.filter((mail) => mail.uid > afterUid),
    sources: async (uids) => {
      box.fetched.push(uids)
      const found = box.mails.filter((mail) => uids.includes(mail.uid))
      if (found.some((mail) => mail.breaks)) throw new DeskError('imap_unavailable', { retry: true })
      return new Map(found.filter((mail) => !mail.gone).map((mail) => [mail.uid, Buffer.from(`mail ${mail.uid}`)]))
    },
    download: async (uid, store) => {
      box.fetched.push([uid])
      return await store(Readable.from([Buffer.from(`large ${uid}`)]))
    },
    head: async (uid, bytes) => {
      box.fetched.push([uid])
      return Buffer.alloc(Math.min(bytes, 1000), 'h')
    },
    mark: async (uids) => {
      await box.beforeMark()
      box.marked.push(...uids)
    },
    append: async () => undefined,
    wait: async () => undefined,
    close: async () => undefined,
  }
  return box
}

function add(box: Scripted, uids: number[], over: Partial<Scripted['mails'][number]> = {}): void {
  for (const uid of uids)
    box.mails.push({ uid, bytes: 2_000, arrivedAt: new Date(start.getTime() + uid * 1000), ...over })
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** as after a restart: from the disk */
async function read(folder: string, source: string | null | undefined): Promise<Buffer> {
  return await openSources(folder, testKey.ring).read(source ?? '')
}

async function intake(over: { mailBytes?: number; startAt?: Date } = {}) {
  const { db, folder } = await deskDatabase()
  mkdirSync(join(folder, 'mails'))
  const clock = testClock(start)
  const make = () =>
    new Receiver({
      db,
      sources: openSources(folder, testKey.ring),
      clock,
      chance: systemChance,
      mailboxName: 'desk@mx/INBOX',
      mailBytes: 30 * megabyte,
      ...over,
    })
  return { db, folder, clock, make, receiver: make() }
}

test('the first look at a full mailbox takes nothing old in; what comes from then on is taken', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, [1, 2], { arrivedAt: new Date(start.getTime() - 1000) })
  add(box, [3])
  expect(await receiver.receive(box)).toBe(1)
  expect(box.fetched).toEqual([[3]])
  expect(
    await db.mail.findMany({ orderBy: { uid: 'asc' }, select: { uid: true, state: true, stateReason: true } }),
  ).toEqual([
    { uid: 1, state: 'set_aside', stateReason: 'before_start' },
    { uid: 2, state: 'set_aside', stateReason: 'before_start' },
    { uid: 3, state: 'received', stateReason: null },
  ])
  expect(box.marked).toEqual([3])
})

test('a start date in the settings takes in what waited since then', async () => {
  const { receiver } = await intake({ startAt: new Date('2026-11-20T00:00:00Z') })
  const box = mailbox()
  add(box, [1], { arrivedAt: new Date('2026-11-19T23:59:59Z') })
  add(box, [2], { arrivedAt: new Date('2026-11-20T00:00:00Z') })
  expect(await receiver.receive(box)).toBe(1)
})

test('one fetch takes at most 100 mails and 4 MB, and rows stand in the order of the mailbox', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, range(1, 120))
  add(box, range(121, 132), { bytes: 900_000 })
  expect(await receiver.receive(box)).toBe(132)
  expect(box.fetched.slice(0, 2).map((uids) => uids.length)).toEqual([100, 24])
  for (const uids of box.fetched) {
    const bytes = uids.reduce((sum, uid) => sum + (box.mails.find((mail) => mail.uid === uid)?.bytes ?? 0), 0)
    expect(bytes).toBeLessThanOrEqual(4 * megabyte)
  }
  const rows = await db.mail.findMany({ orderBy: { id: 'asc' }, select: { uid: true } })
  expect(rows.map((mail) => mail.uid)).toEqual(range(1, 132))
})

test('a large mail is streamed into its file; of one over the limit only the head is kept', async () => {
  const { db, folder, receiver } = await intake({ mailBytes: 5 * megabyte })
  const box = mailbox()
  add(box, [1], { bytes: 2 * megabyte })
  add(box, [2], { bytes: 6 * megabyte })
  await receiver.receive(box)
  const [streamed, cut] = await db.mail.findMany({ orderBy: { uid: 'asc' } })
  expect((await read(folder, streamed?.source)).toString()).toBe('large 1')
  expect(streamed).toMatchObject({
    truncated: false,
    sourceSha256: createHash('sha256').update('large 1').digest('hex'),
  })
  expect(cut).toMatchObject({ truncated: true, bytes: 6 * megabyte })
  expect(await read(folder, cut?.source)).toHaveLength(1000)
})

test('the mailbox is told only after the rows are committed', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, [1, 2])
  let stored = -1
  box.beforeMark = async () => {
    stored = await db.mail.count()
  }
  await receiver.receive(box)
  expect(stored).toBe(2)
})

test('where telling the mailbox failed it is told at the next look, and nothing is taken in twice', async () => {
  const { db, receiver, make } = await intake()
  const box = mailbox()
  add(box, [1, 2])
  box.beforeMark = async () => {
    throw new DeskError('imap_unavailable', { retry: true })
  }
  await expect(receiver.receive(box)).rejects.toMatchObject({ code: 'imap_unavailable' })
  box.beforeMark = async () => undefined
  expect(await make().receive(box)).toBe(0)
  expect(box.marked).toEqual([1, 2])
  expect(await db.mail.count()).toBe(2)
})

test('a mail that vanished between list and fetch is no mail', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, [1, 3])
  add(box, [2], { gone: true })
  expect(await receiver.receive(box)).toBe(2)
  expect((await db.mail.findMany({ orderBy: { uid: 'asc' } })).map((mail) => mail.uid)).toEqual([1, 3])
})

test('a mail that breaks the connection every time is set down as failed after some tries, and the rest goes on', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, range(1, 5))
  const bad = box.mails.find((mail) => mail.uid === 3)
  if (bad !== undefined) bad.breaks = true
  let failures = 0
  for (let n = 0; n < 20; n++) await receiver.receive(box).catch(() => failures++)
  expect(failures).toBeLessThan(12)
  const rows = await db.mail.findMany({ orderBy: { uid: 'asc' }, select: { uid: true, state: true } })
  expect(rows).toEqual(range(1, 5).map((uid) => ({ uid, state: uid === 3 ? 'failed' : 'received' })))
})

test('under a new UIDVALIDITY all is listed again; under the old one again known numbers stay known', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, [1, 2])
  await receiver.receive(box)
  box.uidValidity = '2'
  expect(await receiver.receive(box)).toBe(2)
  box.uidValidity = '1'
  add(box, [3])
  expect(await receiver.receive(box)).toBe(1)
  expect(await db.mail.count()).toBe(5)
})

test('a server without INTERNALDATE: the clock starts when the desk first saw the mail', async () => {
  const { db, receiver } = await intake()
  const box = mailbox()
  add(box, [1], { arrivedAt: new Date(Number.NaN) })
  await receiver.receive(box)
  expect((await db.mail.findFirstOrThrow()).arrivedAt).toEqual(start)
})

test('bytes are stored as they came, one file a mail, and named by their sum', async () => {
  const { db, folder, receiver } = await intake()
  const box = mailbox()
  add(box, [1])
  await receiver.receive(box)
  const { source, sourceSha256 } = await db.mail.findFirstOrThrow()
  expect(readdirSync(join(folder, 'mails'))).toEqual([source])
  expect((await read(folder, source)).toString()).toBe('mail 1')
  expect(sourceSha256).toMatch(/^[0-9a-f]{64}$/)
})

test('a source that is gone says what to do', async () => {
  const { folder } = await intake()
  await expect(openSources(folder, testKey.ring).read('nothing.eml')).rejects.toMatchObject({
    code: 'source_missing',
    retry: false,
  })
})
