// A raw mail as one record: who wrote it, what it says now, what hangs on it. The one place that reads mail bytes. Whatever a mail
// contains, this ends with a record; what could not be read is named in `problems`, and the source keeps the rest.
// No general mail parser is used: identity needs strict reading, and Chinese mail needs the charset steps (charsets.ts).

import { readAddresses, readSender, type Sender } from './addresses.ts'
import type { Attachment } from './attachments.ts'
import { listAttachments } from './attachments.ts'
import { cleanLine } from './clean.ts'
import { type DeliveryReport, originalId, readDeliveryReports } from './delivery-reports.ts'
import { decodeWords } from './encoded-words.ts'
import { type HeaderField, headerValue, headerValues } from './headers.ts'
import { defaultMailLimits, type MailLimits } from './limits.ts'
import { leaves, type MimePart, readMimeTree } from './mime.ts'
import { looksLikeBounce, readPlainBounce } from './plain-bounces.ts'
import { separate } from './quotes.ts'
import { readReadableText } from './readable-text.ts'
import { parseSentAt } from './sent-at.ts'
import { messageIds, singleMessageId } from './threading.ts'
import { findTraits, type MailTrait } from './traits.ts'

export interface ParsedMail {
  /** without <>; null if missing or malformed */
  messageId: string | null
  /** without <>, cleaned, each once, at most 100 */
  inReplyTo: string[]
  references: string[]
  /** identity: exactly one From line with exactly one strict address; domain in lower-case ASCII */
  sender: Sender
  /** strict addresses of To, Cc, Delivered-To, X-Original-To, Envelope-To, X-Envelope-To, plus tags kept */
  recipients: string[]
  /** one line, decoded, without control and bidi characters, at most 1,000 characters */
  subject: string
  /** what the sender claims */
  sentAt: Date | null
  /** all readable text; HTML converted, its quoted blocks as "> " lines */
  text: string
  newText: string
  quotedText: string
  forwardedText: string
  /** in order, top first, unfolded, encoded words undecoded; at most 1,000 */
  headers: HeaderField[]
  attachments: Attachment[]
  traits: MailTrait[]
  deliveryReports: DeliveryReport[]
  /** stable codes, see problems.ts */
  problems: string[]
}

const maxHeaders = 1000
const recipientHeaders = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']

/** Reads the bytes of a mail. Never throws for what a mail contains; time and memory are bounded by the limits. */
export async function parseMail(source: Buffer, limits: MailLimits = defaultMailLimits): Promise<ParsedMail> {
  const { fields, root, problems } = readMimeTree(source, limits)
  const parts = leaves(root)
  const readable = readReadableText(source, root, limits, problems)
  const files = parts.filter((part) => !readable.parts.has(part))
  const head = readMailHead(fields, problems)
  const traits = findTraits({ ...readable, fields, root, parts, attachments: files, subject: head.subject })
  const { newText, quotedText, forwardedText } = separate(readable.text)
  return {
    ...head,
    text: readable.text,
    newText,
    quotedText,
    forwardedText,
    headers: fields.slice(0, maxHeaders),
    attachments: listAttachments(source, files, limits.attachments, problems),
    traits,
    deliveryReports: readReports(source, parts, fields, head, readable.text),
    problems: [...problems].sort(),
  }
}

type MailHead = Pick<
  ParsedMail,
  'messageId' | 'inReplyTo' | 'references' | 'sender' | 'recipients' | 'subject' | 'sentAt'
>

function readMailHead(fields: HeaderField[], problems: Set<string>): MailHead {
  if (fields.length > maxHeaders) problems.add('too_many_headers')
  const date = headerValue(fields, 'date')
  const sentAt = parseSentAt(date)
  if (date !== null && sentAt === null) problems.add('date_invalid')
  // where the head was cut, another From may stand beyond
  const cut = problems.has('header_limit')
  return {
    messageId: singleMessageId(headerValue(fields, 'message-id')),
    inReplyTo: messageIds(headerValue(fields, 'in-reply-to') ?? ''),
    references: messageIds(headerValue(fields, 'references') ?? ''),
    sender: cut ? { ok: false, problem: 'invalid' } : readSender(headerValues(fields, 'from')),
    recipients: readRecipients(fields, problems),
    subject: readSubject(fields, problems),
    sentAt,
  }
}

// the standard report, or what a bounce written for people says
function readReports(
  source: Buffer,
  parts: MimePart[],
  fields: HeaderField[],
  head: MailHead,
  text: string,
): DeliveryReport[] {
  const reports = readDeliveryReports(source, parts, fields)
  const author = head.sender.ok ? head.sender.address : null
  if (reports.length > 0 || !looksLikeBounce(fields, author, head.subject)) return reports
  const ignored = author === null ? head.recipients : [...head.recipients, author]
  return readPlainBounce(head.subject, text, ignored, originalId(source, parts))
}

const maxRecipients = 1000

function readRecipients(fields: HeaderField[], problems: Set<string>): string[] {
  const found = new Set<string>()
  for (const value of recipientHeaders.flatMap((name) => headerValues(fields, name))) {
    if (found.size >= maxRecipients) problems.add('too_many_recipients')
    else for (const address of readAddresses(value)) found.add(address)
  }
  return [...found].slice(0, maxRecipients)
}

function readSubject(fields: HeaderField[], problems: Set<string>): string {
  const decoded = decodeWords(headerValue(fields, 'subject') ?? '')
  if (decoded.guessed) problems.add('charset_guessed')
  if (decoded.damaged) problems.add('charset_damaged')
  return cleanLine(decoded.text)
}
