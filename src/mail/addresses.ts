// E-mail addresses, strictly: one that is not exactly an addr-spec of RFC 5322 (dot-atom, DNS domain) is none. Identity
// hangs on this, so that of two readings of a header neither is taken: an address is only what every reader agrees on.

import { domainToASCII } from 'node:url'
import emailAddresses from 'email-addresses'
import addressparser, { type MailboxAddress } from 'nodemailer/lib/addressparser'
import { cleanLine } from './clean.ts'
import { decodeWords } from './encoded-words.ts'

export type Sender =
  | { ok: true; address: string; name: string }
  | { ok: false; problem: 'missing' | 'several' | 'group' | 'invalid' }

const maxHeaderChars = 5000
const maxRecipients = 1000

/**
 * The one author of a mail from all its From values (RFC 5322 §3.6.2 allows one line; several authors are no identity).
 * The domain comes back in lower-case ASCII, the local part as written. A display name never counts.
 */
export function readSender(fromValues: string[]): Sender {
  const value = fromValues[0]
  if (value === undefined) return { ok: false, problem: 'missing' }
  if (fromValues.length > 1) return { ok: false, problem: 'several' }
  if (value.trim() === '') return { ok: false, problem: 'missing' }
  if (value.length > maxHeaderChars) return { ok: false, problem: 'invalid' }
  const entries = addressparser(value)
  if (entries.some((entry) => entry.group !== undefined)) return { ok: false, problem: 'group' }
  const mailboxes = entries as MailboxAddress[]
  const only = mailboxes[0]
  if (mailboxes.length > 1) return { ok: false, problem: mailboxes.every((box) => box.address) ? 'several' : 'invalid' }
  if (!only?.address) return { ok: false, problem: 'invalid' }
  const address = strictAddress(only.address)
  if (address === null || !secondOpinion(only.address) || !standsAlone(value, only.address))
    return { ok: false, problem: 'invalid' }
  return { ok: true, address, name: cleanLine(decodeWords(only.name).text, 200) }
}

/** Every strict address in a list header (To, Cc, Delivered-To …), groups opened, in order; what is none is left out. At most 1,000. */
export function readAddresses(value: string): string[] {
  if (!value.includes('@')) return []
  const bare = strictAddress(value)
  if (bare !== null) return [bare]
  const found = addressparser(value, { flatten: true }).slice(0, maxRecipients)
  return found.flatMap((entry) => strictAddress(entry.address) ?? [])
}

/** The address with its domain in lower-case ASCII, or null where it is not exactly one strict addr-spec. */
export function strictAddress(text: string): string | null {
  if (text.length > 254) return null
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || !isLocalPart(local)) return null
  const domain = asciiDomain(text.slice(at + 1))
  if (domain === null) return null
  return `${local}@${domain}`
}

/** The same mailbox: ASCII letter case does not count, IDN spellings of one domain are equal, nothing else is. */
export function sameAddress(a: string, b: string): boolean {
  const first = strictAddress(a)
  const second = strictAddress(b)
  return first !== null && second !== null && asciiLower(first) === asciiLower(second)
}

/** The domain in lower-case ASCII, or null for what is no DNS name of at least two labels (RFC 5321 §4.1.2, RFC 5890). */
export function asciiDomain(domain: string): string | null {
  if (domain.length > 253 || domain === '') return null
  // full-width letters and other compatibility forms map to ASCII: they only look like the domain they would become
  const plain =
    /^[\x21-\x7e]*$/.test(domain) || (/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) && domain.normalize('NFKC') === domain)
  if (!plain) return null
  // the common case needs no mapping
  const ascii = /^[a-z0-9.-]+$/.test(domain) && !domain.includes('xn--') ? domain : domainToASCII(domain)
  const labels = ascii.split('.')
  const valid = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  // an all-digit last label is an IP address, no name
  return valid && labels.length > 1 && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : null
}

/** privacy@example.org, HB-7K3M2Q -> privacy+HB-7K3M2Q@example.org (RFC 5233). */
export function withPlusTag(address: string, tag: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`
}

/** The tag that `address` adds to `own`, as written; null where it is another address or has none. */
export function plusTag(address: string, own: string): string | null {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  if (plus < 1 || plus > at) return null
  const tag = address.slice(plus + 1, at)
  return tag !== '' && sameAddress(address.slice(0, plus) + address.slice(at), own) ? tag : null
}

/** One of our addresses, as it stands or with any plus tag. */
export function isAddressOf(address: string, own: string): boolean {
  return sameAddress(address, own) || plusTag(address, own) !== null
}

/** Nothing but letters, digits and single separators: no reader of RFC 5322 reads these in another way. */
const plainest = /^[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]+$/

// another reader of RFC 5322: identity needs both
function secondOpinion(address: string): boolean {
  if (plainest.test(address)) return true
  const read = emailAddresses.parseOneAddress({ input: address, rfc6532: true, rejectTLD: true })
  return read !== null && read.type === 'mailbox' && read.address === address && !read.name
}

function isLocalPart(local: string): boolean {
  if (local.length > 64 || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false
  // RFC 5322 atext; beyond ASCII (RFC 6532) letters, marks and digits in their plain form alone
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\p{L}\p{M}\p{N}-]+$/u.test(local) && local.normalize('NFKC') === local
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

// nothing else in the header may be an address to some other reader: outside quotes and comments there is one @ (or the
// same address twice, as some programs write it), at most one pair of angle brackets, and no list
function standsAlone(value: string, address: string): boolean {
  if (/[\u0000-\u0008\u000a-\u001f\u007f\ufffd]/.test(value)) return false
  const outside = withoutQuotesAndComments(value)
  if (outside === null) return false
  const angle = /^([^<>]*)<([^<>]*)>\s*$/.exec(outside)
  if (angle) {
    if (angle[2]?.trim() !== address) return false
    const before = (angle[1] ?? '').trim()
    return !before.includes('@') || before === address
  }
  return !/[<>]/.test(outside) && outside.trim() === address
}

function withoutQuotesAndComments(value: string): string | null {
  // a comment parts words: a@(x)b.example is read by some as one address, by others as none
  let outside = ''
  let quoted = false
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (character === '\\' && (quoted || depth > 0)) at++
    else if (character === '"' && depth === 0) quoted = !quoted
    else if (character === '(' && !quoted) {
      depth++
      outside += ' '
    } else if (character === ')' && !quoted && depth > 0) depth--
    else if (!quoted && depth === 0) outside += character
  }
  return quoted || depth > 0 ? null : outside
}
