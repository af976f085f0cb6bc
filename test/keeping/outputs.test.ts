// Logs, metrics, traces, readiness and commands tell nothing of anybody: the story's marks, and those of everything that fails on its way, are
// looked for in all that the desk says. The logger's own scrub is taken away, so that the first net is what is tested.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createMetrics } from '../../src/console/metrics.ts'
import { errorFacts, type Logger } from '../../src/lib/log.ts'
import { habeas, performed, settingsFile } from '../cli/habeas.ts'
import { type Collector, startCollector, type TakenSpan } from '../support/collector.ts'
import { stories } from '../support/desk.ts'
import { alice, marks, tellStory, xiaoming } from './story.ts'

const story = stories()

/** Everything logged, at every level, as it is before any scrub. */
function bareLog(): { log: Logger; text: () => string } {
  let text = ''
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  return { log: pino({ level: 'trace', base: null, serializers: { err: errorFacts } }, sink), text: () => text }
}

const told = (text: string, more: string[] = []) => [...marks, ...more].filter((mark) => text.includes(mark))

test('through every station, and through every failure on the way, no log line tells of a person', async () => {
  const { log, text } = bareLog()
  const desk = await story.desk({ app: { log } })
  const { codes } = await tellStory(desk)
  // letters refused for now and for good, with the address in the server's words
  story.sink.failNext('rcpt', 450)
  await desk.send({ from: alice, subject: 'subject-mark-7f3a', text: 'Please send me my data. body-mark-91bc' })
  story.sink.failNext('data', 550)
  await desk.send({ from: xiaoming, subject: 'subject-mark-7f3a', text: '请把我的全部个人信息发给我。正文标记九一' })
  // a server that is away
  await story.sink.stop()
  await desk.send({ from: alice, subject: 'Status subject-mark-7f3a', text: 'What is the status of my request?' })
  await story.sink.start()
  // a source that is gone, one that was damaged, a platform that breaks, a row that was changed
  const { db } = desk.app.parts
  await desk.deliver({ from: alice, subject: 'subject-mark-7f3a', text: 'Please delete my account. body-mark-91bc' })
  desk.app.parts.sources.read = () => Promise.reject(new Error(`cannot read mail of ${alice}: subject-mark-7f3a`))
  await desk.round()
  desk.clock.forward(600_000)
  await desk.round()
  const [letter] = await db.outboxLetter.findMany({ where: { recipient: alice }, take: 1 })
  await db.$executeRawUnsafe('UPDATE "OutboxLetter" SET "recipient" = ? WHERE "id" = ?', alice, letter?.id)
  const error: unknown = await db.outboxLetter.findMany().catch((caught: unknown) => caught)
  log.error({ err: error }, 'read')
  expect(text()).toContain('mail not handled')
  expect(text()).toContain('record_unreadable')
  // a line for every state of a request, with its id
  const [first] = await db.privacyRequest.findMany({ orderBy: { id: 'asc' }, take: 1 })
  const lines = text()
    .split('\n')
    .filter((line) => line.includes(`"requestId":"${first?.id}"`))
  for (const state of ['awaiting_verification', 'in_progress', 'fulfilled'])
    expect(
      lines.filter((line) => /request (opened|moved)/.test(line) && line.includes(`"state":"${state}"`)),
    ).toHaveLength(1)
  expect(told(text(), codes)).toEqual([])
})

async function collector(options?: { answers: boolean }): Promise<Collector> {
  const started = await startCollector(options)
  onTestFinished(async () => await started.stop())
  return started
}

const fact = ({ attributes }: TakenSpan, key: string) => attributes.find((each) => each.key === key)?.value.stringValue

