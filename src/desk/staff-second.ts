// Where the settings want two people for what erases or hands out: the first one's approval is an entry of the trail, which nobody can
// forge; another person's approval of the same acts for the same account completes it.

import { canonicalJson } from '../lib/canonical-json.ts'
import type { TwoPersonKind } from '../requests/words.ts'
import type { NewAct } from './answering.ts'
import type { PathParts } from './parts.ts'
import type { ActChoice, HeldRequest } from './staff-plan.ts'

export interface FirstApproval {
  by: string
  /** the account's key */
  subject: string
  choice: ActChoice
  /** what exactly was approved, and for whom */
  approved: string
}

/** Who approved first, as long as nothing came in between. */
export async function firstApproval({ db }: PathParts, requestId: string): Promise<FirstApproval | null> {
  const latest = await db.event.findFirst({
    where: { requestId, type: { in: ['approved_first', 'approved', 'acts_changed', 'reopened', 'held'] } },
    orderBy: { id: 'desc' },
  })
  if (latest?.type !== 'approved_first') return null
  const details = latest.details as unknown as Omit<FirstApproval, 'by'> | null
  return details === null ? null : { ...details, by: latest.actor.replace(/^staff:/, '') }
}

/** `movesAddress`: whoever moves an account to an address of their own has copy and deletion by a code afterwards. */
export function wantsTwo(
  kinds: TwoPersonKind[],
  request: Pick<HeldRequest, 'topic'>,
  acts: NewAct[],
  movesAddress: boolean,
): boolean {
  const has = (kind: string) => acts.some((act) => act.details.kind === kind)
  const applies: Record<TwoPersonKind, boolean> = {
    deletion: has('deletion') || movesAddress,
    disclosure: has('access') || movesAddress || request.topic === 'disclosure',
    minors: request.topic === 'minor',
  }
  return kinds.some((kind) => applies[kind])
}

/** What a request is about once, it is about in the end: no step and no answer takes that from it. */
export function isGrave(topic: string): boolean {
  return topic === 'minor' || topic === 'disclosure'
}

export function approvedAs(subjectKey: string, acts: NewAct[]): string {
  return canonicalJson([subjectKey, acts.map((act) => act.details)])
}

/** A second spelling of a name is no second person. */
export function samePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').trim().toLowerCase()
  return plain(one) === plain(other)
}
