// A report that a letter of ours failed (RFC 3464): the letter is marked, staff are told, and a request that waits for an answer
// to that letter is held; its deadline goes on. A delay is noted and nothing else; bounces of staff notes only marked.

import type { ParsedMail } from '../mail/parse.ts'
import { noChanges } from '../requests/changes.ts'
import { factsOf, handOver, note } from './answering.ts'
import type { Arrival } from './arrival.ts'
import type { PathParts } from './parts.ts'
import { postStaffNote } from './post.ts'
import { returnedTo } from './return-address.ts'

export async function bounced(parts: PathParts, arrival: Arrival): Promise<void> {
  const { mail, understanding, changes } = arrival
  arrival.outcome = { state: 'set_aside', reason: 'bounce', requestId: null }
  const ids = understanding.triage.bounceOf.map((id) => `<${id.replace(/[<>]/g, '')}>`)
  const failed = mail.deliveryReports.filter((report) => report.action === 'failed')
  const letters = ids.length > 0 ? await lettersById(parts, ids) : await letterByTag(parts, mail)
  for (const letter of letters) {
    if (failed.length === 0) {
      if (!mail.deliveryReports.some((report) => report.action === 'delayed')) continue
      note(parts, changes, letter.requestId, 'letter_delayed', null, { letter: letter.id })
      continue
    }
    changes.letterUpdates.push({ id: letter.id, data: { state: 'bounced', error: failed[0]?.status ?? null } })
    note(parts, changes, letter.requestId, 'letter_bounced', failed[0]?.status ?? null, { letter: letter.id })
    arrival.outcome.requestId = letter.requestId
    if (letter.template === 'staff-note' || letter.request === null) continue
    await heldForBounce(parts, arrival, letter.request)
  }
}

async function lettersById({ db }: PathParts, ids: string[]) {
  return await db.outboxLetter.findMany({
    where: { messageId: { in: ids }, state: 'sent' },
    include: { request: true },
  })
}

/** A report that names no letter, but came back to the tagged envelope sender: the newest letter of that request. */
async function letterByTag(parts: PathParts, mail: ParsedMail) {
  const references = returnedTo(parts, mail)
  if (references.length === 0) return []
  return await parts.db.outboxLetter.findMany({
    where: { request: { reference: { in: references } }, state: 'sent', nullSender: false },
    orderBy: { id: 'desc' },
    take: 1,
    include: { request: true },
  })
}

async function heldForBounce(
  parts: PathParts,
  arrival: Arrival,
  request: NonNullable<Awaited<ReturnType<PathParts['db']['privacyRequest']['findFirst']>>>,
): Promise<void> {
  const { changes } = arrival
  const waits = request.state === 'awaiting_verification' || request.state === 'received'
  if (!waits) {
    const lines = [{ zh: '原因代码：letter_bounced', en: 'Reason: letter_bounced' }]
    const facts = {
      reference: request.reference,
      what: 'letter_bounced' as const,
      lines,
      dueAt: request.dueAt.toISOString(),
    }
    return await postStaffNote(parts, changes, facts, request.id)
  }
  const held = noChanges()
  held.requestMoves.push({
    id: request.id,
    from: request.state,
    data: { state: 'held', stateReason: 'letter_bounced', nextStepAt: null },
  })
  changes.requestMoves.push(...held.requestMoves)
  await handOver(parts, changes, factsOf(request), {
    reason: 'letter_bounced',
    matter: 'letter_bounced',
    tellRequester: false,
  })
}
