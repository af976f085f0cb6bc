// The owner of the stored address says that it was not they who asked for the code of a link to their export: the link is locked
// and staff look into it. The file goes with the next clean-up, for nothing names it any more.

import { sameAddress } from '../mail/addresses.ts'
import { factsOf, handOver } from './answering.ts'
import type { Arrival } from './arrival.ts'
import type { PathParts } from './parts.ts'
import type { MatchedRequest } from './triage/match.ts'

/** Returns false where the request has no open link, or somebody else writes. */
export async function stopLinks(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { mail, changes } = arrival
  const { sender } = mail
  if (!sender.ok) return false
  const open = await parts.db.download.findMany({ where: { requestId: request.id, closedAs: null } })
  const links = open.filter((link) => sameAddress(sender.address, link.sentTo))
  if (links.length === 0) return false
  for (const { id } of links) {
    const data = { closedAs: 'locked', closedAt: parts.clock.now(), codeHash: null }
    changes.downloadUpdates.push({ id, data })
  }
  arrival.outcome = { state: 'handled', reason: 'download_stopped', requestId: request.id }
  await handOver(parts, changes, factsOf(request), {
    reason: 'download_stopped',
    matter: 'download_locked',
    tellRequester: true,
    answers: { messageId: mail.messageId, references: mail.references },
  })
  return true
}
