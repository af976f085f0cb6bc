// A code in a mail of its own instead of a reply: it joins the request whose code it is. Only the right code does, so that
// nobody who lacks the thread can use up somebody's tries.

import type { ParsedMail } from '../mail/parse.ts'
import { judgeCode } from './answers.ts'
import { subjectsAt } from './look-up.ts'
import type { PathParts } from './parts.ts'
import { type MatchedRequest, withParts } from './triage/match.ts'
import { codesIn } from './verification/challenge.ts'

/** Requests of one person that are looked at, the newest first. */
const mostRequests = 10

/** All open requests of the sender whose right code stands in the mail, the newest first. */
export async function requestsOfCodes(parts: PathParts, mail: ParsedMail, arrivedAt: Date): Promise<MatchedRequest[]> {
  if (!mail.sender.ok || codesIn(mail.newText).length === 0) return []
  const subjects = await subjectsAt(parts, mail.sender.address)
  if (subjects.length === 0) return []
  const requests = await parts.db.privacyRequest.findMany({
    where: { subjectKey: { in: subjects.map((subject) => subject.key) }, state: 'awaiting_verification' },
    include: withParts,
    orderBy: { receivedAt: 'desc' },
    take: mostRequests,
  })
  return requests.filter((request) => judgeCode(parts, request, mail, arrivedAt)?.outcome === 'right')
}
