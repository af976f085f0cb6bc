// Everything closed that the desk holds about one person who was deleted at the platform: every request, mail and letter of that address
// or account, whichever request it belonged to. What is still open stays until it is closed.

import type { Db } from '../db/client.ts'
import { lookUpHash } from '../db/sealed-fields.ts'
import type { Clock } from '../lib/clock.ts'
import { forgetLetters, forgetMails, forgetRequest } from './forget.ts'
import { forgetViews } from './forget-views.ts'

export async function forgetPerson(
  { db, clock, dataFolder }: { db: Db; clock: Clock; dataFolder: string },
  person: { requester: string | null; subjectKey: string | null; subjectAddress: string | null },
): Promise<void> {
  const key = db.$deskKey()
  const now = clock.now()
  const addresses = [...new Set([person.requester, person.subjectAddress].flatMap((each) => each ?? []))]
  if (addresses.length > 0) await forgetViews(db, { addresses })
  const hashes = addresses.map((address) => lookUpHash(key, 'address', address))
  const requests = await db.privacyRequest.findMany({
    where: {
      reducedAt: null,
      settledAt: { not: null },
      OR: [
        { requesterHash: { in: hashes } },
        ...(person.subjectKey === null ? [] : [{ subjectKey: person.subjectKey }]),
      ],
    },
    select: { id: true },
  })
  const settled = { in: requests.map((request) => request.id) }
  const mails = await db.mail.findMany({
    where: {
      forgottenAt: null,
      handledAt: { not: null },
      OR: [{ requestId: settled }, { fromHash: { in: hashes }, requestId: null }],
    },
    select: { id: true, source: true },
  })
  if (mails.length > 0) await forgetMails(db, dataFolder, mails, now)
  const letters = await db.outboxLetter.findMany({
    where: {
      forgottenAt: null,
      state: { not: 'queued' },
      OR: [{ requestId: settled }, { recipientHash: { in: hashes }, requestId: null }],
    },
    select: { id: true, attachment: true },
  })
  if (letters.length > 0) await forgetLetters(db, dataFolder, letters, now)
  for (const { id } of requests) await forgetRequest(db, id, now, true)
}
