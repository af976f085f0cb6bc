// What staff act on, found and checked before anything is written: the held request, the account it is about, and its acts
// restated. What stands in the way is a value with words for staff, not an error.

import type { Prisma } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import type { ActDetails, ActStatement, Correction } from '../requests/acts.ts'
import type { Label, RefusalPurpose, RequestKind } from '../requests/words.ts'
import type { Subject } from '../userdb/userdb.ts'
import { inOrder, type NewAct } from './answering.ts'
import { planCorrection } from './fulfilment/correction.ts'
import type { PathParts } from './parts.ts'
import { planActs } from './plan-acts.ts'
import { withParts } from './triage/match.ts'

export type HeldRequest = Prisma.PrivacyRequestGetPayload<{ include: typeof withParts & { mails: true } }>

export interface Obstacle {
  outcome: 'refused'
  reason:
    | 'state_moved_on'
    | 'no_acts'
    | 'acts_begun'
    | 'subject_unknown'
    | 'several_subjects'
    | 'no_stored_address'
    | 'route_unknown'
    | 'value_wrong'
    | 'staff_alone'
    | 'nothing_to_do'
    | 'claimed_by_other'
    | 'not_allowed_by_law'
    | 'not_proven'
    | 'not_the_same'
    | 'second_person'
  /** for staff: what is in the way and what to do */
  words: string
  /** the same in Chinese, where it says more than the reason does */
  zh?: string
}

/** Which account is meant, where the request does not say or says it wrong. */
export type SubjectChoice = { address: string } | { key: string }

/** What is to be done, where the request does not say or says it wrong. */
export interface ActChoice {
  kinds: RequestKind[]
  corrections: Correction[]
  purposes: RefusalPurpose[]
  /** an earlier refusal is taken back: of these purposes, of all where none is named */
  back?: boolean
}

export function obstacle(reason: Obstacle['reason'], words: string, zh?: string): Obstacle {
  return { outcome: 'refused', reason, words, ...(zh === undefined ? {} : { zh }) }
}

/** Throws `request_unknown`. */
export async function requestOf(parts: PathParts, reference: string): Promise<HeldRequest> {
  const request = await parts.db.privacyRequest.findUnique({
    where: { reference: reference.trim().toUpperCase() },
    include: { ...withParts, mails: true },
  })
  if (request !== null) return request
  throw new DeskError('request_unknown', {
    retry: false,
    message: `There is no request ${reference.trim().toUpperCase().slice(0, 40)}: habeas requests list shows those that are open.`,
  })
}

/** Throws `request_unknown`. What another has is theirs until they let it go, or it is taken over. */
export async function heldRequest(parts: PathParts, reference: string, by: string): Promise<HeldRequest | Obstacle> {
  const request = await requestOf(parts, reference)
  if (request.state !== 'held') return movedOn(request)
  return othersHave(request, by) ?? request
}

function movedOn({ reference, state }: HeldRequest): Obstacle {
  const words = `${reference} is ${state.replaceAll('_', ' ')}, not held: nothing was changed. Look at it with: habeas requests show ${reference}`
  return obstacle('state_moved_on', words)
}

/** Null where nobody else has it. */
export function othersHave({ reference, claimedBy }: HeldRequest, by: string): Obstacle | null {
  if (claimedBy === null || claimedBy === by) return null
  const words = `${claimedBy} has ${reference}: ask them, or take it over with: habeas requests claim ${reference} --take-over`
  return obstacle('claimed_by_other', words)
}

/** Only while nobody else has it: two who found it free cannot both go on. */
export function whileMine(by: string): Prisma.PrivacyRequestWhereInput {
  return { OR: [{ claimedBy: null }, { claimedBy: by }] }
}

/** The one account: the one that staff name, the one the request has, or the one whose stored address wrote. */
export async function subjectOf(
  parts: PathParts,
  request: HeldRequest,
  choice: SubjectChoice | null,
  /** the second route on which staff verified the person: then the account needs no address */
  route: string | null = null,
): Promise<Subject | Obstacle> {
  const subjects = await candidates(parts, request, choice)
  const [subject] = subjects
  if (subject === undefined) {
    return obstacle('subject_unknown', 'No account has that address or key: name the account with --subject ADDRESS.')
  }
  if (subjects.length > 1) {
    const keys = subjects.map((each) => each.key).join(', ')
    return obstacle(
      'several_subjects',
      `${subjects.length} accounts share that address: name one with --account KEY, of ${keys}.`,
      `共有 ${subjects.length} 个：${keys}。`,
    )
  }
  if (subject.address === null && route === null) {
    const words =
      'The account has no stored address that a code or a result could go to: verify the person by a second route and say which with --route NAME (verification.secondRoutes), or carry it out on the platform by hand, then use: habeas requests answer.'
    return obstacle('no_stored_address', words)
  }
  return subject
}

