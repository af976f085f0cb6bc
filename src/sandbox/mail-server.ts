// The sandbox's mail server: real SMTP in, real IMAP out, all of it on loopback and in memory. Mail for the privacy address
// (plus tags included) goes into the IMAP mailbox with the receiving server's headers above it; mail for anybody else is
// kept per recipient and can be read on the page. Some addresses fail on purpose: difficult-addresses.ts.

import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Clock } from '../lib/clock.ts'
import { difficultyOf } from './difficult-addresses.ts'
import { startImapBox } from './imap-box.ts'
import { type Letter, readLetter } from './letter.ts'
import { bounceOf, holidayNotice } from './robot-mails.ts'
import { withTraceHeaders } from './trace-headers.ts'

export interface MailServer {
  imap: { host: string; port: number; user: string; password: string }
  smtp: { host: string; port: number }
  privacyAddress: string
  /** the name under which this server states Authentication-Results: a trusted server in the desk's settings */
  authservId: string
  /** Puts a mail into the privacy mailbox as it is, without SMTP and without trace headers. */
  deliver(raw: Buffer | string): Promise<void>
  /** Letters kept for one recipient, or all of them, oldest first. Case of ASCII letters does not matter. */
  lettersTo(address?: string): Letter[]
  /** Called after each kept letter; returns how to stop listening. */
  onLetter(listener: (letter: Letter) => void): () => void
  /** Mails in the privacy mailbox now, as bytes. */
  mailsInBox(): Buffer[]
  stop(): Promise<void>
}

const host = '127.0.0.1'
const authservId = 'mx.sandbox.example'
const maximumBytes = 64 * 1024 * 1024

export async function startMailServer(options: {
  privacyAddress: string
  password: string
  clock: Clock
}): Promise<MailServer> {
  const { privacyAddress, password, clock } = options
  const letters: Letter[] = []
  const listeners = new Set<(letter: Letter) => void>()
  const uidValidity = Math.floor(clock.now().getTime() / 1000)
  const box = await startImapBox({ user: privacyAddress, password, uidValidity })
  const askedToWait = new Set<string>()

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: maximumBytes,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username ?? '' }) : done(new Error('Wrong password')),
    onRcptTo: (recipient, _session, done) => done(refusal(recipient.address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address)
        acceptMail(Buffer.concat(chunks), from, recipients).then(
          () => done(null),
          (error: unknown) => done(error instanceof Error ? error : new Error('not accepted')),
        )
      })
    },
  })
  smtp.on('error', () => {}) // a client that hangs up mid-sentence is no matter for the sandbox

  /** 451 once, then accepted, then 451 again: every letter to a slow address is delayed once. */
  function refusal(address: string): Error | null {
    const difficulty = difficultyOf(address)
    if (difficulty === 'refused') return smtpError(550, '5.1.1 no such mailbox here')
    if (difficulty !== 'slow' || askedToWait.delete(address)) return null
    askedToWait.add(address)
    return smtpError(451, '4.7.1 greylisted, try again later')
  }

  async function acceptMail(raw: Buffer, envelopeFrom: string, recipients: string[]): Promise<void> {
    for (const envelopeTo of recipients) {
      const arrivedAt = clock.now()
      if (isPrivacyAddress(envelopeTo, privacyAddress)) {
        box.append(withTraceHeaders(raw, { envelopeFrom, envelopeTo, authservId, arrivedAt }), arrivedAt)
      } else {
        await keep(raw, envelopeFrom, envelopeTo, arrivedAt)
      }
    }
  }

  async function keep(raw: Buffer, from: string, to: string, arrivedAt: Date): Promise<void> {
    const letter = await readLetter(newId(), raw, { from, to }, arrivedAt)
    const difficulty = difficultyOf(to)
    if (difficulty === 'returned') {
      const bounce = bounceOf(letter, letter.replyTo ?? privacyAddress, newId(), arrivedAt)
      return acceptMail(Buffer.from(bounce), '', [privacyAddress])
    }
    letters.push(letter)
    for (const listener of listeners) listener(letter)
    if (difficulty === 'answers_itself') {
      await acceptMail(Buffer.from(holidayNotice(letter, newId(), arrivedAt)), to, [letter.replyTo ?? privacyAddress])
    }
  }

  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject)
    smtp.listen(0, host, resolve)
  })

  return {
    imap: { host: box.host, port: box.port, user: box.user, password: box.password },
    smtp: { host, port: (smtp.server.address() as AddressInfo).port },
    privacyAddress,
    authservId,
    deliver: async (raw) => box.append(Buffer.isBuffer(raw) ? raw : Buffer.from(raw, 'utf8'), clock.now()),
    lettersTo: (address) =>
      letters.filter((letter) => address === undefined || sameMailbox(letter.envelopeTo, address)),
    onLetter: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    mailsInBox: () => box.mails(),
    stop: async () => {
      await Promise.all([new Promise<void>((resolve) => smtp.close(() => resolve())), box.stop()])
    },
  }
}

/** Whether mail for this address belongs in the privacy mailbox: the address itself, or with a plus tag (RFC 5233). */
function isPrivacyAddress(address: string, privacyAddress: string): boolean {
  return sameMailbox(address.replace(/\+[^@]*@/, '@'), privacyAddress)
}

function sameMailbox(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function newId(): string {
  return randomBytes(8).toString('hex')
}
