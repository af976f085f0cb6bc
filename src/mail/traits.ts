// What kind of content a mail has, beside its text: encrypted, a calendar sheet, a report … Facts of form; what follows
// from them is decided in triage and later.

import type { HeaderField } from './headers.ts'
import { headerValue } from './headers.ts'
import type { MimePart } from './mime.ts'

export type MailTrait =
  | 'encrypted'
  | 'signed'
  | 'calendar'
  | 'report'
  | 'delivery_report'
  | 'read_receipt'
  | 'feedback_report'
  | 'dmarc_report'
  | 'tls_report'
  | 'recall'
  | 'forwarded_mail'
  | 'partial'
  | 'tnef'
  | 'image_only'
  | 'attachment_only'
  | 'html_only'
  | 'empty'

export interface TraitFacts {
  fields: HeaderField[]
  root: MimePart
  /** every leaf, in order */
  parts: MimePart[]
  /** leaves that are not the text */
  attachments: MimePart[]
  subject: string
  text: string
  fromHtml: boolean
  /** the text stood in a PGP clear signature */
  clearSigned: boolean
}

/** The traits of a mail, sorted. */
export function findTraits(facts: TraitFacts): MailTrait[] {
  const traits = new Set<MailTrait>()
  for (const trait of rootTraits(facts.root)) traits.add(trait)
  for (const part of facts.parts) for (const trait of partTraits(part)) traits.add(trait)
  // an encrypted file beside a readable text is an attachment like others
  if (facts.text !== '' && facts.root.type !== 'multipart/encrypted') traits.delete('encrypted')
  if (/^-----BEGIN PGP MESSAGE-----/m.test(facts.text)) traits.add('encrypted')
  if (facts.clearSigned) traits.add('signed')
  if (isDmarcReport(facts)) traits.add('dmarc_report')
  if (isTlsReport(facts)) traits.add('tls_report')
  if (isReadReceiptByWords(facts)) traits.add('read_receipt')
  if (isRecall(facts)) traits.add('recall')
  addContentTraits(traits, facts)
  return [...traits].sort()
}

function rootTraits(root: MimePart): MailTrait[] {
  const reportType = root.parameters.get('report-type')?.toLowerCase() ?? ''
  switch (root.type) {
    case 'multipart/encrypted':
      return ['encrypted']
    case 'multipart/signed':
      return ['signed']
    case 'multipart/report':
      if (reportType === 'disposition-notification') return ['report', 'read_receipt']
      if (reportType === 'feedback-report') return ['report', 'feedback_report']
      if (reportType === 'tlsrpt') return ['report', 'tls_report']
      return reportType === 'delivery-status' ? ['report', 'delivery_report'] : ['report']
    case 'message/partial':
      return ['partial']
    default:
      return []
  }
}

function partTraits(part: MimePart): MailTrait[] {
  switch (part.type) {
    case 'application/pgp-encrypted':
    case 'multipart/encrypted':
      return ['encrypted']
    case 'application/pkcs7-mime':
    case 'application/x-pkcs7-mime':
      // an opaque signature hides the text as well as encryption does
      return part.parameters.get('smime-type')?.toLowerCase() === 'signed-data'
        ? ['signed', 'encrypted']
        : ['encrypted']
    case 'application/pkcs7-signature':
    case 'application/x-pkcs7-signature':
    case 'application/pgp-signature':
      return ['signed']
    case 'text/calendar':
      return part.disposition === 'attachment' && !part.parameters.has('method') ? [] : ['calendar']
    case 'message/delivery-status':
    case 'message/global-delivery-status':
      return ['report', 'delivery_report']
    case 'message/disposition-notification':
    case 'message/global-disposition-notification':
      return ['report', 'read_receipt']
    case 'message/feedback-report':
      return ['report', 'feedback_report']
    case 'application/tlsrpt+json':
    case 'application/tlsrpt+gzip':
      return ['report', 'tls_report']
    case 'message/rfc822':
    case 'message/global':
      return ['forwarded_mail']
    case 'message/partial':
      return ['partial']
    case 'application/ms-tnef':
    case 'application/vnd.ms-tnef':
      return ['tnef']
    default:
      return /^winmail\.dat$/i.test(part.fileName ?? '') ? ['tnef'] : []
  }
}

// RFC 7489 §7.2.1.1 (now RFC 9990): the subject and the attachment's name have a fixed shape
function isDmarcReport(facts: TraitFacts): boolean {
  const named = facts.attachments.some((part) =>
    /^[^!\s]+![^!\s]+!\d{9,11}!\d{9,11}(?:![^!\s]+)?\.(?:xml(?:\.gz)?|zip|gz)$/i.test(part.fileName ?? ''),
  )
  return named || (/^report domain:\s*\S+\s+submitter:/i.test(facts.subject) && facts.attachments.length > 0)
}

// RFC 8460 §5.3
function isTlsReport(facts: TraitFacts): boolean {
  return headerValue(facts.fields, 'tls-report-domain') !== null
}

// receipts that programs write without the report format of RFC 8098
function isReadReceiptByWords(facts: TraitFacts): boolean {
  const subject =
    /^(?:已读回执|已讀回執|读取回执|读取:|读取：|已读:|已读：|回执（已显示）|回执\(已显示\)|阅读回执|未读:|未读：|return receipt \(displayed\)|read receipt|read:|not read:|gelesen:|lu ?:|leído:|lida:)/i.test(
      facts.subject,
    )
  return (
    subject &&
    facts.text.length < 1500 &&
    /(?:已于|已在|阅读|读取|显示|displayed|was read|has been read|your message|您的邮件|gelesen|未读即被删除|deleted without being read)/i.test(
      facts.text,
    )
  )
}

function isRecall(facts: TraitFacts): boolean {
  if (/recall/i.test(headerValue(facts.fields, 'x-ms-exchange-recall-report-generated') ?? '')) return true
  const subject =
    /^(?:撤回[:：]|召回[:：]|recall:|message recall (?:success|failure)|邮件撤回|发信方已撤回邮件|郵件回收)/i.test(
      facts.subject,
    )
  const text =
    /将撤回邮件|想要撤回邮件|已撤回邮件|已撤回此邮件|would like to recall the message|邮件已被撤回|要回收郵件/i.test(
      facts.text.slice(0, 600),
    )
  return facts.text.length < 1500 && (subject || text)
}

function addContentTraits(traits: Set<MailTrait>, facts: TraitFacts): void {
  if (facts.text !== '') {
    if (facts.fromHtml) traits.add('html_only')
    return
  }
  if (facts.attachments.length === 0) traits.add('empty')
  else if (facts.attachments.every((part) => part.type.startsWith('image/'))) traits.add('image_only')
  else traits.add('attachment_only')
}
