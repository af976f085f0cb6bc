// The sender: the attempt is written down before it is made, pauses grow, one letter's trouble is its own, a server's is everybody's.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Db } from '../../../src/db/client.ts'
import { Sender } from '../../../src/desk/outbox/send.ts'
import { openTransport, type Transport } from '../../../src/desk/outbox/transport.ts'
import { createLog } from '../../../src/lib/log.ts'
import { silentMeter } from '../../../src/lib/meter.ts'
import { silentTracer } from '../../../src/lib/trace.ts'
import { noChanges } from '../../../src/requests/changes.ts'
import { testClock } from '../../support/desk.ts'
import { deskDatabase } from '../../support/desk-database.ts'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts'
import { testKey } from '../../support/test-key.ts'

let sink: SmtpSink
let transport: Transport
beforeAll(async () => {
  sink = await startSmtpSink()
  transport = openTransport({
    host: sink.host,
    port: sink.port,
    secure: false,
    connections: 2,
    tls: { rejectUnauthorized: true },
  })
})
afterEach(async () => {
  await sink.start()
  sink.clear()
})
afterAll(async () => {
  transport.close()
  await sink.stop()
})

const start = '2026-11-23T02:00:00Z'

async function outbox(over: { transport?: Transport } = {}) {
  const { db, folder } = await deskDatabase()
  const clock = testClock(new Date(start))
  const givenUp: string[] = []
  const make = () =>
    new Sender({
      db,
      transport,
      clock,
      log: createLog({ level: 'silent', format: 'json' }),
      meter: silentMeter,
      tracer: silentTracer,
      dataFolder: folder,
      ring: testKey.ring,
      connections: 2,
      retryForMs: 72 * 3_600_000,
      from: { name: 'Desk', address: 'privacy@desk.example' },
      returnAddress: () => 'privacy+HB-7K3M2Q@desk.example',
      onGivenUp: async (letter) => {
        givenUp.push(letter.id)
        return noChanges()
      },
      ...over,
    })
  return { db, clock, givenUp, make, sender: make() }
}

async function queue(db: Db, id: string, over: { to?: string; secret?: string; nullSender?: boolean } = {}) {
  const recipient = over.to ?? `${id}@example.org`
  await db.outboxLetter.create({
    data: {
      id,
      template: 'confirm',
      recipient,
      subject: 'Please confirm',
      text: over.secret === undefined ? 'Hello' : 'Your code: {{secret}}',
      html: over.secret === undefined ? '<p>Hello</p>' : '<p>{{secret}}</p>',
      messageId: `<${id}@desk.example>`,
      state: 'queued',
      createdAt: new Date(start),
      nextAttemptAt: new Date(start),
      secret: over.secret ?? null,
      nullSender: over.nullSender ?? true,
    },
  })
}

const row = async (db: Db, id: string) => await db.outboxLetter.findUniqueOrThrow({ where: { id } })

test('a sent letter is sent once, carries its secret, and the secret is forgotten', async () => {
  const { db, sender } = await outbox()
  await queue(db, 'a', { secret: '7KMQ-3XRT$&', nullSender: false })
  expect(await sender.sendDue()).toBe(1)
  expect(await sender.sendDue()).toBe(0)
  expect((await sink.letters[0]?.parse())?.text).toContain('Your code: 7KMQ-3XRT$&')
  expect(sink.letters.map((letter) => letter.from)).toEqual(['privacy+HB-7K3M2Q@desk.example'])
  expect(await row(db, 'a')).toMatchObject({ state: 'sent', secret: null, attempts: 1, nextAttemptAt: null })
})

test('pauses after temporary refusals grow from half a minute to an hour', async () => {
  const { db, clock, sender } = await outbox()
  await queue(db, 'a')
  sink.refuse('a@example.org', 450)
  const waits: number[] = []
  for (let n = 0; n < 9; n++) {
    await sender.sendDue()
    const next = (await row(db, 'a')).nextAttemptAt?.getTime() ?? 0
    waits.push((next - clock.now().getTime()) / 1000)
    clock.set(new Date(next - 1))
    expect(await sender.sendDue()).toBe(0)
    expect((await row(db, 'a')).attempts).toBe(n + 1)
    clock.set(new Date(next))
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
})

test('a dead server is tried once, not once a letter, and gets a rest; no letter is given up for it', async () => {
  const { db, clock, sender, givenUp } = await outbox()
  for (const id of ['a', 'b', 'c']) await queue(db, id)
  await sink.stop()
  await sender.sendDue()
  expect(sender.state.error).toBe('smtp_unavailable')
  const attempts = async () => (await db.outboxLetter.findMany()).reduce((sum, letter) => sum + letter.attempts, 0)
  const before = await attempts()
  await queue(db, 'd')
  await sender.sendDue()
  expect(await attempts()).toBe(before)
  for (let n = 0; n < 5; n++) {
    clock.forward(24 * 3_600_000)
    await sender.sendDue()
  }
  expect(givenUp).toEqual([])
  await sink.start()
  clock.forward(3_600_000)
  expect(await sender.sendDue()).toBe(4)
  expect(sender.state.error).toBeNull()
})

test('a letter that was being sent when the process died is due again at the next start', async () => {
  const { db, make } = await outbox({
    transport: {
      send: async () => await new Promise(() => undefined),
      verify: async () => undefined,
      close: () => undefined,
    },
  })
  await queue(db, 'a')
  void make().sendDue()
  await expect.poll(async () => (await row(db, 'a')).attempts).toBe(1)
  const { nextAttemptAt } = await row(db, 'a')
  expect(nextAttemptAt?.getTime()).toBeGreaterThan(new Date(start).getTime())
  await make().recover()
  expect((await row(db, 'a')).nextAttemptAt).toEqual(new Date(start))
})

test('a refusal for good is given up at once, with its reply code, and its secret is forgotten', async () => {
  const { db, sender, givenUp } = await outbox()
  await queue(db, 'a', { secret: '7KMQ-3XRT' })
  await queue(db, 'b')
  sink.refuse('a@example.org', 550)
  expect(await sender.sendDue()).toBe(1)
  expect(await row(db, 'a')).toMatchObject({ state: 'given_up', error: 'smtp_refused 550', secret: null })
  expect(await row(db, 'b')).toMatchObject({ state: 'sent' })
  expect(givenUp).toEqual(['a'])
})

test('stopped in the middle it sends what it has claimed and no more', async () => {
  const { db, sender } = await outbox()
  for (let n = 0; n < 60; n++) await queue(db, `l${n}`)
  const stop = new AbortController()
  const sending = sender.sendDue(stop.signal)
  await sink.waitFor(1)
  stop.abort()
  await sending
  expect(sink.letters.length).toBe(await db.outboxLetter.count({ where: { state: 'sent' } }))
  expect(await db.outboxLetter.count({ where: { state: 'queued', attempts: 0 } })).toBe(20)
})
