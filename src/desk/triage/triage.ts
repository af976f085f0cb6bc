// What kind of mail it is, and whether any answer may leave. Pure: a verdict with every sign named. Machine mail is kept and
// shown, never answered (RFC 3834 §2); what is unsure stays human, because a request lost is worse than a letter too many,
// and the caps of the outbox stop loops that no sign betrays.

import type { ParsedMail } from '../../mail/parse.ts'
import { looksLikeBounce } from '../../mail/plain-bounces.ts'
import { absenceProofs, absenceSubject } from './absence.ts'
import { loopGuards, ownMessageIds } from './loop-guards.ts'

export interface OwnIdentity {
  /** the privacy address and our own senders; plus forms and letter case do not matter */
  addresses: string[]
  messageIdDomain: string
  isOwnMessageId(id: string): boolean
}

export type MailKind = 'human' | 'auto_reply' | 'bounce' | 'list' | 'own_loop' | 'malformed'

export interface Triage {
  kind: MailKind
  /** false for everything but a person's mail */
  replyAllowed: boolean
  /** an unsolicited "we got it" letter; false where the sender asks for none (X-Auto-Response-Suppress) */
  receiptAllowed: boolean
  /** stable codes of the signs, the deciding one first */
  reasons: string[]
  /** our Message-IDs that a bounce is about */
  bounceOf: string[]
}

/** Sorts one mail. Order: our own mail, bounces, lists, automatic mail, mail without a sender, people. */
export function triage(mail: ParsedMail, own: OwnIdentity): Triage {
  const signs = loopGuards(mail, own)
  const reasonsOf = (means: string): string[] => signs.filter((sign) => sign.means === means).map((sign) => sign.reason)
  const all = signs.map((sign) => sign.reason)
  const ownReasons = reasonsOf('own_loop')
  if (ownReasons.length > 0) return setAside('own_loop', [...ownReasons, ...all])
  const bounce = bounceReasons(mail, all)
  if (bounce.length > 0) return { ...setAside('bounce', [...bounce, ...all]), bounceOf: bouncedIds(mail, own) }
  const list = reasonsOf('list')
  // an autoresponder says so itself, whatever list headers its host adds
  if (list.length > 0 && !saysReplied(mail)) return setAside('list', [...list, ...all])
  if (all.length > 0) return setAside('auto_reply', all)
  const absence = absenceReasons(mail, own)
  if (absence.automatic) return setAside('auto_reply', absence.reasons)
  if (!mail.sender.ok) return setAside('malformed', [`sender_${mail.sender.problem}`])
  const suppressed = asksForNoReceipt(mail)
  return {
    kind: 'human',
    replyAllowed: true,
    receiptAllowed: !suppressed && absence.reasons.length === 0,
    reasons: [...(suppressed ? ['auto_response_suppress'] : []), ...absence.reasons],
    bounceOf: [],
  }
}

function setAside(kind: MailKind, reasons: string[]): Triage {
  return { kind, replyAllowed: false, receiptAllowed: false, reasons: [...new Set(reasons)], bounceOf: [] }
}

function saysReplied(mail: ParsedMail): boolean {
  return mail.headers.some((field) => field.name === 'auto-submitted' && /^\s*auto-replied/i.test(field.value))
}

// RFC 3464, or a bounce's sender and words. A person who passes a report on, or attaches a mail, is no bounce.
function bounceReasons(mail: ParsedMail, signs: string[]): string[] {
  const worded = looksLikeBounce(mail.headers, mail.sender.ok ? mail.sender.address : null, mail.subject)
  if (mail.traits.includes('delivery_report')) {
    const whole = mail.headers.some((field) => field.name === 'content-type' && /^multipart\/report/i.test(field.value))
    const machine = signs.some((sign) => machineSigns.has(sign))
    if (whole || machine || worded) return ['delivery_report']
  }
  return worded ? ['bounce_by_sender_and_words'] : []
}

const machineSigns = new Set(['null_return_path', 'daemon_sender', 'daemon_return_path', 'auto_submitted'])

// by report, by thread headers, and by any id of ours that a plain bounce quotes
function bouncedIds(mail: ParsedMail, own: OwnIdentity): string[] {
  const words = mail.text.slice(0, 100_000).split(/[\s<>"'(),;:]+/)
  const ours = words.filter((word) => word.includes('@') && word.length < 500 && own.isOwnMessageId(word)).slice(0, 20)
  return [...new Set([...ownMessageIds(mail, own), ...ours])]
}

function absenceReasons(mail: ParsedMail, own: OwnIdentity): { automatic: boolean; reasons: string[] } {
  if (!absenceSubject(mail.subject)) return { automatic: false, reasons: [] }
  const proofs = absenceProofs(mail, ownMessageIds(mail, own).length > 0)
  return { automatic: proofs.length > 0, reasons: ['absence_subject', ...proofs] }
}

// the sender's wish, not the sender's nature (Exchange writes it on people's mail): the request is handled, no receipt
function asksForNoReceipt(mail: ParsedMail): boolean {
  return mail.headers.some(
    (field) => field.name === 'x-auto-response-suppress' && /\b(?:all|autoreply|oof)\b/i.test(field.value),
  )
}
