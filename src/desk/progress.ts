// A request moves on: each act is prepared (its plan written down), carried out, its result written; then one letter tells all
// results. `in_progress -> fulfilled | declined | held`. The attempt is written down before it is made; what ran before a crash is
// recognised by its plan and not done twice.

import { basename } from 'node:path'
import type { Act, Prisma, PrivacyRequest } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import { timed } from '../lib/meter.ts'
import type { ActDetails, ActResult, ActStatement } from '../requests/acts.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import type { RequestState } from '../requests/states.ts'
import type { ActKind } from '../requests/words.ts'
import { factsOf, handOver, note, postingFor, promised } from './answering.ts'
import { actsMeanwhile, canStillStop, isCoolingOff, remind } from './cooling-off.ts'
import { deskResult } from './desk-acts.ts'
import { leavesAsLink, openLink } from './export-link.ts'
import { exportPassword, zipPassword } from './export-password.ts'
import { fulfil, prepareAct } from './fulfilment/fulfil.ts'
import { haltIfSpiking, unlessHalted } from './halt.ts'
import { leaveForStaff } from './hand-over.ts'
import { heardUntil } from './heard-until.ts'
import { fulfilmentAttempts, type PathParts } from './parts.ts'
import { isRight } from './plan-acts.ts'
import { type Posting, post } from './post.ts'
import { sayMoves } from './say-moves.ts'
import { undoUntil } from './undo-correction.ts'

type Moving = PrivacyRequest & { acts: Act[] }

/** Works on what is due; returns how many requests were moved. Never throws for one request: it is held or tried later. */
export async function moveRequests(parts: PathParts, signal?: AbortSignal): Promise<number> {
  let moved = 0
  while (!signal?.aborted) {
    const now = parts.clock.now()
    const heard = await heardUntil(parts)
    const due = await parts.db.privacyRequest.findMany({
      where: {
        state: 'in_progress',
        nextStepAt: { lte: now },
        // at the end of its time a deletion, or a new address, still waits for the mails that came before
        OR: [
          { coolingOffUntil: null, stateReason: null },
          { coolingOffUntil: null, stateReason: { not: 'quiet_period' } },
          { coolingOffUntil: { gt: now } },
          ...(heard === null
            ? []
            : [{ coolingOffUntil: { lte: heard } }, { stateReason: 'quiet_period', nextStepAt: { lte: heard } }]),
        ],
        ...(await unlessHalted(parts)),
      },
      orderBy: { nextStepAt: 'asc' },
      include: { acts: { orderBy: { position: 'asc' } } },
      take: 10,
    })
    if (due.length === 0) return moved
    for (const request of due) {
      if (signal?.aborted) break
      moved++
      // those that were read with it may be halted now
      if ((await moveOn(parts, request)) === 'failed') break
    }
  }
  return moved
}

async function moveOn(parts: PathParts, request: Moving): Promise<'done' | 'failed'> {
  const attempts = request.attempts + 1
  const now = parts.clock.now()
  const nextStepAt = new Date(now.getTime() + backoffMs(attempts, { firstMs: 15_000, capMs: 900_000 }))
  const { count } = await parts.db.privacyRequest.updateMany({
    where: { id: request.id, state: 'in_progress', attempts: request.attempts },
    data: { attempts, nextStepAt },
  })
  if (count === 0) return 'done'
  const unit = parts.tracer.begin('request')
  const here = { ...parts, unit }
  const facts = { requestId: request.id, attempts }
  try {
    if (isCoolingOff(request, now)) {
      await moveMeanwhile(here, request)
      unit.end({ ...facts, state: 'in_progress' })
      return 'done'
    }
    const results = await timed(parts.meter, 'fulfil', async () => await carryOut(here, request, request.acts))
    const changes = await finished(here, request, results)
    await commit(parts.db, [changes])
    unit.end({ ...facts, state: changes.requestMoves[0]?.data.state as RequestState })
    meterActs(parts, results)
    sayMoves(parts.log, changes)
    return 'done'
  } catch (error) {
    await failed(here, request, attempts, error)
    unit.end(facts, error)
    if (request.acts.some((act) => act.kind === 'correction' || act.kind === 'deletion')) await haltIfSpiking(parts)
    return 'failed'
  }
}

