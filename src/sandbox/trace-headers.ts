// What a receiving mail server writes above a mail before it reaches the mailbox: Return-Path, Delivered-To,
// Authentication-Results, Received. Stands in for SPF and DMARC: a mail passes when its envelope sender and its one
// From header share the domain. Claims of the same authserv-id that came with the mail are cut out.

export interface Arrival {
  envelopeFrom: string
  envelopeTo: string
  authservId: string
  arrivedAt: Date
}

/** The mail as it reaches the mailbox; everything below the header block stays as it was. */
export function withTraceHeaders(raw: Buffer, arrival: Arrival): Buffer {
  const source = raw.toString('latin1')
  const end = /\r?\n\r?\n/.exec(source)?.index ?? source.length
  const fields = unfoldedFields(source.slice(0, end)).filter((field) => !claims(field, arrival.authservId))
  const head = [...traceHeaders(fields, arrival), ...fields].join('\r\n')
  return Buffer.from(head + source.slice(end), 'latin1')
}

function traceHeaders(fields: string[], arrival: Arrival): string[] {
  const { envelopeFrom, envelopeTo, authservId, arrivedAt } = arrival
  return [
    `Return-Path: <${envelopeFrom}>`,
    `Delivered-To: ${envelopeTo}`,
    `Authentication-Results: ${authservId};\r\n ${judged(fields, envelopeFrom)}`,
    `Received: from sandbox.localdomain (localhost [127.0.0.1]) by ${authservId} with ESMTP;\r\n ${rfc5322Date(arrivedAt)}`,
  ]
}

/** RFC 7489 §3.1.2: SPF speaks for the author only where the domains agree. */
function judged(fields: string[], envelopeFrom: string): string {
  const authors = fields
    .filter((field) => /^from:/i.test(field))
    .flatMap((field) => field.match(/[^\s<>,:;"()]+@[^\s<>,;"()]+/g) ?? [])
  const domain = domainOf(authors.at(-1) ?? '')
  const envelopeDomain = domainOf(envelopeFrom)
  const spf = `spf=${envelopeDomain ? 'pass' : 'none'} smtp.mailfrom=${envelopeFrom || 'postmaster'}`
  if (!domain) return `${spf}; dmarc=none`
  const aligned = new Set(authors).size === 1 && envelopeDomain === domain
  return `${spf}; dmarc=${aligned ? 'pass' : 'fail'} header.from=${domain}`
}

function claims(field: string, authservId: string): boolean {
  const id = /^authentication-results:\s*"?([^\s;"]+)/i.exec(field)?.[1]
  return id?.toLowerCase() === authservId.toLowerCase()
}

function unfoldedFields(head: string): string[] {
  return head ? head.split(/\r?\n(?![ \t])/) : []
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

function rfc5322Date(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000')
}
