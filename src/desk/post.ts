// Turns a letter's name and facts into the row that waits in the outbox. To whom it may go is decided by the caller; here it
// gets its Message-ID, its place in the thread, its Reply-To with the reference as a plus tag, and the daily cap per address.

import type { Prisma } from '../db/generated/client.ts'
import { withPlusTag } from '../mail/addresses.ts'
import { type Changes, noChanges } from '../requests/changes.ts'
import type { Language } from '../requests/words.ts'
import { capOf, countLetters, domainKeyOf, type LetterCap } from './letter-limits.ts'
import type { PathParts } from './parts.ts'
import type { LetterFacts, LetterName } from './replies/letters.ts'
import { isStopped } from './stopped.ts'

export interface Posting {
  to: string
  language: Language
  requestId: string | null
  reference: string | null
  /** stands in the reply address in place of the reference */
  replyTag?: string
  /** the mail answered: its Message-ID and References, without angle brackets */
  answers?: { messageId: string | null; references: string[] } | undefined
  /**
   * whom the letter's failure matters to: `requester` letters go out with an empty envelope sender (RFC 3834 §3.3), those
   * to the stored address with a tagged one, so that a bounce is heard of
   */
  stored: boolean
  secret?: string
  attachment?: { file: string; name: string } | undefined
  /** results of verified requests are never held back by the cap */
  uncapped?: boolean
}

/** Adds the letter and its event to `changes`. */
export async function post<N extends LetterName>(
  parts: PathParts,
  changes: Changes,
  name: N,
  facts: LetterFacts[N],
  posting: Posting,
): Promise<void> {
  const { chance, clock, composer, own, settings, unit } = parts
  const now = clock.now()
  const id = chance.id(now)
  const letter = unit.station(
    'compose',
    () => composer.compose(name, facts, posting.language),
    () => ({ letterId: id, template: name }),
  )
  const address = posting.to.toLowerCase()
  const domainKey = domainKeyOf(parts, address)
  const cap = posting.uncapped === true ? null : await cappedBy(parts, changes, address, domainKey, now)
  const capped = cap !== null
  const tag = posting.replyTag ?? posting.reference
  const row: Prisma.OutboxLetterCreateManyInput = {
    id,
    requestId: posting.requestId,
    template: name,
    recipient: posting.to,
    domainKey,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    messageId: own.messageId(id),
    replyTo: tag === null ? settings.privacyAddress : withPlusTag(settings.privacyAddress, tag),
    nullSender: !posting.stored,
    // what never leaves needs no code
    secret: capped ? null : (posting.secret ?? null),
    state: capped ? 'suppressed' : 'queued',
    createdAt: now,
    nextAttemptAt: capped ? null : dueAt(now, posting, settings.answerTickMs),
    ...threadOf(posting.answers),
    ...(posting.attachment === undefined
      ? {}
      : { attachment: posting.attachment.file, attachmentName: posting.attachment.name }),
  }
  changes.letters.push(row)
  changes.events.push({
    requestId: posting.requestId,
    at: now,
    actor: 'desk',
    type: capped ? 'letter_suppressed' : 'letter_queued',
    reason: cap,
    details: { letter: id, template: name },
  })
}

/** A note to the staff address; no address, name or text of a mail goes into it. */
export async function postStaffNote(
  parts: PathParts,
  changes: Changes,
  facts: LetterFacts['staff-note'],
  requestId: string | null,
): Promise<void> {
  await postNoteTo(parts, changes, facts, requestId, parts.settings.staffAddress)
}

const hourMs = 3_600_000

/**
 * The same of what is held, which anybody can make come about: past the cap the queue alone shows it, so that the mailbox of staff
 * cannot be flooded through the desk.
 */
export async function postHeldNote(
  parts: PathParts,
  changes: Changes,
  facts: LetterFacts['staff-note'],
  requestId: string,
): Promise<void> {
  const { clock, db, settings } = parts
  const now = clock.now()
  const written = await db.outboxLetter.count({
    where: {
      recipient: settings.staffAddress,
      template: 'staff-note',
      createdAt: { gt: new Date(now.getTime() - hourMs) },
    },
  })
  if (written < settings.letterLimits.heldNotesPerHour) return await postStaffNote(parts, changes, facts, requestId)
  changes.events.push({ requestId, at: now, actor: 'desk', type: 'note_withheld', reason: 'held_notes_per_hour' })
}

