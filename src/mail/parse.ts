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
import { leaves, readMimeTree } from './mime.ts'
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
  const tree = readMimeTree(source, limits)
  const { fields, root, problems } = tree
  const parts = leaves(root)
  const readable = readReadableText(source, root, limits)
  for (const problem of readable.problems) problems.add(problem)
  const files = parts.filter((part) => !readable.parts.has(part))
  const subject = readSubject(fields, problems)
  const text = readable.text
  const date = headerValue(fields, 'date')
  const sentAt = parseSentAt(date)
  if (date !== null && sentAt === null) problems.add('date_invalid')
  const sender = problems.has('header_limit')
    ? ({ ok: false, problem: 'invalid' } as const)
    : readSender(headerValues(fields, 'from'))
  const recipients = readRecipients(fields, problems)
  if (fields.length > maxHeaders) problems.add('header_limit')
  const traits = findTraits({
    fields,
    root,
    parts,
    attachments: files,
    subject,
    text,
    fromHtml: readable.fromHtml,
    clearSigned: readable.clearSigned,
  })
  let deliveryReports = readDeliveryReports(source, parts, fields)
  const local = sender.ok ? sender.address.slice(0, sender.address.lastIndexOf('@')) : null
  if (deliveryReports.length === 0 && looksLikeBounce(fields, local, subject)) {
    const ignored = [...recipients, ...(sender.ok ? [sender.address] : [])]
    deliveryReports = readPlainBounce(subject, text, ignored, originalId(source, parts))
  }
  const { newText, quotedText, forwardedText } = separate(text)
  return {
    messageId: singleMessageId(headerValue(fields, 'message-id')),
    inReplyTo: headerValues(fields, 'in-reply-to').slice(0, 1).flatMap(messageIds),
    references: headerValues(fields, 'references').slice(0, 1).flatMap(messageIds),
    sender,
    recipients,
    subject,
    sentAt,
    text,
    newText,
    quotedText,
    forwardedText,
    headers: fields.slice(0, maxHeaders),
    attachments: listAttachments(source, files, limits.attachments, problems),
    traits,
    deliveryReports,
    problems: [...problems].sort(),
  }
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