/** While a deletion waits: what else was asked for is done and told, then the owner is reminded. */
async function moveMeanwhile(parts: PathParts, request: Moving): Promise<void> {
  const { coolingOffUntil } = request
  if (coolingOffUntil === null) return
  if (request.stateReason !== 'cooling_off_rest_due') return await remind(parts, request, coolingOffUntil)
  const settled = await timed(parts.meter, 'fulfil', async () => await carryOut(parts, request, actsMeanwhile(request)))
  const changes = noChanges()
  settle(parts, changes, request, settled)
  const data = { stateReason: 'cooling_off', nextStepAt: parts.clock.now(), attempts: 0 }
  changes.requestMoves.push({ id: request.id, from: 'in_progress', data })
  await tellResults(parts, changes, request, settled)
  await commit(parts.db, [changes])
  meterActs(parts, settled)
}

/** What was counted with an earlier letter is not counted again. */
function meterActs({ meter }: PathParts, settled: Settled[]): void {
  for (const { act, result } of settled) if (act.result === null) meter.act(act.kind, result.outcome)
}

interface Settled {
  act: Act
  result: ActResult
}

async function carryOut(parts: PathParts, request: Moving, acts: Act[]): Promise<Settled[]> {
  const settled: Settled[] = []
  if (canStillStop(request)) await assertSameAddress(parts, request)
  const open = acts.filter((act) => act.state === 'pending' || act.state === 'started')
  for (const act of acts) {
    if (act.result !== null) settled.push({ act, result: act.result as unknown as ActResult })
    else if (open.includes(act)) {
      const carry = async () => await carryOutAct(parts, request, act)
      const result = await parts.unit.station('fulfil', carry, ({ kind, outcome }) => ({ kind, outcome }))
      settled.push({ act, result })
      // the last act's result is written with the letter; an earlier one at once, so that it never runs after a later one
      if (act !== open.at(-1)) await parts.db.act.updateMany({ where: { id: act.id }, data: actData(result) })
    }
  }
  return settled
}

/** Whoever confirmed did so from the address of then; where the account has moved to another since, they have no say any more. */
async function assertSameAddress(parts: PathParts, request: Moving): Promise<void> {
  if (request.subjectKey === null) return
  const subject = await parts.userDb.getSubject(request.subjectKey)
  if (subject === null || subject.address === request.subjectAddress) return
  throw new DeskError('state_moved_on', {
    retry: false,
    message: 'The account changed its address after the request was verified: look at the account and answer by hand.',
  })
}

async function carryOutAct(parts: PathParts, request: Moving, act: Act): Promise<ActResult> {
  const details = act.details as unknown as ActDetails
  if (!isRight(details)) return await deskResult(parts, request, details.kind)
  const key = subjectKeyOf(request)
  let { plan } = act
  if (plan === null) {
    const statement = act.statement as unknown as ActStatement | null
    const prepared = await prepareAct(parts.userDb, key, details, statement, {
      byStaff: ['staff', 'second_route', 'both_addresses'].includes(request.verifiedBy ?? ''),
      now: parts.clock.now(),
      policyVersion: parts.settings.policyVersion,
    })
    plan = prepared as unknown as Prisma.JsonValue
    await parts.db.act.updateMany({
      where: { id: act.id },
      data: { state: 'started', plan: plan as Prisma.InputJsonValue },
    })
  }
  return await fulfil(parts.userDb, key, { kind: details.kind, details, plan }, surroundings(parts, request, act))
}

function surroundings(parts: PathParts, request: Moving, act: Act) {
  return {
    dataFolder: parts.dataFolder,
    ring: parts.key.ring,
    exportId: act.id,
    // without a stored address no letter could carry the password: staff hand the export over
    zipPassword: request.subjectAddress === null ? null : zipPassword(parts, act.id),
    reference: request.reference,
    controller: parts.settings.controller,
    now: parts.clock.now(),
    searchFor: parts.settings.searchAfterDeletion ? request.subjectAddress : null,
  }
}

function subjectKeyOf(request: Moving): string {
  if (request.subjectKey !== null) return request.subjectKey
  throw new DeskError('subject_missing', {
    retry: false,
    message: 'The request names no account: approve it with --subject, or answer it by hand.',
  })
}

function actData(result: ActResult): Prisma.ActUncheckedUpdateManyInput {
  return {
    state: result.outcome === 'done' ? 'done' : 'declined',
    result: result as unknown as Prisma.InputJsonValue,
  }
}

async function finished(parts: PathParts, request: Moving, settled: Settled[]): Promise<Changes> {
  const changes = noChanges()
  const now = parts.clock.now()
  const anyDone = settled.some(({ result }) => result.outcome === 'done')
  settle(parts, changes, request, settled)
  changes.requestMoves.push({
    id: request.id,
    from: 'in_progress',
    data: {
      state: anyDone ? 'fulfilled' : 'declined',
      stateReason: anyDone ? null : 'nothing_to_do',
      settledAt: now,
      nextStepAt: null,
      coolingOffUntil: null,
    },
  })
  note(parts, changes, request.id, anyDone ? 'fulfilled' : 'declined', null)
  await tellResults(parts, changes, request, settled)
  return changes
}

