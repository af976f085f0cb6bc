// A code in a mail of its own instead of a reply: it joins the request whose code it is. Only the right code does, so that
// nobody who lacks the thread can use up somebody's tries. So that nobody can guess without end either, such mails are read for codes
// a few times a day; a reply to the letter is always read.

import type { ParsedMail } from '../mail/parse.ts'
import type { Changes } from '../requests/changes.ts'
import { note } from './answering.ts'
import { judgeCode } from './answers.ts'
import { subjectsAt } from './look-up.ts'
import type { PathParts } from './parts.ts'
import { type MatchedRequest, withParts } from './triage/match.ts'
import { codesIn } from './verification/challenge.ts'

/** Requests of one person that are looked at, the newest first. */
const mostRequests = 10
/** Mails with none of the right codes, from one sender within a day. */
const mostUnmatched = 20
const dayMs = 86_400_000

/** All open requests of the sender whose right code stands in the mail, the newest first. */
export async function requestsOfCodes(
  parts: PathParts,
  mail: ParsedMail,
  arrivedAt: Date,
  changes: Changes,
): Promise<MatchedRequest[]> {
  if (!mail.sender.ok || codesIn(mail.newText).length === 0) return []
  const subjects = await subjectsAt(parts, mail.sender.address)
  if (subjects.length === 0) return []
  const keys = subjects.map((subject) => subject.key)
  const requests = await parts.db.privacyRequest.findMany({
    where: { subjectKey: { in: keys }, state: 'awaiting_verification' },
    include: withParts,
    orderBy: { receivedAt: 'desc' },
    take: mostRequests,
  })
  const [newest] = requests
  if (newest === undefined || (await hasGuessedEnough(parts, keys))) return []
  const right = requests.filter((request) => judgeCode(parts, request, mail, arrivedAt)?.outcome === 'right')
  if (right.length === 0) note(parts, changes, newest.id, 'code_unmatched', null, undefined, 'requester')
  return right
}

async function hasGuessedEnough({ clock, db }: PathParts, subjectKeys: string[]): Promise<boolean> {
  const since = new Date(clock.now().getTime() - dayMs)
  const where = { type: 'code_unmatched', at: { gt: since }, request: { subjectKey: { in: subjectKeys } } }
  return (await db.event.count({ where })) >= mostUnmatched
}
