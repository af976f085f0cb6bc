// A mail arrives: triage, match, classify, verify, and what follows from it as Changes. `received -> handled | set_aside | held`.
// Every branch ends in a state with a reason; what is not sure is held for a person, never guessed.

import type { Mail, Prisma } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import type { Unit } from '../lib/trace.ts'
import { textMayBeIncomplete } from '../mail/problems.ts'
import { sameMailKey } from '../mail/same-mail.ts'
import { type Changes, noChanges } from '../requests/changes.ts'
import { keptText, signatureOf } from '../requests/mail-search.ts'
import { isOpen } from '../requests/states.ts'
import { allowAgain } from './allow-again.ts'
import { handOver, note, openRequest } from './answering.ts'
import { answer } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { bounced } from './bounced.ts'
import { requestsOfCodes } from './code-alone.ts'
import { newMail } from './new-mail.ts'
import type { PathParts } from './parts.ts'
import { readSource } from './reading.ts'
import { holdRestored } from './restored.ts'
import { staffMail } from './staff-mail.ts'
import { matchRequest } from './triage/match.ts'
import { type Understanding, understand } from './understand.ts'

/** A stored mail as read: what it says, and by what it is known again. */
export interface ReadMail {
  row: Mail
  understanding: Understanding
  /** see same-mail.ts */
  key: string
  /** the strict From address in lower case */
  sender: string | null
  unit: Unit
}

/** Reads and understands the bytes; looks at nothing else. Throws `source_missing`. `read` is how the bytes are read. */
export async function readMail(parts: PathParts, row: Mail, read: typeof readSource = readSource): Promise<ReadMail> {
  if (row.source === null) throw new DeskError('source_missing', { retry: false })
  const { privacyAddress, aliases, thresholds, verification } = parts.settings
  const settings = { privacyAddress, aliases, thresholds, trustedServers: verification.trustedServers }
  const source = await parts.sources.read(row.source)
  const unit = parts.tracer.begin('mail')
  const reading = read(source, thresholds)
  const understanding = await understand(source, settings, parts.own, parts.verifier, reading, unit)
  const { sender } = understanding.mail
  const key = parts.key.mac('same-mail', sameMailKey(understanding.mail))
  return { row, understanding, key, sender: sender.ok ? sender.address.toLowerCase() : null, unit }
}

/** Everything that follows from one mail. Throws where a step could not be done; then nothing is to be written. */
export async function arrive(parts: PathParts, read: ReadMail, isDuplicate: boolean): Promise<Changes> {
  const { row, understanding, key } = read
  const arrival: Arrival = {
    row,
    understanding,
    mail: understanding.mail,
    changes: noChanges(),
    outcome: { state: 'set_aside', reason: null, requestId: null },
    decisions: { triage: understanding.triage },
  }
  if (isDuplicate) arrival.outcome.reason = 'duplicate'
  else await sort(parts, arrival)
  const data = settled(parts, arrival, key)
  arrival.changes.mailMoves.push({ id: row.id, from: 'received', data })
  arrival.changes.signatures.push({ mailId: row.id, bits: signatureOf(parts.key, data) })
  return arrival.changes
}

/**
 * Ids of those mails that were taken in before, by another way or under a new UIDVALIDITY: they are not answered again. A copy that was
 * set aside as machine mail (it came by a list) is no answer to the one that came straight, nor is another duplicate.
 */
export async function findDuplicates(parts: PathParts, mails: ReadMail[]): Promise<Set<string>> {
  const known = await parts.db.mail.findMany({
    where: { sameMailKey: { in: mails.map((mail) => mail.key) }, state: { in: ['handled', 'set_aside', 'held'] } },
    select: { id: true, sameMailKey: true, state: true, stateReason: true, kind: true },
  })
  const before = ({ row, key, understanding }: ReadMail) =>
    known.some((each) => {
      if (each.sameMailKey !== key || each.id === row.id || each.stateReason === 'duplicate') return false
      return each.state !== 'set_aside' || each.kind === understanding.triage.kind
    })
  return new Set(mails.filter(before).map((mail) => mail.row.id))
}

async function sort(parts: PathParts, arrival: Arrival): Promise<void> {
  const { kind } = arrival.understanding.triage
  if (arrival.row.stateReason === 'restored' && (kind === 'human' || kind === 'malformed'))
    return await holdRestored(parts, arrival)
  switch (kind) {
    case 'own_loop':
      // a mail that passed a hundred servers is somebody's loop: a person should know of it
      if (arrival.understanding.triage.reasons.includes('received_over_100')) {
        return await holdUnread(parts, arrival, 'loop')
      }
      arrival.outcome.reason = kind
      return
    case 'auto_reply':
    case 'list':
      arrival.outcome.reason = kind
      return
    case 'bounce':
      return await bounced(parts, arrival)
    case 'malformed':
      return await holdUnread(parts, arrival, arrival.understanding.triage.reasons[0] ?? 'malformed')
    case 'human':
      return await fromPerson(parts, arrival)
  }
}

