// Staff let a held request go on: they vouch for the requester themselves. What the path runs is what they press: acts are restated by
// the same plan, and carried out by the same loop in the daemon or `habeas once`. `held -> in_progress`

import type { Act } from '../db/generated/client.ts'
import type { ActStatement } from '../requests/acts.ts'
import { noChanges } from '../requests/changes.ts'
import type { Subject } from '../userdb/userdb.ts'
import { type NewAct, note } from './answering.ts'
import { coolingOffEndByStaff, coolingOffReason, tellCoolingOff } from './cooling-off.ts'
import type { PathParts } from './parts.ts'
import { postOfficerNote } from './post.ts'
import {
  type ActChoice,
  actsOf,
  type HeldRequest,
  heldRequest,
  type Obstacle,
  obstacle,
  planForStaff,
  type SubjectChoice,
  subjectOf,
  whileMine,
} from './staff-plan.ts'
import { closeChallenges, otherAddress, replaceActs } from './staff-restate.ts'
import { approvedAs, type FirstApproval, firstApproval, samePerson, wantsTwo } from './staff-second.ts'
import { type Caution, type StaffStep, settleMails, stepOf } from './staff-step.ts'
import { touches } from './touches.ts'

export interface Approval {
  by: string
  /** how staff know that the data subject asks: written into the trail */
  reason: string
  /** the second route on which they verified the person; needed where the account has no address */
  route?: string | null
  subject: SubjectChoice | null
  choice: ActChoice
}

/** Verified by staff, another way than by a code: the acts are carried out by the daemon, or by `habeas once`. */
export async function approve(parts: PathParts, reference: string, given: Approval): Promise<StaffStep | Obstacle> {
  const request = await heldRequest(parts, reference, given.by)
  if ('outcome' in request) return request
  const route = given.route ?? null
  const unknown = unknownRoute(parts, route)
  if (unknown !== null) return unknown
  const begun = request.acts.some((act) => act.state !== 'pending')
  const first = await firstApproval(parts, request.id)
  const approval = first === null || begun ? given : likeFirst(first, given)
  const subject = begun ? begunFor(request, approval.subject) : await subjectOf(parts, request, approval.subject, route)
  if ('outcome' in subject) return subject
  const planned = await restated(parts, request, subject, approval.choice, begun)
  if (planned.outcome === 'refused') return planned
  const acts = begun ? request.acts : planned.acts.map(({ details: { kind } }) => ({ kind, state: 'pending' as const }))
  const unchanged = approval.subject === null && approval.choice.kinds.length === 0
  const waitsUntil = await coolingOffEndByStaff(parts, { id: request.id, acts }, unchanged)
  const shared = {
    subject,
    statements: planned.acts.flatMap((act) => act.statement ?? []),
    touches: await shownTouches(parts, subject.key, planned.acts),
    cautions: [
      ...(subject.address === null ? (['left_for_staff'] as const) : otherAddress(request, subject)),
      ...addressChanges(parts, planned.acts),
      ...deletionWhen(acts, waitsUntil),
    ],
  }
  const movesAddress = shared.cautions.includes('address_changes')
  if (wantsTwo(parts.settings.twoPersonKinds, request, planned.acts, movesAddress)) {
    const approved = approvedAs(subject.key, planned.acts)
    if (first?.approved !== approved) return await approvedFirst(parts, request, { ...approval, approved }, shared)
    if (samePerson(first.by, approval.by)) {
      return obstacle('second_person', `You approved ${request.reference} already: another person must approve it now.`)
    }
  }
  const changes = noChanges()
  const now = parts.clock.now()
  const actor = `staff:${approval.by}`
  if (!begun) replaceActs(parts, request, changes, planned.acts)
  closeChallenges(request, changes, now)
  const verified = {
    subjectKey: subject.key,
    subjectAddress: subject.address,
    verifiedAt: now,
    verifiedBy: route === null ? 'staff' : 'second_route',
  }
  changes.requestMoves.push({
    id: request.id,
    from: 'held',
    where: whileMine(approval.by),
    data: {
      state: 'in_progress',
      stateReason: waitsUntil === null ? 'approved_by_staff' : coolingOffReason({ acts }),
      ...verified,
      coolingOffUntil: waitsUntil,
      attempts: 0,
      nextStepAt: now,
    },
  })
  settleMails(request, changes)
  const kinds = planned.acts.map((act) => act.details.kind)
  const how = route === null ? {} : { route }
  const proof = route === null ? 'by_staff' : 'by_second_route'
  note(parts, changes, request.id, 'verified', proof, { words: approval.reason, ...how }, actor)
  note(parts, changes, request.id, 'approved', null, { kinds, ...(first === null ? {} : { first: first.by }) }, actor)
  if (waitsUntil !== null) await tellCoolingOff(parts, changes, { ...request, ...verified }, waitsUntil)
  return stepOf(request, changes, { becomes: 'in_progress', ...shared })
}

