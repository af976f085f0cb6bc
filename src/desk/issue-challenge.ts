// Sends the one-time code, to the stored address alone, in a letter that restates the exact act. The code stands only in the
// letter until it leaves; the desk keeps a keyed hash.

import { canonicalJson } from '../lib/canonical-json.ts'
import type { ActStatement } from '../requests/acts.ts'
import type { Changes } from '../requests/changes.ts'
import { note, postingFor, promised, type RequestFacts } from './answering.ts'
import type { PathParts } from './parts.ts'
import { type Posting, post } from './post.ts'
import { hashCode, newCode } from './verification/challenge.ts'

const dayMs = 86_400_000

export async function issueChallenge(
  parts: PathParts,
  changes: Changes,
  request: RequestFacts,
  acts: { statement: ActStatement | null }[],
  answers: Posting['answers'],
  /** the name on the account, where it has one */
  name: string | null,
): Promise<void> {
  const sentTo = request.subjectAddress
  const posting = postingFor(request, answers)
  if (sentTo === null || posting === null) return
  const statements = acts.flatMap((act) => act.statement ?? [])
  const { code, expiresAt } = newChallenge(parts, changes, request.id, sentTo, statements)
  note(parts, changes, request.id, 'challenged', request.state === 'held' ? 'asked_by_staff' : null)
  const facts = {
    reference: request.reference,
    account: name === null ? null : shortened(name),
    acts: statements,
    expiresAt: expiresAt.toISOString(),
    dueAt: promised(parts, request),
    waitDays: statements.some((act) => act.kind === 'deletion') ? parts.settings.verification.coolingOffMs / dayMs : 0,
  }
  await post(parts, changes, 'confirm', facts, { ...posting, secret: code })
}

/** Enough for its owner to know which account is meant: the beginning of the name. */
function shortened(name: string): string | null {
  const letters = [...new Intl.Segmenter().segment(name.trim())].map(({ segment }) => segment)
  if (letters.length === 0) return null
  return letters.length <= 2 ? `${letters[0]}…` : `${letters.slice(0, Math.min(4, letters.length - 1)).join('')}…`
}

/** A code for one address, bound to request, address and acts; only its hash is kept. */
export function newChallenge(
  { chance, clock, key, settings }: PathParts,
  changes: Changes,
  requestId: string,
  sentTo: string,
  statements: ActStatement[],
): { code: string; expiresAt: Date } {
  const now = clock.now()
  const code = newCode(chance)
  const expiresAt = new Date(now.getTime() + settings.verification.codeLifeMs)
  const codeHash = hashCode(key, code, { requestId, sentTo, acts: boundActs(statements) })
  changes.challenges.push({ id: chance.id(now), requestId, codeHash, sentTo, createdAt: now, expiresAt })
  return { code, expiresAt }
}

/** The acts in the one spelling that a code is bound to, whatever order a database gives their keys. */
export function boundActs(statements: ActStatement[]): string {
  return canonicalJson(statements)
}