async function candidates(parts: PathParts, request: HeldRequest, choice: SubjectChoice | null): Promise<Subject[]> {
  if (choice !== null && 'address' in choice) return await parts.userDb.findSubjects(choice.address)
  const key = choice === null ? request.subjectKey : choice.key
  if (key !== null) {
    const subject = await parts.userDb.getSubject(key)
    return subject === null ? [] : [subject]
  }
  return request.requester === null ? [] : await parts.userDb.findSubjects(request.requester)
}

/** The acts that staff choose, or the request's own. Acts that have begun can only go on as they are. */
export function actsOf(request: HeldRequest, choice: ActChoice): ActDetails[] | Obstacle {
  const chosen = inOrder(choice.kinds.map((kind) => detailsOf(kind, choice)))
  const begun = request.acts.some((act) => act.state !== 'pending')
  if (begun && chosen.length > 0) {
    return obstacle(
      'acts_begun',
      'Part of this request has been carried out: approve it as it stands, or answer by hand.',
    )
  }
  if (chosen.length > 0) return chosen
  if (request.acts.length > 0) return request.acts.map((act) => act.details as unknown as ActDetails)
  return obstacle(
    'no_acts',
    'The request names nothing to carry out: say what with --kind access, correction, deletion or refusal.',
  )
}

function detailsOf(kind: RequestKind, { corrections, purposes, back }: ActChoice): ActDetails {
  switch (kind) {
    case 'access':
    case 'deletion':
      return { kind }
    case 'correction':
      return { kind, corrections }
    case 'refusal':
      return back === true ? { kind, purposes, back: [] } : { kind, purposes }
  }
}

/** Restates each act against the data. `byStaff` opens what one mail may not correct, an e-mail address above all. */
export async function planForStaff(
  parts: PathParts,
  subjectKey: string,
  acts: ActDetails[],
  byStaff: boolean,
): Promise<{ outcome: 'planned'; acts: NewAct[] } | Obstacle> {
  const planned: NewAct[] = []
  const declined: Label[] = []
  for (const details of acts) {
    const result = await planOne(parts, subjectKey, details, byStaff)
    if ('outcome' in result) return result
    if ('declined' in result) declined.push(result.declined)
    const exact = 'details' in result ? result.details : details
    planned.push({ details: exact, statement: 'statement' in result ? result.statement : null })
  }
  const [reason] = declined
  if (reason !== undefined && declined.length === acts.length) {
    const words = `There is nothing to carry out: ${reason.en} Decline it, or answer by hand.`
    return obstacle('nothing_to_do', words, `${reason.zh}请不予办理，或书面答复。`)
  }
  return { outcome: 'planned', acts: planned }
}

async function planOne(
  parts: PathParts,
  subjectKey: string,
  details: ActDetails,
  byStaff: boolean,
): Promise<{ statement: ActStatement | null; details?: ActDetails } | { declined: Label } | Obstacle> {
  if (details.kind === 'correction' && byStaff) {
    const plan = await planCorrection(parts.userDb, subjectKey, details.corrections, true)
    if ('changes' in plan) {
      const changes = plan.changes.map(({ label, shown }) => ({ label, ...shown }))
      return { statement: { kind: 'correction', changes } }
    }
    return 'ask' in plan ? wrongValues(plan.ask.problems) : 'held' in plan ? staffAlone(plan.held) : plan
  }
  const plan = await planActs(parts, subjectKey, [details])
  switch (plan.outcome) {
    case 'planned':
      return { statement: plan.acts[0]?.statement ?? null, details: plan.acts[0]?.details ?? details }
    case 'declined':
      return { declined: plan.reason }
    case 'held':
      return staffAlone(plan.reason)
    case 'ask':
      return wrongValues(plan.problems)
  }
}

function wrongValues(problems: Label[]): Obstacle {
  const words = `The correction cannot be made: ${problems.map((each) => each.en).join('; ')}. Give the value with --set FIELD=VALUE.`
  return obstacle('value_wrong', words, `${problems.map((each) => each.zh).join('；')}。`)
}

function staffAlone(reason: string): Obstacle {
  return obstacle(
    'staff_alone',
    `A code from a mailbox does not suffice for this (${reason}): approve it with your reason, or decline it.`,
  )
}
