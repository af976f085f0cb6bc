// Reports about mail that we sent: DSNs (RFC 3464), per recipient, delay and failure told apart; and the bounces that
// are no multipart/report: 163.com, Aliyun, Google, hMailServer, old Exim and qmail. Whose mail it was says the
// Message-ID found within.

import { readAddresses, strictAddress } from './addresses.ts'
import { type HeaderField, headerValue, headerValues, readHead } from './headers.ts'
import type { MimePart } from './mime.ts'
import { partText } from './readable-text.ts'
import { singleMessageId } from './threading.ts'

export interface DeliveryReport {
  /** null where the report names none that is a strict address */
  recipient: string | null
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** RFC 3463, for example "5.1.1" */
  status: string | null
  /** of the mail that was not delivered, without <> */
  originalMessageId: string | null
}

const maxReports = 100
const maxReportChars = 100_000

/** Per-recipient outcomes in a standard report; [] where the mail is none. Never throws for content. */
export function readDeliveryReports(source: Buffer, parts: MimePart[], fields: HeaderField[]): DeliveryReport[] {
  const originalMessageId = originalId(source, parts)
  const reports: DeliveryReport[] = []
  for (const part of parts) {
    if (part.type !== 'message/delivery-status' && part.type !== 'message/global-delivery-status') continue
    const text = partText(source, part, maxReportChars, new Set())
    for (const block of text.split(/\r?\n[ \t]*\r?\n/)) {
      if (reports.length >= maxReports) break
      const report = readRecipientBlock(block, originalMessageId)
      if (report) reports.push(report)
    }
  }
  if (reports.length > 0) return reports
  return failedRecipientsHeader(fields, originalMessageId)
}

/** Message-ID of the mail that a report returns: from its attached mail or headers, null where there is none. */
export function originalId(source: Buffer, parts: MimePart[]): string | null {
  for (const part of parts) {
    const mail = /^(?:message\/(?:rfc822|global)(?:-headers)?|text\/rfc822-headers)$/.test(part.type)
    // Aliyun returns the mail as application/octet-stream
    const file = part.type === 'application/octet-stream' && /\.eml$/i.test(part.fileName ?? '')
    if (!mail && !file) continue
    const body = source.subarray(part.bodyStart, part.bodyEnd)
    const bytes = part.encoding === 'base64' ? Buffer.from(body.toString('latin1', 0, 200_000), 'base64') : body
    const head = readHead(bytes, 0, bytes.length, 100_000, null)
    const id = singleMessageId(headerValue(head.fields, 'message-id'))
    if (id) return id
  }
  return null
}

// RFC 3464 §2.3: Final-Recipient, Action, Status; Original-Recipient is what we wrote to
function readRecipientBlock(block: string, originalMessageId: string | null): DeliveryReport | null {
  const bytes = Buffer.from(`${block}\n\n`, 'utf8')
  const { fields } = readHead(bytes, 0, bytes.length, bytes.length, null)
  const original = headerValue(fields, 'original-recipient')
  const final = headerValue(fields, 'final-recipient')
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(headerValue(fields, 'status') ?? '')?.[1] ?? null
  const action = readAction(headerValue(fields, 'action'), status)
  if ((original === null && final === null) || action === null) return null
  return { recipient: typedAddress(original) ?? typedAddress(final), action, status, originalMessageId }
}

function readAction(value: string | null, status: string | null): DeliveryReport['action'] | null {
  const word = /^[a-z]+/.exec((value ?? '').trim().toLowerCase())?.[0] ?? ''
  switch (word) {
    case 'failed':
    case 'failure':
      return 'failed'
    case 'delayed':
      return 'delayed'
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return word
    default:
      // 163.com and others leave the action out
      if (status?.startsWith('5')) return 'failed'
      return status?.startsWith('4') ? 'delayed' : null
  }
}

// "rfc822;user@example.com", "rfc822; <user@example.com>", xtext of RFC 3461 §4
function typedAddress(value: string | null): string | null {
  if (value === null) return null
  const address = value.slice(value.indexOf(';') + 1).trim()
  const plain = address.replace(/\+([0-9A-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return strictAddress(address.replace(/^<|>$/g, '')) ?? strictAddress(plain.replace(/^<|>$/g, ''))
}

// X-Failed-Recipients: Exim and Google, with or without a report part
function failedRecipientsHeader(fields: HeaderField[], originalMessageId: string | null): DeliveryReport[] {
  const recipients = headerValues(fields, 'x-failed-recipients').flatMap((value) => readAddresses(value))
  return recipients
    .slice(0, maxReports)
    .map((recipient) => ({ recipient, action: 'failed', status: null, originalMessageId }))
}
