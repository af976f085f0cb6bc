// habeas doctor --send-self-test: a mail to the privacy address over the configured SMTP server that carries a forged
// Authentication-Results in the name of each trusted server, and one to a plus address. How they arrive tells whether the border
// removes such lines (RFC 8601 §5) and whether answers to plus addresses reach the mailbox. The desk answers neither: they are its own.

import { randomBytes } from 'node:crypto'
import type { Settings } from '../../config.ts'
import { type MailboxConnection, openMailbox } from '../../desk/intake/mailbox.ts'
import { openTransport } from '../../desk/outbox/transport.ts'
import { withPlusTag } from '../../mail/addresses.ts'
import { readAuthenticationResults } from '../../mail/authentication-results.ts'
import { type HeaderField, readHead } from '../../mail/headers.ts'
import { type Check, type Finding, ok, problem, warning } from './finding.ts'

const headBytes = 262_144
const lookEveryMs = 1_000

export function selfTestChecks(settings: Settings, waitMs: number): Check[] {
  return [{ name: 'self-test', look: async () => await selfTest(settings, waitMs) }]
}

async function selfTest(settings: Settings, waitMs: number): Promise<Finding[]> {
  const { imap, organisation } = settings
  const { moveTo, ...watched } = imap
  // a desk that runs may move what it has taken in
  const folders = [watched, ...(moveTo === undefined ? [] : [{ ...watched, folder: moveTo }])]
  const boxes = await Promise.all(folders.map(async (each) => await openMailbox(each)))
  try {
    const from = await Promise.all(boxes.map(async (box) => (await box.list(0)).at(-1)?.uid ?? 0))
    const plain = randomBytes(9).toString('hex')
    const plus = randomBytes(9).toString('hex')
    await send(settings, organisation.privacyAddress, plain)
    await send(settings, withPlusTag(organisation.privacyAddress, 'HB-234567'), plus)
    const arrived = new Map<string, HeaderField[]>()
    for (let waited = 0; waited < waitMs && arrived.size < 2; waited += lookEveryMs) {
      await new Promise((done) => setTimeout(done, lookEveryMs))
      for (const [i, box] of boxes.entries()) await collect(box, from[i] ?? 0, [plain, plus], arrived)
    }
    return judge(settings, waitMs, { plain, plus }, arrived)
  } finally {
    for (const box of boxes) await box.close()
  }
}

async function send(settings: Settings, to: string, mark: string): Promise<void> {
  const { organisation, smtp, verification } = settings
  const address = organisation.privacyAddress
  const transport = openTransport(smtp)
  const [server] = verification.trustedServers
  try {
    await transport.send({
      from: { name: 'habeas doctor', address },
      envelopeFrom: address,
      to,
      replyTo: address,
      subject: `habeas self-test ${mark}`,
      messageId: `<${mark}@${address.slice(address.lastIndexOf('@') + 1)}>`,
      autoSubmitted: 'auto-generated',
      headers: server === undefined ? {} : { 'Authentication-Results': forged(server, mark) },
      text: 'A test of this mailbox by habeas doctor. Nothing is to be done; it may be deleted.\n',
      html: '<p>A test of this mailbox by habeas doctor. Nothing is to be done; it may be deleted.</p>',
    })
  } finally {
    transport.close()
  }
}

function forged(server: string, mark: string): string {
  return `${server}; dmarc=pass header.from=${forgedDomain(mark)}`
}

function forgedDomain(mark: string): string {
  return `m${mark}.invalid`
}

async function collect(
  box: MailboxConnection,
  after: number,
  marks: string[],
  arrived: Map<string, HeaderField[]>,
): Promise<void> {
  for (const { uid } of await box.list(after)) {
    const raw = await box.head(uid, headBytes)
    if (raw === null) continue
    const { fields } = readHead(raw, 0, raw.length, headBytes, null)
    const subject = fields.find((field) => field.name === 'subject')?.value ?? ''
    const mark = marks.find((each) => subject.includes(each))
    if (mark !== undefined) arrived.set(mark, fields)
  }
}

function judge(
  { organisation, verification }: Settings,
  waitMs: number,
  marks: { plain: string; plus: string },
  arrived: Map<string, HeaderField[]>,
): Finding[] {
  const plain = arrived.get(marks.plain)
  const seconds = Math.round(waitMs / 1000)
  if (plain === undefined && !arrived.has(marks.plus)) {
    return [
      problem(
        `no mail to ${organisation.privacyAddress} arrived within ${seconds} seconds: look into the spam folder and the mail server's log; with greylisting try again with --wait 600`,
      ),
    ]
  }
  return [
    border(verification.trustedServers, marks, arrived),
    plusAddress(organisation.privacyAddress, arrived.has(marks.plus)),
  ]
}

function border(
  trusted: string[],
  marks: { plain: string; plus: string },
  arrived: Map<string, HeaderField[]>,
): Finding {
  const [server] = trusted
  if (server === undefined) {
    return ok(
      'no Authentication-Results are believed (verification.trustedServers is empty), so a forged one does nothing',
    )
  }
  const [mark, fields] = [...arrived].find(([each]) => each === marks.plain || each === marks.plus) ?? ['', []]
  const domain = forgedDomain(mark)
  const stands = fields.some((field) => field.name === 'authentication-results' && field.value.includes(domain))
  if (readAuthenticationResults(fields, trusted, domain).result === 'pass') {
    return problem(
      `a forged Authentication-Results in the name of ${server} arrived and would be believed: have your receiving server remove incoming ones with its own name (RFC 8601 §5; Postfix: a milter such as OpenDMARC or Rspamd does it), or empty verification.trustedServers`,
    )
  }
  if (stands) {
    return warning(
      `a forged Authentication-Results in the name of ${server} arrived; the desk does not believe it because your server wrote its own above. Have the server remove it all the same (RFC 8601 §5): a mail that reaches the mailbox by another way would be believed`,
    )
  }
  return ok(
    `a forged Authentication-Results in the name of ${server} was removed on the way. The test went over your own SMTP server; if mail from outside comes in elsewhere, repeat it by hand (docs/security.md)`,
  )
}

function plusAddress(address: string, arrives: boolean): Finding {
  if (arrives) return ok('mail to plus addresses reaches the mailbox')
  return warning(
    `mail to ${withPlusTag(address, '…')} does not arrive: answers are then joined by thread and subject alone, and bounces may be lost. Turn plus addresses on at the mail server (Postfix: recipient_delimiter = +)`,
  )
}