async function fromPerson(parts: PathParts, arrival: Arrival): Promise<void> {
  if (await staffMail(parts, arrival)) return
  arrival.decisions.classification = arrival.understanding.classification
  // of a mail over the size limit only the beginning is here: a person reads the rest
  if (arrival.row.truncated) return await holdUnread(parts, arrival, 'too_large')
  // what could not be read whole is not acted on: the missing words may be the ones that matter
  if (textMayBeIncomplete(arrival.mail.problems)) return await holdUnread(parts, arrival, 'not_readable_whole')
  if (arrival.mail.traits.includes('partial')) return await holdUnread(parts, arrival, 'part_of_a_mail')
  const own = [parts.settings.privacyAddress, ...parts.settings.aliases]
  const match = await matchRequest(parts.db, arrival.mail, own, parts.own)
  arrival.decisions.match =
    match.outcome === 'joined' ? { outcome: 'joined', via: match.via, reference: match.request.reference } : match
  switch (match.outcome) {
    case 'foreign':
      return await holdUnread(parts, arrival, 'foreign_reference')
    case 'joined':
      // with two requests open at once people answer the letter on top, whichever code they write
      if (!isOpen(match.request.state) && (await byCode(parts, arrival))) return
      if (await answer(parts, arrival, match.request)) return await answerOthers(parts, arrival, match.request.id)
      return await newMatter(parts, arrival)
    case 'none':
      return await withoutThread(parts, arrival)
  }
}

async function withoutThread(parts: PathParts, arrival: Arrival): Promise<void> {
  if (!(await byCode(parts, arrival))) await newMatter(parts, arrival)
}

async function newMatter(parts: PathParts, arrival: Arrival): Promise<void> {
  if (!(await allowAgain(parts, arrival))) await newMail(parts, arrival)
}

/** False where the mail holds no right code of an open request of its sender. */
async function byCode(parts: PathParts, arrival: Arrival): Promise<boolean> {
  const [request] = await requestsOfCodes(parts, arrival.mail, arrival.row.arrivedAt, arrival.changes)
  if (request === undefined) return false
  arrival.decisions.match = { outcome: 'joined', via: 'code', reference: request.reference }
  const answered = await answer(parts, arrival, request)
  if (answered) await answerOthers(parts, arrival, request.id)
  return answered
}

/** Two letters, two codes, one reply: the other codes answer their own requests. */
async function answerOthers(parts: PathParts, arrival: Arrival, first: string): Promise<void> {
  if (arrival.outcome.reason !== 'code_right') return
  const requests = await requestsOfCodes(parts, arrival.mail, arrival.row.arrivedAt, noChanges())
  const others = requests.filter((request) => request.id !== first)
  for (const request of others) {
    // what else the mail wishes was begun with the first
    const understanding = { ...arrival.understanding, classification: null }
    const outcome = { ...arrival.outcome }
    if (!(await answer(parts, { ...arrival, understanding, outcome }, request))) continue
    note(parts, arrival.changes, request.id, 'mail_added', null, { mail: arrival.row.id }, 'requester')
  }
  if (others.length > 0) arrival.decisions.alsoAnswered = others.map((request) => request.reference)
}

/** A mail that the desk cannot work on: a request without acts, held, whose clock runs. */
async function holdUnread(parts: PathParts, arrival: Arrival, reason: string): Promise<void> {
  const { understanding, row, mail, changes } = arrival
  const request = openRequest(parts, changes, {
    mail,
    arrivedAt: row.arrivedAt,
    state: 'held',
    stateReason: reason,
    topic: understanding.classification?.topic ?? 'other',
    language: understanding.classification?.language ?? 'mixed',
    subject: null,
    acts: [],
  })
  arrival.outcome = { state: 'held', reason, requestId: request.id }
  await handOver(parts, changes, request, {
    reason,
    matter: 'mail_held',
    // whoever marks a mail with another's reference learns nothing, not even that it exists
    tellRequester: understanding.triage.replyAllowed,
    answers: { messageId: mail.messageId, references: mail.references },
  })
}

function settled(parts: PathParts, arrival: Arrival, key: string): Partial<Mail> {
  const { mail, outcome, understanding } = arrival
  return {
    state: outcome.state,
    stateReason: outcome.reason,
    requestId: outcome.requestId,
    kind: understanding.triage.kind,
    messageId: mail.messageId,
    sameMailKey: key,
    fromAddress: mail.sender.ok ? mail.sender.address : null,
    subject: mail.subject,
    newText: keptText(mail.newText),
    decisions: arrival.decisions as Prisma.JsonObject,
    handledAt: parts.clock.now(),
    nextAttemptAt: null,
    error: null,
  }
}
