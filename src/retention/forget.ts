// Takes out of a row whatever tells of a person, and leaves what proves how the request was answered: reference, dates, states, kinds,
// what was done in numbers, the trail. Each in one transaction; a second run finds nothing to do.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Db, noJson, type Tx, transact } from '../db/client.ts'
import type { Act, Prisma } from '../db/generated/client.ts'
import type { ActResult } from '../requests/acts.ts'
import { removeDetails } from '../requests/trail.ts'

/** The bytes of mails first, so that a crash leaves rows to come back to, not files without one. */
export async function forgetMails(
  db: Db,
  dataFolder: string,
  mails: { id: string; source: string | null }[],
  at: Date,
) {
  for (const { source } of mails) if (source !== null) await rm(join(dataFolder, 'mails', source), { force: true })
  const ids = mails.map((mail) => mail.id)
  await db.mailSignature.deleteMany({ where: { mailId: { in: ids } } })
  await db.mail.updateMany({
    where: { id: { in: ids } },
    data: {
      source: null,
      sourceSha256: '',
      messageId: null,
      fromAddress: null,
      subject: null,
      newText: null,
      decisions: noJson,
      forgottenAt: at,
    },
  })
}

/** What a letter said and to whom; that it was written, when, and what became of it stays. */
export async function forgetLetters(
  db: Db,
  dataFolder: string,
  letters: { id: string; attachment: string | null }[],
  at: Date,
) {
  for (const { attachment } of letters) if (attachment !== null) await rm(join(dataFolder, attachment), { force: true })
  await db.outboxLetter.updateMany({
    where: { id: { in: letters.map((letter) => letter.id) } },
    data: {
      recipient: '',
      domainKey: null,
      subject: '',
      text: '',
      html: '',
      inReplyTo: null,
      references: null,
      replyTo: null,
      secret: null,
      attachment: null,
      forgottenAt: at,
    },
  })
}

/**
 * A closed request without its person. `keepHashes`: the keyed hashes of address and account stay, by which the desk, and nobody
 * without its key, can tell whether it was about a given person.
 */
export async function forgetRequest(db: Db, id: string, at: Date, keepHashes: boolean): Promise<void> {
  await transact(db, async (tx) => {
    const request = await tx.privacyRequest.findUniqueOrThrow({
      where: { id },
      include: { acts: true, events: { where: { detailsHash: { not: null }, detailsRemoved: null } } },
    })
    await tx.privacyRequest.updateMany({
      where: { id },
      data: {
        requester: null,
        domainKey: null,
        requesterHash: keepHashes ? request.requesterHash : null,
        subjectKey: null,
        subjectHash: keepHashes ? request.subjectHash : null,
        subjectAddress: null,
        threadId: null,
        threadReferences: null,
        forgottenAt: keepHashes ? request.forgottenAt : at,
        reducedAt: request.reducedAt ?? at,
      },
    })
    for (const act of request.acts) await forgetAct(tx, act, keepHashes)
    await tx.challenge.deleteMany({ where: { requestId: id, closedAs: { not: null } } })
    await tx.download.deleteMany({ where: { requestId: id, closedAs: { not: null } } })
    await removeDetails(tx, request.events)
  })
}

async function forgetAct(tx: Tx, act: Act, keepReasons: boolean): Promise<void> {
  const { id, kind } = act
  const result = act.result as unknown as ActResult | null
  await tx.act.updateMany({
    where: { id },
    data: {
      details: { kind },
      statement: noJson,
      plan: noJson,
      result: result === null ? noJson : (evidenceOf(result, keepReasons) as unknown as Prisma.InputJsonValue),
    },
  })
}

/** What was done, without the values it was done with; the code of the reason stays on the request when staff's words for it go. */
function evidenceOf(result: ActResult, keepReasons: boolean): ActResult {
  if (result.outcome === 'declined') return keepReasons ? result : { ...result, reason: { zh: '', en: '' } }
  if (result.kind !== 'correction') return result
  return { ...result, changes: result.changes.map(({ label }) => ({ label, before: null, after: '' })) }
}
