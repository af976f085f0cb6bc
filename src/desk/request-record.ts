// All that is written down about one request, without codes: neither a letter's secret nor the hash of a code or link is read.

import type { Db } from '../db/client.ts'
import type { Prisma } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'

const recordParts = {
  acts: { orderBy: { position: 'asc' } },
  challenges: { omit: { codeHash: true }, orderBy: { createdAt: 'asc' } },
  downloads: { omit: { tokenHash: true, codeHash: true }, orderBy: { createdAt: 'asc' } },
  mails: { orderBy: { arrivedAt: 'asc' } },
  letters: { omit: { secret: true, html: true }, orderBy: { createdAt: 'asc' } },
  events: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.PrivacyRequestInclude

export type RequestRecord = Prisma.PrivacyRequestGetPayload<{ include: typeof recordParts }>

/** Throws `request_unknown`. */
export async function readRecord(db: Db, reference: string): Promise<RequestRecord> {
  const wanted = reference.trim().toUpperCase()
  const record = await db.privacyRequest.findUnique({ where: { reference: wanted }, include: recordParts })
  if (record !== null) return record
  throw new DeskError('request_unknown', {
    retry: false,
    message: `There is no request ${wanted.slice(0, 40)}: habeas requests list shows those that are open, with --all the settled ones too.`,
  })
}
