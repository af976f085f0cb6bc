// What the desk knows of a conversation, read from its own database: mails with each station's decision, requests with their
// acts, trail and letters. Codes stay where they belong: bodies of letters and their secrets are never selected, except the
// template text that shows where a code stands.

import { z } from 'zod'
import type { Db } from '../db/client.ts'
import type { Prisma } from '../db/generated/client.ts'

const reasons = z.array(z.string()).catch([])
const decisionsSchema = z.object({
  triage: z
    .object({ kind: z.string(), replyAllowed: z.boolean().catch(true), reasons })
    .optional()
    .catch(undefined),
  classification: z
    .object({
      language: z.string().catch('other'),
      topic: z.string(),
      intents: z.array(z.string()).catch([]),
      scope: z.string().catch('account'),
      part: z.string().nullable().catch(null),
      corrections: z
        .array(z.object({ field: z.string(), old: z.string().nullable().catch(null), value: z.string() }))
        .catch([]),
      confidence: z.number().catch(0),
      decision: z.string(),
      reasons,
    })
    .optional()
    .catch(undefined),
  verification: z
    .object({
      outcome: z.string(),
      by: z.string().optional(),
      reason: z.string().optional().catch(undefined),
      reasons,
      authentication: z.object({ result: z.string(), reasons }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  match: z
    .object({ outcome: z.string(), via: z.string().optional(), reference: z.string().optional() })
    .optional()
    .catch(undefined),
})
export type Decisions = z.output<typeof decisionsSchema>

const mailFields = {
  id: true,
  messageId: true,
  arrivedAt: true,
  storedAt: true,
  handledAt: true,
  bytes: true,
  state: true,
  stateReason: true,
  kind: true,
  decisions: true,
  attempts: true,
  nextAttemptAt: true,
  error: true,
  requestId: true,
} satisfies Prisma.MailSelect

const letterFields = {
  id: true,
  requestId: true,
  template: true,
  recipient: true,
  subject: true,
  messageId: true,
  inReplyTo: true,
  state: true,
  attempts: true,
  createdAt: true,
  nextAttemptAt: true,
  sentAt: true,
  error: true,
  attachmentName: true,
} satisfies Prisma.OutboxLetterSelect

const requestFields = {
  id: true,
  reference: true,
  state: true,
  stateReason: true,
  topic: true,
  receivedAt: true,
  dueAt: true,
  verifiedAt: true,
  verifiedBy: true,
  settledAt: true,
  acts: { orderBy: { position: 'asc' }, select: { kind: true, state: true, details: true, result: true } },
  events: {
    orderBy: { id: 'asc' },
    select: { id: true, at: true, actor: true, type: true, reason: true, mailId: true },
  },
  mails: { orderBy: { arrivedAt: 'asc' }, select: mailFields },
} satisfies Prisma.PrivacyRequestSelect

export type DeskMail = Omit<Prisma.MailGetPayload<{ select: typeof mailFields }>, 'decisions'> & {
  decisions: Decisions
}
export type DeskRequest = Omit<Prisma.PrivacyRequestGetPayload<{ select: typeof requestFields }>, 'mails'>
export type DeskLetter = Prisma.OutboxLetterGetPayload<{ select: typeof letterFields }>

export interface DeskFacts {
  /** oldest first */
  mails: DeskMail[]
  requests: DeskRequest[]
  letters: DeskLetter[]
}

/** Everything about the mails and letters with these Message-IDs (without angle brackets). */
export async function readDeskFacts(db: Db, messageIds: string[]): Promise<DeskFacts> {
  if (messageIds.length === 0) return { mails: [], requests: [], letters: [] }
  const ids = eitherSpelling(messageIds)
  const [mails, named] = await Promise.all([
    db.mail.findMany({ where: { messageId: { in: ids } }, select: mailFields }),
    db.outboxLetter.findMany({
      where: { OR: [{ messageId: { in: ids } }, { inReplyTo: { in: ids } }] },
      select: letterFields,
    }),
  ])
  const requestIds = [...new Set([...mails, ...named].flatMap((row) => row.requestId ?? []))]
  const [requests, owned] = await Promise.all([
    db.privacyRequest.findMany({ where: { id: { in: requestIds } }, select: requestFields }),
    db.outboxLetter.findMany({ where: { requestId: { in: requestIds } }, select: letterFields }),
  ])
  return {
    mails: byId([...mails, ...requests.flatMap((request) => request.mails)])
      .map((mail) => ({
        ...mail,
        messageId: bare(mail.messageId),
        decisions: decisionsSchema.catch({}).parse(mail.decisions ?? {}),
      }))
      .sort((one, other) => one.arrivedAt.getTime() - other.arrivedAt.getTime() || one.id.localeCompare(other.id)),
    requests: requests.map(({ mails: _mails, ...request }) => request),
    letters: byId([...named, ...owned])
      .map((letter) => ({ ...letter, messageId: bare(letter.messageId) ?? '', inReplyTo: bare(letter.inReplyTo) }))
      .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()),
  }
}

/** The text of a letter as composed, with `{{secret}}` where the code goes; null for an unknown letter. */
export async function readLetterTemplateText(db: Db, messageId: string): Promise<string | null> {
  const letter = await db.outboxLetter.findFirst({
    where: { messageId: { in: eitherSpelling([messageId]) } },
    select: { text: true },
  })
  return letter?.text ?? null
}

/** The newest request of this requester, for the examples that speak of it. */
export async function latestReference(db: Db, requester: string): Promise<string | null> {
  const request = await db.privacyRequest.findFirst({
    where: { requester },
    orderBy: { receivedAt: 'desc' },
    select: { reference: true },
  })
  return request?.reference ?? null
}

/** Message-IDs stand in the database with angle brackets where the desk wrote the mail, without where it read it. */
function eitherSpelling(ids: string[]): string[] {
  return ids.flatMap((id) => [id, `<${id}>`])
}

function bare(id: string | null): string | null {
  return id?.trim().replace(/^<|>$/g, '') || null
}

function byId<Row extends { id: string }>(rows: Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