/** The same to the officer: what staff hand up, and what is overdue. */
export async function postOfficerNote(
  parts: PathParts,
  changes: Changes,
  facts: LetterFacts['staff-note'],
  requestId: string | null,
): Promise<void> {
  await postNoteTo(parts, changes, facts, requestId, parts.settings.officerAddress)
}

/** The same to whichever of the two addresses wrote. Its reply address carries the token by which an answer is known. */
export async function postNoteTo(
  parts: PathParts,
  changes: Changes,
  facts: LetterFacts['staff-note'],
  requestId: string | null,
  to: string,
): Promise<void> {
  await post(parts, changes, 'staff-note', facts, {
    to,
    language: 'mixed',
    requestId,
    reference: facts.reference,
    stored: false,
    uncapped: true,
    ...(requestId === null || facts.reference === null
      ? {}
      : { replyTag: `st.${facts.reference}.${staffToken(parts, requestId, to)}` }),
  })
}

/** A note to whoever runs the desk, about the desk itself. */
export async function postOperatorNote(
  parts: PathParts,
  changes: Changes,
  facts: LetterFacts['staff-note'],
): Promise<void> {
  await postNoteTo(parts, changes, { ...facts, reference: null }, null, parts.settings.operatorAddress)
}

/** Bound to the request and to the address that the note goes to. */
export function staffToken({ key }: Pick<PathParts, 'key'>, requestId: string, address: string): string {
  return key.mac('staff-mail', requestId, address.toLowerCase()).slice(0, 20)
}

/** What follows from a letter that was refused for good: staff are told, unless it was a note to them. */
export async function letterGivenUp(
  parts: PathParts,
  letter: { template: string; requestId: string | null; id: string },
  code: string,
): Promise<Changes> {
  const changes = noChanges()
  if (letter.template === 'staff-note') return changes
  const request =
    letter.requestId === null ? null : await parts.db.privacyRequest.findUnique({ where: { id: letter.requestId } })
  const lines = [{ zh: `信件：${letter.template}，原因：${code}`, en: `Letter: ${letter.template}, reason: ${code}` }]
  const facts = {
    reference: request?.reference ?? null,
    what: 'letter_given_up' as const,
    lines,
    dueAt: request?.dueAt.toISOString() ?? null,
  }
  await postStaffNote(parts, changes, facts, letter.requestId)
  return changes
}

// RFC 5322 §3.6.4: References of the mail answered, then its Message-ID; the first and the last twenty are enough
function threadOf(answers: Posting['answers']): { inReplyTo: string | null; references: string | null } {
  const id = answers?.messageId ?? null
  if (answers === undefined || id === null) return { inReplyTo: null, references: null }
  const all = [...answers.references.filter((each) => each !== id), id]
  const kept = all.length <= 21 ? all : [...all.slice(0, 1), ...all.slice(-20)]
  return { inReplyTo: `<${id}>`, references: kept.map((each) => `<${each}>`).join(' ') }
}

/**
 * Letters that answer who is not verified leave at the same ticks, whatever it took to write them: how long the desk looked for an
 * account does not show. What was verified leaves at once.
 */
function dueAt(now: Date, { uncapped }: Posting, tickMs: number): Date {
  if (uncapped === true || tickMs === 0) return now
  return new Date(Math.ceil(now.getTime() / tickMs) * tickMs)
}

/** Past a cap the desk falls silent, so that nobody is flooded through it. */
async function cappedBy(
  parts: PathParts,
  changes: Changes,
  address: string,
  domainKey: string,
  now: Date,
): Promise<LetterCap | 'stopped_by_owner' | null> {
  if (await isUnwanted(parts, address)) return 'stopped_by_owner'
  const letters = parts.lookedUp?.letters
  const known = letters?.byAddress.has(address) === true ? letters : null
  const counts = known ?? (await countLetters(parts, [address], now))
  return capOf(counts, { address, domainKey, here: changes.letters }, parts.settings.letterLimits, now)
}

/** Of the senders at work it is known; the new address of a change is nobody's who wrote. */
async function isUnwanted(parts: PathParts, address: string): Promise<boolean> {
  const { lookedUp } = parts
  if (lookedUp === undefined) return false
  return lookedUp.letters.byAddress.has(address) ? lookedUp.stopped.has(address) : await isStopped(parts, address)
}
