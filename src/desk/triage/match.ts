// Which request a mail answers: by plus tag of a recipient, by the Message-ID of a letter of ours in its thread, or by the
// reference in its subject. A mark alone joins nothing: the sender must be the one the request belongs to.

import type { Db } from '../../db/client.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { plusTag, sameAddress } from '../../mail/addresses.ts'
import type { OwnMail } from '../../mail/own-mail.ts'
import type { ParsedMail } from '../../mail/parse.ts'
import { subjectReference } from '../../mail/threading.ts'

export const withParts = {
  acts: { orderBy: { position: 'asc' } },
  challenges: { where: { closedAs: null }, orderBy: { createdAt: 'desc' } },
} as const satisfies Prisma.PrivacyRequestInclude

export type MatchedRequest = Prisma.PrivacyRequestGetPayload<{ include: typeof withParts }>

export type Match =
  | { outcome: 'none' }
  | { outcome: 'joined'; request: MatchedRequest; via: 'plus_tag' | 'thread' | 'subject' }
  /** marked with a request that belongs to somebody else */
  | { outcome: 'foreign'; via: 'plus_tag' | 'thread' }

export async function matchRequest(
  db: Db,
  mail: ParsedMail,
  ownAddresses: string[],
  own: Pick<OwnMail, 'isOwnMessageId'>,
): Promise<Match> {
  const byTag = tagReferences(mail, ownAddresses)
  const byThread = [...mail.inReplyTo, ...mail.references].filter((id) => own.isOwnMessageId(id)).slice(0, 20)
  const bySubject = subjectReference(mail.subject)
  const marks: { via: 'plus_tag' | 'thread' | 'subject'; requests: () => Promise<MatchedRequest[]> }[] = []
  if (byTag.length > 0) {
    marks.push({ via: 'plus_tag', requests: () => find(db, { reference: { in: byTag } }) })
  }
  if (byThread.length > 0) {
    const ids = byThread.map((id) => `<${id}>`)
    marks.push({ via: 'thread', requests: () => find(db, { letters: { some: { messageId: { in: ids } } } }) })
  }
  if (bySubject !== null) marks.push({ via: 'subject', requests: () => find(db, { reference: bySubject }) })
  let foreign: Match | null = null
  for (const { via, requests } of marks) {
    const found = await requests()
    const [request] = found.filter((each) => belongsTo(each, mail))
    if (request !== undefined) return { outcome: 'joined', request: await answering(db, request, mail), via }
    // a reference in a subject is copied and forwarded by honest people: it neither joins nor accuses. A tag that nobody has is as
    // foreign as one of somebody else: the letters must not tell which references there are
    if (via === 'plus_tag' || (via === 'thread' && found.length > 0)) foreign ??= { outcome: 'foreign', via }
  }
  return foreign ?? { outcome: 'none' }
}

/** References that stand as plus tags in the mail's recipients. */
function tagReferences(mail: ParsedMail, ownAddresses: string[]): string[] {
  const tags = mail.recipients
    .slice(0, 50)
    .flatMap((recipient) => ownAddresses.flatMap((own) => plusTag(recipient, own) ?? []))
  const references = tags.flatMap((tag) => /^(HB-[2-9A-Z]{6})(?:\.[0-9a-f]{12})?$/i.exec(tag)?.[1]?.toUpperCase() ?? [])
  return [...new Set(references)]
}

async function find(db: Db, where: Prisma.PrivacyRequestWhereInput): Promise<MatchedRequest[]> {
  return await db.privacyRequest.findMany({ where, include: withParts, orderBy: { receivedAt: 'desc' }, take: 10 })
}

/** A duplicate is answered with the request that it was merged into. */
async function answering(db: Db, request: MatchedRequest, mail: ParsedMail): Promise<MatchedRequest> {
  if (request.mergedInto === null) return request
  const [kept] = await find(db, { reference: request.mergedInto })
  return kept !== undefined && belongsTo(kept, mail) ? kept : request
}

function belongsTo(request: MatchedRequest, mail: ParsedMail): boolean {
  if (!mail.sender.ok) return false
  const { address } = mail.sender
  // whoever was sent the open code may answer it: the new address of a change is not on file yet
  const asked = request.challenges.map((challenge) => challenge.sentTo)
  const owners = [request.subjectAddress, request.requester, ...asked]
  return owners.some((owner) => owner !== null && sameAddress(owner, address))
}
