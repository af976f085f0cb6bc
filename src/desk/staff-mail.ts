// Staff answer a note of the desk by mail: what they write becomes an internal note beside the request, or, under a clear mark and in
// both languages, a letter to the requester. Nothing is approved, declined or closed by mail. A mail counts only with the token of the
// note's reply address, from the address that the note went to, and not disowned by its domain; anything else is filed without effect.

import { plusTag, sameAddress } from '../mail/addresses.ts'
import { textMayBeIncomplete } from '../mail/problems.ts'
import { include } from '../requests/changes.ts'
import type { Label } from '../requests/words.ts'
import { note } from './answering.ts'
import type { Arrival } from './arrival.ts'
import type { PathParts } from './parts.ts'
import { postNoteTo, staffToken } from './post.ts'
import { answer } from './staff.ts'

const tagShape = /^st\.(HB-[2-9A-Z]{6})\.([0-9a-f]{20})$/i
const longestNote = 10_000

/** How the trail names who wrote: an address is shared, so no name is known. */
const byMail = 'mail'

/** False where the mail has nothing to do with a note to staff. */
export async function staffMail(parts: PathParts, arrival: Arrival): Promise<boolean> {
  const tag = tagOf(parts, arrival)
  if (tag === null) return await withoutToken(parts, arrival)
  const request = await parts.db.privacyRequest.findUnique({ where: { reference: tag.reference } })
  if (request === null) return refuse(parts, arrival, null, 'staff_mail_unknown_request')
  const sender = staffSender(parts, arrival)
  if (sender === null) return refuse(parts, arrival, null, 'staff_mail_other_sender')
  if (staffToken(parts, request.id, sender) !== tag.token) {
    return refuse(parts, arrival, null, 'staff_mail_wrong_token')
  }
  if (arrival.understanding.authentication.result === 'fail') {
    return refuse(parts, arrival, request.id, 'staff_mail_disowned')
  }
  const text = arrival.mail.newText.trim()
  if (text === '' || arrival.row.truncated || textMayBeIncomplete(arrival.mail.problems)) {
    return refuse(parts, arrival, request.id, 'staff_mail_unreadable')
  }
  await take(parts, arrival, { ...request, sender }, text)
  return true
}

async function take(
  parts: PathParts,
  arrival: Arrival,
  { id, reference, dueAt, sender }: { id: string; reference: string; dueAt: Date; sender: string },
  text: string,
): Promise<void> {
  const { changes, row } = arrival
  const letter = letterIn(text)
  const sent = letter === null ? null : await send(parts, arrival, reference, letter)
  const reason = sent?.ok === true ? 'staff_reply' : 'staff_note'
  arrival.outcome = { state: 'handled', reason, requestId: id }
  arrival.decisions.staff = { outcome: reason }
  if (sent?.ok === true) return
  const words = text.slice(0, longestNote)
  note(parts, changes, id, 'noted', 'by_mail', { words, mail: row.id }, `staff:${byMail}`)
  if (sent === null) return
  const facts = {
    reference,
    what: 'reply_not_sent' as const,
    lines: [sent.why, keptAsNote],
    dueAt: dueAt.toISOString(),
  }
  await postNoteTo(parts, changes, facts, id, sender)
}

/** The request stays held: settling it takes more than a mail. */
async function send(
  parts: PathParts,
  arrival: Arrival,
  reference: string,
  letter: Label | 'one_language',
): Promise<{ ok: true } | { ok: false; why: Label }> {
  if (letter === 'one_language') return { ok: false, why: bothLanguages }
  const step = await answer(parts, reference, { ...letter, stayHeld: true }, byMail)
  if (step.outcome === 'refused') return { ok: false, why: { zh: `原因代码：${step.reason}`, en: step.words } }
  include(arrival.changes, step.changes)
  return { ok: true }
}

const keptAsNote: Label = { zh: '内容已存为内部备注', en: 'What you wrote is kept as an internal note' }

const bothLanguages: Label = {
  zh: '给来信人的信要有中英两种文字：中文和英文之间单独写一行 ===',
  en: 'A letter to the requester needs both languages: Chinese and English, with a line === between them',
}

/** The letter under its mark; null where the mail is a note. */
function letterIn(text: string): Label | 'one_language' | null {
  const [first = '', ...rest] = text.split('\n')
  if (!/^\s*(回复|答复|reply)\s*[:：]?\s*$/iu.test(first)) return null
  const parts = rest.join('\n').split(/^\s*={3,}\s*$/m)
  const [one = '', other = ''] = parts.map((part) => part.trim())
  const [zh, en] = chineseShare(one) >= chineseShare(other) ? [one, other] : [other, one]
  const both = parts.length === 2 && /\p{Script=Han}/u.test(zh) && /[a-z]/i.test(en) && chineseShare(en) < 0.5
  return both ? { zh, en } : 'one_language'
}

function chineseShare(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters === 0 ? 0 : (text.match(/\p{Script=Han}/gu)?.length ?? 0) / letters
}

function tagOf({ settings }: PathParts, { mail }: Arrival): { reference: string; token: string } | null {
  const own = [settings.privacyAddress, ...settings.aliases]
  const tags = mail.recipients
    .slice(0, 50)
    .flatMap((recipient) => own.flatMap((each) => plusTag(recipient, each) ?? []))
  for (const tag of tags) {
    const [, reference, token] = tagShape.exec(tag) ?? []
    if (reference !== undefined && token !== undefined) {
      return { reference: reference.toUpperCase(), token: token.toLowerCase() }
    }
  }
  return null
}

/** The address, as the settings spell it, to which notes go. */
function staffSender({ settings }: PathParts, { mail }: Arrival): string | null {
  if (!mail.sender.ok) return null
  const { address } = mail.sender
  return [settings.staffAddress, settings.officerAddress].find((each) => sameAddress(each, address)) ?? null
}

/** An answer to a note that lost the reply address on its way: it is no new request of staff's. */
async function withoutToken(parts: PathParts, arrival: Arrival): Promise<boolean> {
  if (staffSender(parts, arrival) === null) return false
  const { inReplyTo, references } = arrival.mail
  const ids = [...inReplyTo, ...references].filter((id) => parts.own.isOwnMessageId(id)).slice(0, 20)
  if (ids.length === 0) return false
  const notes = await parts.db.outboxLetter.count({
    where: { messageId: { in: ids.map((id) => `<${id}>`) }, template: 'staff-note' },
  })
  return notes > 0 && refuse(parts, arrival, null, 'staff_mail_without_token')
}

function refuse(parts: PathParts, arrival: Arrival, requestId: string | null, reason: string): true {
  arrival.outcome = { state: 'set_aside', reason, requestId: null }
  arrival.decisions.staff = { outcome: 'refused', reason }
  note(parts, arrival.changes, requestId, 'staff_mail_refused', reason, { mail: arrival.row.id })
  return true
}
