// Rows written past Prisma's query compiler stand in the database as Prisma itself would have written them.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertMany, updateMails } from '../../src/db/bulk.ts'
import { type Db, openDb, transact } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { testKey } from '../support/test-key.ts'

let db: Db
beforeEach(async () => {
  db = await openDb(`file:${join(mkdtempSync(join(tmpdir(), 'habeas-bulk-')), 'desk.db')}`, testKey)
  await migrate(db, new Date())
})
afterEach(async () => {
  await db.$disconnect()
})

const at = new Date('2026-11-23T08:00:00.123Z')
const request = (id: string) => ({
  id,
  reference: `HB-${id}`,
  state: 'held' as const,
  stateReason: 'needs_a_person',
  topic: 'request',
  language: 'zh',
  receivedAt: at,
  dueAt: at,
})
const letter = (id: string) => ({
  id,
  requestId: 'r1',
  template: 'confirm',
  recipient: 'a@b.example',
  subject: '请确认 “it’s” ? $1 🎈',
  text: 'line\nline',
  html: '<p>\'"</p>',
  messageId: `<${id}@b.example>`,
  nullSender: false,
  inReplyTo: null,
  state: 'queued' as const,
  createdAt: at,
  nextAttemptAt: at,
})
const act = (id: string, position: number) => ({
  id,
  requestId: 'r1',
  position,
  kind: 'correction' as const,
  state: 'pending' as const,
  details: { kind: 'correction', corrections: [{ field: 'nickname', value: '长风', old: null }] },
})
const challenge = (id: string) => ({
  id,
  requestId: 'r1',
  codeHash: 'ab',
  sentTo: 'a@b.example',
  createdAt: at,
  expiresAt: at,
})
const event = (id: number) => ({
  id,
  requestId: 'r1',
  hash: 'ab',
  at,
  actor: 'desk',
  type: 'letter_queued',
  details: { letter: 'x', n: [1, true, null] },
})

/** every column's stored value and storage class, ids aside; an encrypted value is another every time */
async function stored(table: string, id: string | number): Promise<unknown> {
  const columns = await db.$queryRawUnsafe<{ name: string }[]>(`select name from pragma_table_info('${table}')`)
  const shown = columns
    .filter(({ name }) => !['id', 'reference', 'messageId', 'position'].includes(name))
    .map(({ name }) => `quote("${name}") || typeof("${name}") as "${name}"`)
  const rows = await db.$queryRawUnsafe<unknown[]>(`select ${shown.join(', ')} from "${table}" where id = ?`, id)
  return JSON.parse(JSON.stringify(rows[0]).replace(/h1\.[0-9a-f]{8}\.[\w-]+/g, 'h1'))
}

test('the same bytes and the same storage class as createMany, defaults included', async () => {
  await transact(db, async (tx) => {
    await tx.privacyRequest.createMany({ data: [request('r1')] })
    await insertMany(tx, 'PrivacyRequest', [request('r2')])
    await tx.outboxLetter.createMany({ data: [letter('l1')] })
    await insertMany(tx, 'OutboxLetter', [letter('l2')])
    await tx.act.createMany({ data: [act('a1', 0)] })
    await insertMany(tx, 'Act', [act('a2', 1)])
    await tx.challenge.createMany({ data: [challenge('c1')] })
    await insertMany(tx, 'Challenge', [challenge('c2')])
    await tx.event.createMany({ data: [event(1)] })
    await insertMany(tx, 'Event', [event(2)])
  })
  expect(await stored('PrivacyRequest', 'r2')).toEqual(await stored('PrivacyRequest', 'r1'))
  expect(await stored('OutboxLetter', 'l2')).toEqual(await stored('OutboxLetter', 'l1'))
  expect(await stored('Act', 'a2')).toEqual(await stored('Act', 'a1'))
  expect(await stored('Challenge', 'c2')).toEqual(await stored('Challenge', 'c1'))
  expect(await stored('Event', 2)).toEqual(await stored('Event', 1))
  expect(await db.outboxLetter.findUnique({ where: { id: 'l2' } })).toMatchObject({ ...letter('l2'), attempts: 0 })
})

test('rows that name different columns, and more than one statement holds, all arrive in order', async () => {
  const rows = Array.from({ length: 7_000 }, (_, n) => ({
    id: n + 1,
    at,
    actor: 'desk',
    type: `t${n}`,
    hash: '',
    ...(n % 3 === 0 ? { reason: 'why' } : {}),
  }))
  await transact(db, async (tx) => await insertMany(tx, 'Event', rows))
  const read = await db.event.findMany({ orderBy: { id: 'asc' } })
  expect(read.map(({ type, reason }) => [type, reason])).toEqual(rows.map((row) => [row.type, row.reason ?? null]))
})

test('mails are updated only in the state in which they were found, and stored as Prisma would', async () => {
  await db.mailbox.create({ data: { id: 'box', name: 'box', startAt: at } })
  const mail = (uid: number) => ({
    id: `m${uid}`,
    mailboxId: 'box',
    uidValidity: '1',
    uid,
    arrivedAt: at,
    storedAt: at,
    bytes: 1,
    sourceSha256: '',
    state: 'received' as const,
  })
  await db.mail.createMany({ data: [mail(1), mail(2), mail(3), mail(4)] })
  const data = {
    state: 'held' as const,
    stateReason: 'loop',
    decisions: { triage: { kind: 'human' } },
    handledAt: at,
    error: null,
  }
  const move = (id: string) => ({ id, from: 'received', data })
  expect(await updateMails(db, [move('m1'), { ...move('m3'), data: { ...data, subject: 'more is known' } }])).toBe(2)
  expect(await updateMails(db, [move('m1'), move('m4')])).toBe(1)
  await db.mail.updateMany({ where: { id: 'm2' }, data })
  const { uid: _one, ...first } = (await stored('Mail', 'm1')) as Record<string, string>
  const { uid: _two, ...second } = (await stored('Mail', 'm2')) as Record<string, string>
  expect(first).toEqual(second)
})
