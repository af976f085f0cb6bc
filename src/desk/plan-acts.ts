// Holds each act against the data before anybody is asked for a code: either all of them can be restated exactly, or one of
// them needs the requester or a person first. An act that cannot be done is answered in the same letter as the rest.

import type { ActDetails, ActStatement } from '../requests/acts.ts'
import { type Label, type RequestKind, requestKinds } from '../requests/words.ts'
import { planAct, type RightDetails } from './fulfilment/fulfil.ts'
import type { PathParts } from './parts.ts'
import { refusedPlaces } from './refused-places.ts'

export type PlannedActs =
  /** `statement` is null for an act that will be declined: it is answered with the others, not asked a code for */
  | { outcome: 'planned'; acts: { details: ActDetails; statement: ActStatement | null }[] }
  | { outcome: 'ask'; problems: Label[]; fields: Label[] }
  | { outcome: 'held'; reason: string }
  | { outcome: 'declined'; reason: Label }

export async function planActs(parts: PathParts, subjectKey: string, acts: ActDetails[]): Promise<PlannedActs> {
  const planned: { details: ActDetails; statement: ActStatement | null }[] = []
  let declined: Label | null = null
  for (const asked of acts) {
    const details = await withPlaces(parts, subjectKey, asked)
    if (!isRight(details)) {
      const statement = await deskStatement(parts, subjectKey, details.kind)
      if (statement.kind === 'withdraw' && statement.references.length === 0)
        return { outcome: 'declined', reason: nothingOpen }
      planned.push({ details, statement })
      continue
    }
    const result = await planAct(parts.userDb, subjectKey, details)
    if ('statement' in result) planned.push({ details, statement: result.statement })
    else if ('held' in result) return { outcome: 'held', reason: result.held }
    else if ('ask' in result) return { outcome: 'ask', problems: result.ask.problems, fields: result.ask.fields }
    else {
      // one act that cannot be done does not hold up the others: fulfilment declines it and says why
      declined ??= result.declined
      planned.push({ details, statement: null })
    }
  }
  if (declined !== null && planned.every((act) => act.statement === null))
    return { outcome: 'declined', reason: declined }
  return { outcome: 'planned', acts: planned }
}

/** A refusal taken back by its purposes names what earlier ones turned off. */
async function withPlaces(parts: PathParts, subjectKey: string, details: ActDetails): Promise<ActDetails> {
  if (details.kind !== 'refusal' || details.back === undefined || details.back.length > 0) return details
  return { ...details, back: await refusedPlaces(parts, subjectKey, details.purposes) }
}

export function isRight(details: ActDetails): details is RightDetails {
  return (requestKinds as readonly string[]).includes(details.kind satisfies RequestKind | 'status' | 'withdraw')
}

const nothingOpen: Label = {
  zh: '您目前没有尚未办理、可以撤回的请求。',
  en: 'You have no open request that could still be withdrawn.',
}

async function deskStatement(
  parts: PathParts,
  subjectKey: string,
  kind: 'status' | 'withdraw',
): Promise<Extract<ActStatement, { kind: 'status' | 'withdraw' }>> {
  if (kind === 'status') return { kind }
  const open = await withdrawable(parts, subjectKey)
  return { kind, references: open.map((request) => request.reference) }
}

/** Requests of a subject that can still be stopped: nothing of them has been done yet. */
export async function withdrawable(parts: Pick<PathParts, 'db'>, subjectKey: string, except = '') {
  return await parts.db.privacyRequest.findMany({
    where: {
      subjectKey,
      id: { not: except },
      state: { in: ['received', 'awaiting_verification', 'held', 'in_progress'] },
      OR: [
        { acts: { every: { state: 'pending', kind: { notIn: ['withdraw', 'status'] } } } },
        // a deletion that waits can be stopped, whatever was done beside it
        { coolingOffUntil: { not: null }, acts: { some: { kind: 'deletion', state: 'pending' } } },
      ],
    },
    orderBy: { receivedAt: 'asc' },
    take: 50,
  })
}