function settle(parts: PathParts, changes: Changes, request: Moving, settled: Settled[]): void {
  for (const { act, result } of settled) {
    if (act.result !== null) continue
    changes.actUpdates.push({ id: act.id, data: actData(result) })
    note(parts, changes, request.id, result.outcome === 'done' ? 'act_done' : 'act_declined', null, { kind: act.kind })
  }
}

/** Of a deletion that waited only its own result, where the rest was told before. */
async function tellResults(parts: PathParts, changes: Changes, request: Moving, settled: Settled[]): Promise<void> {
  const restTold = request.coolingOffUntil !== null && request.stateReason !== 'cooling_off_rest_due'
  const untold = restTold ? settled.filter(({ act }) => act.kind === 'deletion') : settled
  const results = untold.map(({ result }) => result)
  if (results.length > 0 && request.subjectKey !== null && request.subjectAddress === null)
    return await leaveForStaff(parts, changes, request, results)
  const posting = postingFor(factsOf(request), threadOf(request))
  if (posting !== null && results.length > 0) await postResult(parts, changes, request.reference, results, posting)
}

/** The one letter with all results; an export is attached, or waits behind a link. */
async function postResult(
  parts: PathParts,
  changes: Changes,
  reference: string,
  results: ActResult[],
  posting: Posting,
): Promise<void> {
  const [file] = results.flatMap((result) =>
    result.kind === 'access' && result.outcome === 'done' ? [result.export] : [],
  )
  const facts = {
    reference,
    results,
    exportAttached: false,
    exportUrl: null,
    expiresAt: null,
    undoUntil: undoUntil(parts, results),
  }
  const rest = { ...posting, uncapped: true }
  const { linkBase } = parts.settings.exports
  if (file === undefined || posting.requestId === null) return await post(parts, changes, 'result', facts, rest)
  // the file carries its act's name
  const password = file.encrypted ? exportPassword(parts.key, basename(file.file, '.zip')) : null
  if (password !== null) await post(parts, changes, 'export-password', { reference }, { ...rest, secret: password })
  if (linkBase === null || !leavesAsLink(parts, file.bytes)) {
    const attachment = { file: file.file, name: file.name }
    return await post(parts, changes, 'result', { ...facts, exportAttached: true }, { ...rest, attachment })
  }
  const { token, expiresAt } = openLink(parts, changes, posting.requestId, posting.to, file)
  const linked = { ...facts, exportUrl: linkBase, expiresAt: expiresAt.toISOString() }
  await post(parts, changes, 'result', linked, { ...rest, secret: token })
}

async function failed(parts: PathParts, request: Moving, attempts: number, error: unknown): Promise<void> {
  const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
  parts.log.error({ err: known, code: known.code, requestId: request.id, attempts }, 'request not carried out')
  parts.meter.failure('request', known.code)
  for (const { kind } of request.acts) parts.meter.act(kind, 'failed')
  if (known.code === 'state_moved_on' && known.retry) return
  const changes = noChanges()
  if (known.retry && attempts < fulfilmentAttempts) {
    note(parts, changes, request.id, 'attempt_failed', known.code, { attempts })
    if (attempts === 3) await tellDelay(parts, changes, request)
    await commit(parts.db, [changes])
    return
  }
  changes.requestMoves.push({
    id: request.id,
    from: 'in_progress',
    data: { state: 'held', stateReason: known.code, nextStepAt: null, coolingOffUntil: null },
  })
  await handOver(parts, changes, factsOf(request), {
    reason: known.code,
    matter: 'fulfilment_failed',
    tellRequester: true,
    answers: threadOf(request),
  })
  await commit(parts.db, [changes])
  sayMoves(parts.log, changes)
}

/** The data cannot be reached for a while: the requester hears that the request is verified and by when it is answered. */
async function tellDelay(parts: PathParts, changes: Changes, request: Moving): Promise<void> {
  const posting = postingFor(factsOf(request), threadOf(request))
  const dueAt = promised(parts, request)
  if (posting === null || dueAt === null) return
  const acts = request.acts.map((act) => act.kind as ActKind)
  await post(parts, changes, 'received', { reference: request.reference, acts, dueAt }, posting)
}

export function threadOf(request: PrivacyRequest) {
  return { messageId: request.threadId, references: request.threadReferences?.split(' ') ?? [] }
}
