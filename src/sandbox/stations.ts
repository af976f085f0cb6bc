// The way of one mail through the desk as the page tells it: received, triage, classification, verification, fulfilment,
// letters. A plain function of what the desk's database holds; a station without a decision is waiting, or was never reached.

import type { ActResult } from '../requests/acts.ts'
import type { DeskFacts, DeskLetter, DeskMail, DeskRequest } from './desk-facts.ts'

export const stationNames = ['received', 'triage', 'classification', 'verification', 'fulfilment', 'letters'] as const
export type StationName = (typeof stationNames)[number]
export type StationState = 'done' | 'active' | 'waiting' | 'stopped' | 'skipped'

export interface MailJourney {
  /** null while the mail is still on its way into the desk */
  mail: DeskMail | null
  messageId: string
  request: DeskRequest | null
  letters: DeskLetter[]
  stations: { name: StationName; state: StationState }[]
}

/** The journeys of the mails with these Message-IDs, in their order; ids that are the desk's own letters are left out. */
export function journeys(messageIds: string[], facts: DeskFacts): MailJourney[] {
  const known = facts.mails.map((mail) => mail.messageId).filter((id): id is string => id !== null)
  const missing = messageIds.filter((id) => !known.includes(id))
  return [...known, ...missing].map((messageId) => {
    const mail = facts.mails.find((candidate) => candidate.messageId === messageId) ?? null
    const request = facts.requests.find((candidate) => candidate.id === mail?.requestId) ?? null
    const letters = mail ? facts.letters.filter((letter) => causeOf(letter, facts)?.id === mail.id) : []
    return { mail, messageId, request, letters, stations: stationsOf(mail, request, letters) }
  })
}

/**
 * The mail that brought a letter about: the one it answers. A result answers the first mail of its thread, yet it is the
 * request's last mail before it, the one with the code, that made it go out.
 */
function causeOf(letter: DeskLetter, { mails }: DeskFacts): DeskMail | undefined {
  const before = mails.filter((mail) => mail.requestId === letter.requestId && mail.storedAt <= letter.createdAt).at(-1)
  const answered = mails.find((mail) => mail.messageId !== null && mail.messageId === letter.inReplyTo)
  const late = letter.requestId !== null && letter.template === 'result'
  return late ? (before ?? answered) : (answered ?? (letter.requestId === null ? undefined : before))
}

function stationsOf(
  mail: DeskMail | null,
  request: DeskRequest | null,
  letters: DeskLetter[],
): MailJourney['stations'] {
  const finished = mail !== null && mail.state !== 'received'
  const decided: Record<StationName, StationState | null> = {
    received: mail ? 'done' : null,
    triage: mail?.decisions.triage
      ? mail.state === 'set_aside' && !mail.decisions.classification
        ? 'stopped'
        : 'done'
      : null,
    classification: classificationState(mail),
    verification: verificationState(mail, request),
    fulfilment: fulfilmentState(request),
    letters: lettersState(letters),
  }
  let activeGiven = false
  return stationNames.map((name) => {
    const state = decided[name]
    if (state) return { name, state }
    // while details are awaited, the later stations are still to come
    if (finished) return { name, state: request?.state === 'received' ? 'waiting' : 'skipped' }
    if (activeGiven) return { name, state: 'waiting' }
    activeGiven = true
    return { name, state: 'active' }
  })
}

function classificationState(mail: DeskMail | null): StationState | null {
  const decision = mail?.decisions.classification?.decision
  if (mail && isAnswer(mail)) return 'done'
  if (!decision) return null
  return decision === 'act' || decision === 'ask' ? 'done' : 'stopped'
}

/** A mail that was taken as an answer to an open request: what it would mean by itself does not count. */
export function isAnswer({ decisions, stateReason }: DeskMail): boolean {
  const answers = /^(code_|after_the_answer$|added_to_request$|withdrawn$|details_received$)/
  return decisions.match?.outcome === 'joined' && answers.test(stateReason ?? '')
}

function verificationState(mail: DeskMail | null, request: DeskRequest | null): StationState | null {
  const outcome = mail?.decisions.verification?.outcome
  if (outcome === 'verified' || outcome === 'right') return 'done'
  if (outcome === 'challenge') return request?.state === 'awaiting_verification' ? 'active' : 'done'
  return outcome ? 'stopped' : null
}

function fulfilmentState(request: DeskRequest | null): StationState | null {
  switch (request?.state) {
    case 'fulfilled':
      return 'done'
    case 'in_progress':
      return 'active'
    case 'received':
    case 'awaiting_verification':
      return 'waiting'
    case 'declined':
    case 'withdrawn':
    case 'expired':
    case 'held':
      return 'stopped'
    case undefined:
      return null
  }
}

function lettersState(letters: DeskLetter[]): StationState | null {
  if (letters.length === 0) return null
  if (letters.some((letter) => letter.state === 'queued')) return 'active'
  return letters.every((letter) => letter.state === 'sent') ? 'done' : 'stopped'
}

/** What Act.result holds, where it holds a result. */
export function actResult(stored: unknown): ActResult | null {
  return typeof stored === 'object' && stored !== null && 'kind' in stored && 'outcome' in stored
    ? (stored as ActResult)
    : null
}