test('a collector gets a trace for each request, a span for every station on its way, and nothing of anybody', async () => {
  const { url, spans, text } = await collector()
  const desk = await story.desk({ settings: { tracing: { endpoint: url } } })
  const { codes } = await tellStory(desk)
  const [first] = await desk.app.parts.db.privacyRequest.findMany({ orderBy: { id: 'asc' }, take: 1 })
  // what cannot be carried out has its code in the trace, and no words of the error
  desk.app.parts.sources.read = () => Promise.reject(new Error(`cannot read mail of ${alice}: subject-mark-7f3a`))
  await desk.send({ from: alice, subject: 'subject-mark-7f3a', text: 'body-mark-91bc' })
  // a stop sends what is still to be sent
  await desk.stop()
  const id = first?.id ?? ''
  const trace = spans.filter(({ traceId }) => traceId === id.replaceAll('-', ''))
  const names = new Set(trace.map(({ name }) => name))
  const onItsWay = ['mail', 'triage', 'classify', 'verify', 'request', 'fulfil', 'compose', 'letter', 'send']
  expect([...names].toSorted()).toEqual(onItsWay.toSorted())
  expect(trace.filter((span) => fact(span, 'habeas.request_id') !== id)).toEqual([])
  expect(trace.filter(({ name }) => name === 'mail')).toHaveLength(3)
  for (const span of trace) {
    const parent = trace.find(({ spanId }) => spanId === span.parentSpanId)
    expect(parent?.name ?? 'none').toMatch(
      ['mail', 'request', 'letter'].includes(span.name) ? /^none$/ : /^(mail|request|letter)$/,
    )
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano))
  }
  expect(spans.filter(({ name }) => name === 'receive').length).toBeGreaterThan(5)
  const [broken] = spans.filter(({ name, status }) => name === 'mail' && status.code === 2)
  expect(broken && fact(broken, 'error.type')).toBe('internal')
  expect(text()).toContain('POST /v1/traces')
  expect(told(text(), [...codes, 'staff@desk.example', 'privacy@desk.example', desk.dovecot.user])).toEqual([])
})

test('a collector that takes the connection and never answers holds nothing up', async () => {
  const { url } = await collector({ answers: false })
  const { log, text } = bareLog()
  const desk = await story.desk({ app: { log }, settings: { tracing: { endpoint: url } } })
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  await desk.stop()
  expect(text()).toContain('desk stopped')
})

test('metrics, readiness, status, doctor, lists and wrong calls tell of nobody', async () => {
  const desk = await story.desk()
  const { codes } = await tellStory(desk)
  const { db, clock } = desk.app.parts
  const metrics = await createMetrics().page({
    db,
    clock,
    dataFolder: desk.settings.dataFolder,
    database: desk.settings.database.url.slice('file:'.length),
    connected: () => ({ imap: true, smtp: true }),
  })()
  expect(metrics).toContain('habeas_mails')
  const readiness = JSON.stringify(await desk.app.readiness())
  const config = settingsFile(desk)
  const spoken = [metrics, readiness]
  for (const args of [
    ['status'],
    ['status', '--json'],
    ['doctor'],
    ['doctor', '--json'],
    ['requests', 'list', '--all'],
    ['mails', 'list'],
    ['keys', 'list'],
    ['audit', 'verify'],
    ['requests', 'show', 'HB-222222'],
    ['mails', 'show', 'nobody'],
  ]) {
    const ran = await performed([...args, '--config', config])
    spoken.push(ran.out, ran.err)
  }
  expect(spoken.join('\n')).toMatch(/ok +platform[\s\S]*There is no request HB-222222/)
  expect(told(spoken.join('\n'), codes)).toEqual([])
  // a settings file that is wrong repeats none of its values
  const broken = join(desk.folder, 'broken.yaml')
  writeFileSync(broken, `imap: { host: 1, password: body-mark-91bc, user: [${alice}] }\nstaff: ${xiaoming}\n`)
  const ran = await habeas(['doctor', '--config', broken])
  expect(ran.code).toBe(2)
  expect(told(ran.out + ran.err)).toEqual([])
})