function deletionWhen(acts: Pick<Act, 'kind' | 'state'>[], waitsUntil: Date | null): Caution[] {
  if (waitsUntil !== null) return ['deletion_waits']
  return acts.some(({ kind, state }) => kind === 'deletion' && state !== 'done') ? ['deletion_at_once'] : []
}

function unknownRoute({ settings }: PathParts, route: string | null): Obstacle | null {
  const names = settings.verification.secondRoutes.map(({ name }) => name)
  if (route === null || names.includes(route)) return null
  const words =
    names.length === 0
      ? 'No second route is set: say in verification.secondRoutes how people without an address can show who they are.'
      : `There is no second route of that name; verification.secondRoutes has: ${names.join(', ')}.`
  return obstacle('route_unknown', words)
}

/** The second person need not say again what the first one chose. */
function likeFirst(first: FirstApproval, given: Approval): Approval {
  const { kinds, corrections, purposes } = given.choice
  if (given.subject !== null || kinds.length + corrections.length + purposes.length > 0) return given
  return { ...given, subject: { key: first.subject }, choice: first.choice }
}

/** Written down, and nothing done: the request is free for the second person, whom the officer's note calls. */
async function approvedFirst(
  parts: PathParts,
  request: HeldRequest,
  { by, reason, choice, approved }: Approval & { approved: string },
  shared: Pick<StaffStep, 'statements' | 'touches' | 'cautions'> & { subject: Subject },
): Promise<StaffStep> {
  const changes = noChanges()
  changes.requestMoves.push({
    id: request.id,
    from: 'held',
    where: whileMine(by),
    data: { stateReason: 'second_approval', claimedBy: null, claimedAt: null, handedTo: 'officer' },
  })
  const details = { words: reason, subject: shared.subject.key, choice, approved }
  note(parts, changes, request.id, 'approved_first', null, details, `staff:${by}`)
  const facts = {
    reference: request.reference,
    what: 'second_approval' as const,
    lines: [{ zh: `第一位批准人：${by}`, en: `Approved first by: ${by}` }],
    dueAt: request.dueAt.toISOString(),
  }
  await postOfficerNote(parts, changes, facts, request.id)
  const step = stepOf(request, changes, { becomes: 'held', ...shared, letters: [] })
  return { ...step, cautions: [...shared.cautions, 'second_person_needed'] }
}

async function shownTouches(parts: PathParts, subjectKey: string, acts: NewAct[]): Promise<StaffStep['touches']> {
  const shown = acts.some(({ details: { kind } }) => kind === 'access' || kind === 'deletion')
  return shown ? await touches(parts.userDb, subjectKey) : []
}

/** Who the acts that have begun are for: by now the account itself may be gone. */
function begunFor(request: HeldRequest, named: SubjectChoice | null): Subject | Obstacle {
  if (named !== null || request.subjectKey === null) {
    return obstacle(
      'acts_begun',
      'Part of this request has been carried out: approve it without naming an account, or answer by hand.',
    )
  }
  return { key: request.subjectKey, address: request.subjectAddress, name: null }
}

async function restated(
  parts: PathParts,
  request: HeldRequest,
  subject: Subject,
  choice: ActChoice,
  begun: boolean,
): Promise<{ outcome: 'planned'; acts: NewAct[] } | Obstacle> {
  const acts = actsOf(request, choice)
  if ('outcome' in acts) return acts
  if (!begun) return await planForStaff(parts, subject.key, acts, true)
  // what has begun is carried on by its plan; restating it now would describe what is left, not what was meant
  const rest = request.acts.filter((act) => act.result === null)
  if (rest.length === 0)
    return obstacle('nothing_to_do', 'Everything has been carried out: answer by hand.', '全部已经办理：请书面答复。')
  return {
    outcome: 'planned',
    acts: rest.map((act) => ({
      details: act.details as unknown as NewAct['details'],
      statement: act.statement as unknown as ActStatement | null,
    })),
  }
}

function addressChanges({ userDb: { map } }: PathParts, acts: NewAct[]): Caution[] {
  const labels = Object.values(map.correction)
    .filter(({ table, column }) => table === map.subject.table && column === map.subject.email)
    .map(({ label }) => label.en)
  const changed = acts.flatMap(({ statement }) => (statement?.kind === 'correction' ? statement.changes : []))
  return changed.some(({ label }) => labels.includes(label.en)) ? ['address_changes'] : []
}
