// A mail as a mail program shows it: both bodies, attachments with their bytes, the source. The sandbox's own door to
// mailparser: the desk's parser (src/mail/parse.ts) reads for classification and keeps neither HTML nor attachments.

import { simpleParser } from 'mailparser'

export interface LetterAttachment {
  name: string
  contentType: string
  content: Buffer
}

export interface Letter {
  /** unique within one mail server */
  id: string
  arrivedAt: Date
  /** MAIL FROM; '' is the null sender */
  envelopeFrom: string
  /** RCPT TO */
  envelopeTo: string
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  from: string
  to: string
  replyTo: string | null
  subject: string
  text: string
  html: string | null
  attachments: LetterAttachment[]
  raw: Buffer
}

export interface Envelope {
  from: string
  to: string
}

/** Reads a mail for showing. Message-IDs come without their angle brackets. */
export async function readLetter(id: string, raw: Buffer, envelope: Envelope, arrivedAt: Date): Promise<Letter> {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true })
  const references = typeof mail.references === 'string' ? [mail.references] : (mail.references ?? [])
  return {
    id,
    arrivedAt,
    envelopeFrom: envelope.from,
    envelopeTo: envelope.to,
    messageId: bareId(mail.messageId),
    inReplyTo: bareId(mail.inReplyTo),
    references: references.map(bareId).filter((reference) => reference !== null),
    from: mail.from?.text ?? '',
    to: (Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : []).map((to) => to.text).join(', '),
    replyTo: mail.replyTo?.value[0]?.address ?? null,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || null,
    attachments: mail.attachments.map((attachment, index) => ({
      name: attachment.filename ?? `attachment-${index + 1}`,
      contentType: attachment.contentType,
      content: attachment.content,
    })),
    raw,
  }
}

function bareId(id: string | undefined): string | null {
  return id?.trim().replace(/^<|>$/g, '') || null
}
