// Sends a mail as its writer's mail program would: over SMTP to the sandbox's server, with a Message-ID, threading headers,
// and whatever makes the mail special (automatic, list, bounce, attachment alone). The sandbox's own door to nodemailer.

import { randomBytes } from 'node:crypto'
import { createTransport } from 'nodemailer'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { SentMail } from './conversations.ts'
import type { MailServer } from './mail-server.ts'
import type { Person } from './people.ts'
import { bounceOf } from './robot-mails.ts'

export const mailShapes = ['plain', 'auto_reply', 'list', 'bounce', 'attachment_only'] as const
export type MailShape = (typeof mailShapes)[number]

export interface Draft {
  to: string
  subject: string
  text: string
  shape: MailShape
  inReplyTo: string | null
  references: string[]
}

/** Returns the mail as sent. Throws what nodemailer throws when the server is gone. */
export async function submitMail(server: MailServer, person: Person, draft: Draft, now: Date): Promise<SentMail> {
  const id = `${randomBytes(10).toString('hex')}@${person.envelopeFrom.slice(person.envelopeFrom.lastIndexOf('@') + 1)}`
  const raw = draft.shape === 'bounce' ? bounceMail(server, person, id, now) : await composed(person, draft, id, now)
  const from = draft.shape === 'bounce' ? '' : person.envelopeFrom
  const transport = createTransport({ ...server.smtp, secure: false, ignoreTLS: true })
  try {
    await transport.sendMail({ envelope: { from, to: draft.to }, raw })
  } finally {
    transport.close()
  }
  return { ...draft, messageId: id, by: person.key, sentAt: now, raw }
}

function composed(person: Person, draft: Draft, id: string, now: Date): Promise<Buffer> {
  const { to, subject, text, shape, inReplyTo, references } = draft
  return new MailComposer({
    from: { name: person.signature.zh, address: person.address },
    to,
    subject,
    text: shape === 'attachment_only' ? '' : text,
    date: now,
    messageId: `<${id}>`,
    headers: { 'X-Mailer': 'Sandbox Mail', ...shapeHeaders[shape] },
    ...(inReplyTo ? { inReplyTo: `<${inReplyTo}>`, references: references.map((reference) => `<${reference}>`) } : {}),
    ...(shape === 'attachment_only' ? { attachments: [{ filename: 'request.png', content: smallestPng }] } : {}),
  })
    .compile()
    .build()
}

/** A bounce of the last letter to this person, or of one that never was. */
function bounceMail(server: MailServer, person: Person, id: string, now: Date): Buffer {
  const last = server.lettersTo(person.address).at(-1)
  const letter = { envelopeTo: person.address, messageId: last?.messageId ?? null, subject: last?.subject ?? '' }
  const [local, domain] = [id.slice(0, id.indexOf('@')), id.slice(id.indexOf('@') + 1)]
  return Buffer.from(
    bounceOf(letter, server.privacyAddress, local, now).replace(`<${local}@outside.example>`, `<${local}@${domain}>`),
  )
}

const shapeHeaders: Record<MailShape, Record<string, string>> = {
  plain: {},
  attachment_only: {},
  bounce: {},
  auto_reply: { 'Auto-Submitted': 'auto-replied', 'X-Autoreply': 'yes' }, // RFC 3834 §5
  list: {
    'List-Id': '<news.elsewhere.example>',
    'List-Unsubscribe': '<https://elsewhere.example/leave>',
    Precedence: 'list',
  },
}

const smallestPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
