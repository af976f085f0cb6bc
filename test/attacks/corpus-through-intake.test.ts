// Every mail of test/mails, and mails made to break readers, through Dovecot, intake and path: none is lost, none fails, each is what it
// should be, letters go to nobody but people who wrote, and the whole of it costs bounded time and memory.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultThresholds } from '../../src/desk/classification/thresholds.ts'
import { readSource } from '../../src/desk/reading.ts'
import { triage } from '../../src/desk/triage/triage.ts'
import { sameAddress } from '../../src/mail/addresses.ts'
import { cpuMs, mailNames, own, readExpectation, readSource as sourceOf } from '../mail/expectation.ts'
import { mangled } from '../mail/mangled.ts'
import { stories } from '../support/desk.ts'

const { desk: open } = stories()
const head = 'From: Ada <ada@example.com>\nTo: privacy@example.org\nSubject: x\n'
const much = (text: string, size: number) => text.repeat(Math.ceil(size / text.length))

/** Hostile beyond the folder: size, depth, unfinished structures. */
const hostile: Record<string, string | Buffer> = {
  'nothing at all': '\n',
  'one byte': 'x',
  'zeros only': Buffer.alloc(10_000),
  'a head without end': `${head}${much('X: y\n', 400_000)}`,
  'a line of a megabyte': `${head}\n${much('a', 1_000_000)}`,
  'html five thousand deep': `${head}Content-Type: text/html\n\n${much('<div>', 25_000)}x`,
  'boundaries of one dash': `${head}Content-Type: multipart/mixed; boundary="-"\n\n${much('--\n', 200_000)}`,
  'parts within themselves': `${head}Content-Type: multipart/mixed; boundary="a"\n\n${much('--a\nContent-Type: multipart/mixed; boundary="a"\n\n', 500_000)}`,
  'twenty thousand parts, each in the other': `${head}${Array.from({ length: 20_000 }, (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n`).join('')}\nx\n`,
  'base64 of nothing': `${head}Content-Transfer-Encoding: base64\n\n${much('=', 100_000)}`,
  'utf-7 without end': `${head}Content-Type: text/plain; charset=utf-7\n\n${much('+', 100_000)}`,
  'random bytes': Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255)),
}

const manyParts = (bytes: number) =>
  `${head}Content-Type: multipart/mixed; boundary="a"\n\n${much('--a\nContent-Type: text/plain\n\nx\n', bytes)}`

test('two hundred difficult mails through the real intake: none lost, none answered wrongly, in bounded time', {
  timeout: 120_000,
}, async () => {
  const desk = await open({
    settings: {
      organisation: {
        privacyAddress: 'privacy@example.org',
        aliases: ['desk@example.org'],
        staffAddress: 'staff@example.org',
      },
      limits: { lettersPerAddressPerDay: 1000, codesPerAddressPerDay: 100 },
    },
  })
  const names = mailNames()
  expect(names.length).toBeGreaterThanOrEqual(200)
  const mails: [name: string, raw: Buffer][] = [
    ...names.map((name): [string, Buffer] => [name, sourceOf(name)]),
    ...Object.entries(hostile).map(([name, raw]): [string, Buffer] => [name, Buffer.from(raw)]),
    // thousands more of these are read by test/mail/mutations.test.ts
    ...fc.sample(mangled, { numRuns: 60 }).map((raw, n): [string, Buffer] => [`mangled ${n}`, raw]),
  ]
  // before anything else, for memory that was taken once is there for the next
  const costly: typeof mails = [...mails, ['400,000 parts', Buffer.from(manyParts(12_000_000))]]
  for (const [name, raw] of costly) expect(await costOf(raw), name).toMatchObject({ tooLong: false, tooLarge: false })
  for (const [, raw] of mails) await desk.deliver(raw)
  desk.clock.forward(1000)
  const before = process.memoryUsage().rss
  const started = process.cpuUsage()
  await desk.round()
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000 / mails.length).toBeLessThan(250)
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1_048_576)

  const rows = await desk.app.parts.db.mail.findMany({ orderBy: { uid: 'asc' } })
  expect(rows).toHaveLength(mails.length)
  const wrong: string[] = []
  for (const [n, [name]] of mails.entries()) {
    const row = rows[n]
    if (row === undefined || row.state === 'received' || row.state === 'failed')
      wrong.push(`${name}: ${row?.state} ${row?.error}`)
    else if (names.includes(name) && row.stateReason !== 'duplicate' && !knowsDeskKey(name)) {
      const { kind } = readExpectation(name)
      if (row.kind !== kind) wrong.push(`${name}: ${row.kind}, should be ${kind}`)
    }
  }
  expect(wrong).toEqual([])
  const people = rows.flatMap((row) => (row.kind === 'human' ? (row.fromAddress ?? []) : []))
  const answered = new Set(rows.filter((row) => row.kind === 'human').map((row) => `<${row.messageId}>`))
  for (const letter of desk.sink.letters) {
    const { inReplyTo } = await letter.parse()
    // a letter answers a mail that a person wrote, and none that a machine did, though both may come from one address
    if (inReplyTo !== undefined) expect(answered, inReplyTo).toContain(inReplyTo)
    expect(letter.to).toHaveLength(1)
    const [to = ''] = letter.to
    expect(
      [...people, 'staff@example.org'].some((each) => sameAddress(each, to)),
      to,
    ).toBe(true)
  }
})

/** What reading and sorting one mail takes: at most two seconds of the processor, and 200 MB. */
async function costOf(raw: Buffer): Promise<{ ms: number; mb: number; tooLong: boolean; tooLarge: boolean }> {
  const [rss, peak] = [process.memoryUsage().rss, process.resourceUsage().maxRSS]
  const started = process.cpuUsage()
  const { mail, classification } = await readSource(raw, defaultThresholds)
  if (triage(mail, own).kind === 'human') classification()
  const ms = cpuMs(started)
  // a new peak is this mail's; below the old one it took less than what was free already
  const top = process.resourceUsage().maxRSS
  const mb = ((top > peak ? top * 1024 : process.memoryUsage().rss) - rss) / 1_048_576
  return { ms, mb, tooLong: ms > 2_000, tooLarge: mb > 200 }
}

/** Mails that carry a Message-ID of a desk with the key of the tests: another desk does not know it for its own. */
function knowsDeskKey(name: string): boolean {
  return sourceOf(name).includes('0123456789abcdef0123@example.org')
}
