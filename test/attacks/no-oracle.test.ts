// No oracle: from outside, an account that exists and one that does not look the same. Letters are compared as they left by SMTP,
// headers and bodies, apart from ids and times.

import { get } from 'node:http'
import { expect, test } from 'vitest'
import { startConsole } from '../../src/console/server.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { freePort } from '../support/free-port.ts'
import type { RawMail } from '../support/raw-mail.ts'
import type { SunkLetter } from '../support/smtp-sink.ts'

const { desk: open } = stories()
const registered = 'alice@example.org'
const unregistered = 'elise@example.org'
const mallory = 'mallory@attacker.example'

/** What mallory writes about an address. */
const probes: [what: string, write: (about: string) => Partial<RawMail>][] = [
  [
    'asks for a copy',
    (about) => ({ subject: 'My data', text: `Please send me a copy of all my data. My account is ${about}.` }),
  ],
  ['asks for deletion', (about) => ({ subject: 'Delete', text: `Please delete the account ${about}` })],
  [
    'corrects the address',
    (about) => ({ subject: 'E-mail', text: `Please change the e-mail of my account to ${about}.` }),
  ],
  ['asks for the status', (about) => ({ subject: 'Status', text: `What is the status of the request of ${about}?` })],
  [
    'asks a question',
    (about) => ({ subject: 'Question', text: `Is ${about} registered with you? How long do you keep logs?` }),
  ],
  ['speaks for a child', (about) => ({ subject: '孩子的账号', text: `我是家长，孩子12岁，账号 ${about}，请注销。` })],
  [
    'names it in every header',
    (about) => ({
      subject: 'My data',
      text: 'Please send me a copy of all my personal data.',
      headers: [
        ['Reply-To', about],
        ['Sender', about],
        ['Cc', about],
      ],
    }),
  ],
]

test('a stranger’s mail about somebody registered and about somebody who is not: the same letters, byte by byte', async () => {
  const desk = await open()
  for (const [what, write] of probes) {
    const [of, ofNobody] = [await answersTo(desk, write(registered)), await answersTo(desk, write(unregistered))]
    expect(of.length, what).toBeGreaterThan(0)
    expect(of, what).toEqual(ofNobody)
  }
  expect(desk.lettersTo(registered)).toEqual([])
})

test('what staff hold in the name of a registered and of an unregistered address is told in the same letter', async () => {
  const desk = await open()
  const held = async (from: string) => {
    desk.sink.clear()
    await desk.send({ from, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' })
    return await Promise.all(desk.lettersTo(from).map(async (letter) => await plain(letter, from)))
  }
  const told = await held(registered)
  expect(told).toHaveLength(1)
  expect(told).toEqual(await held(unregistered))
})

test('answers to registered and unregistered senders leave at the same fixed moments', async () => {
  const seconds = 10
  const desk = await open({ settings: { limits: { answerEverySeconds: seconds } } })
  const due = { known: [] as number[], unknown: [] as number[] }
  const people = desk.rows(
    "SELECT email FROM users WHERE email LIKE '%@%' GROUP BY lower(email) HAVING count(*) = 1 LIMIT 12",
  )
  for (const [n, { email }] of people.entries()) {
    const known = String(email)
    const unknown = `nobody${n}@example.org`
    // somewhere within a tick, the one or the other first
    const tick = desk.clock.now().getTime() - (desk.clock.now().getTime() % (seconds * 1000)) + seconds * 1000
    for (const [k, from] of (n % 2 === 0 ? [known, unknown] : [unknown, known]).entries()) {
      desk.clock.set(new Date(tick + 1 + n * 211 + k * 400))
      await desk.deliver({ from, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
      await desk.round()
      const [letter] = await desk.app.parts.db.outboxLetter.findMany({ orderBy: { id: 'desc' }, take: 1 })
      expect(letter?.recipient.toLowerCase()).toBe(from.toLowerCase())
      expect(letter?.state).toBe('queued')
      due[from === known ? 'known' : 'unknown'].push(letter?.nextAttemptAt?.getTime() ?? 0)
    }
  }
  expect(due.known.length).toBeGreaterThan(8)
  expect(due.known).toEqual(due.unknown)
  expect(due.known.every((time) => time % (seconds * 1000) === 0)).toBe(true)
})

test('figures that grow with a forged mail are for whoever reaches the desk itself, not for who comes through a proxy', async () => {
  const port = await freePort()
  const listen = `127.0.0.1:${port}`
  const stop = await startConsole({
    listen,
    proxied: ['https://desk.example/'],
    readiness: () => Promise.resolve({ ready: true, checks: {} }),
    metrics: () => Promise.resolve('habeas_requests{state="awaiting_verification"} 1'),
  })
  try {
    const ask = async (headers: Record<string, string>) => {
      const { status, body } = await new Promise<{ status: number; body: string }>((done, failed) => {
        const asked = get({ host: '127.0.0.1', port, path: '/metrics', headers }, (answer) => {
          let body = ''
          answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
          answer.on('end', () => done({ status: answer.statusCode ?? 0, body }))
        })
        asked.on('error', failed)
      })
      return status === 200 ? body : status
    }
    expect(await ask({})).toContain('habeas_requests')
    for (const headers of [
      { 'X-Forwarded-For': '203.0.113.1' },
      { Forwarded: 'for=203.0.113.1' },
      { Via: '1.1 proxy' },
      { Host: 'desk.example' },
    ] as Record<string, string>[])
      expect(await ask(headers)).toBe(403)
  } finally {
    await stop()
  }
})

async function answersTo(desk: TestDesk, mail: Partial<RawMail>): Promise<string[]> {
  desk.sink.clear()
  await desk.send({ from: mallory, ...mail })
  expect(desk.sink.letters.every((letter) => [mallory, 'staff@desk.example'].includes(letter.to[0] ?? ''))).toBe(true)
  return await Promise.all(desk.lettersTo(mallory).map(async (letter) => await plain(letter, mallory)))
}

/** The letter without its ids and times: envelope, every header line, both bodies. */
async function plain(letter: SunkLetter, to: string): Promise<string> {
  const head = letter.raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
  const { subject, text, html } = await letter.parse()
  return [
    letter.from,
    ...letter.to,
    head.replace(/\r\n[ \t]+/g, ' ').replace(/^(Subject: ).*$/m, '$1'),
    subject,
    text,
    html,
  ]
    .join('\n')
    .replaceAll(to, 'writer')
    .replace(/hb\.[0-9a-f-]{36}\.[0-9a-f]{20}@/g, 'id@')
    .replace(/<test-[\d-]+@mail\.example>/g, '<mail>')
    .replace(/HB-[2-9A-Z]{6}/g, 'HB')
    .replace(/boundary="[^"]+"/g, 'boundary')
    .replace(/^Date: .*$/m, 'Date')
}
