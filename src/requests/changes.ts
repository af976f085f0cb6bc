// What a step wants written, as plain values, and the one place that writes it: state changes, their events in the trail and
// the letters they cause go into one transaction or not at all. Several steps may share a transaction (group commit).
// A request moves only from the state in which the step found it; where it has moved on meanwhile, nothing is written.

import { insertMany, updateMails } from '../db/bulk.ts'
import { type Db, type Tx, transact } from '../db/client.ts'
import type { Mail, Prisma } from '../db/generated/client.ts'
import { DeskError } from '../errors.ts'
import { type MailState, mayMove, type RequestState } from './states.ts'
import { appendTrail, type NewEvent } from './trail.ts'

export interface RequestMove {
  id: string
  from: RequestState
  data: Prisma.PrivacyRequestUncheckedUpdateManyInput
  /** what else must still be as it was found: who has the request, say */
  where?: Prisma.PrivacyRequestWhereInput
}

export interface Changes {
  requests: Prisma.PrivacyRequestCreateManyInput[]
  acts: Prisma.ActCreateManyInput[]
  challenges: Prisma.ChallengeCreateManyInput[]
  downloads: Prisma.DownloadCreateManyInput[]
  letters: Prisma.OutboxLetterCreateManyInput[]
  events: NewEvent[]
  requestMoves: RequestMove[]
  /** acts that were never begun and are replaced by others */
  actRemovals: string[]
  actUpdates: { id: string; data: Prisma.ActUncheckedUpdateManyInput }[]
  challengeUpdates: { id: string; data: Prisma.ChallengeUncheckedUpdateManyInput }[]
  /** a link that is closed already stays as it is */
  downloadUpdates: { id: string; data: Prisma.DownloadUncheckedUpdateManyInput }[]
  letterUpdates: { id: string; data: Prisma.OutboxLetterUncheckedUpdateManyInput }[]
  /** letters that the server accepted: one statement for all of them */
  lettersSent: { ids: string[]; at: Date }[]
  /** a mail that is no longer in `from` was settled meanwhile and is not settled again */
  mailMoves: { id: string; from: MailState; data: Partial<Mail> }[]
  /** which words a mail may hold, for the console's search */
  signatures: { mailId: string; bits: Uint8Array<ArrayBuffer> }[]
}

export function noChanges(): Changes {
  return {
    requests: [],
    acts: [],
    challenges: [],
    downloads: [],
    letters: [],
    events: [],
    requestMoves: [],
    actRemovals: [],
    actUpdates: [],
    challengeUpdates: [],
    downloadUpdates: [],
    letterUpdates: [],
    lettersSent: [],
    mailMoves: [],
    signatures: [],
  }
}

/** Writes all of it in one transaction. Throws `state_moved_on` and writes nothing where a request is no longer in `from`. */
export async function commit(db: Db, steps: Changes[]): Promise<void> {
  const all = merge(steps)
  await transact(db, async (tx) => await write(tx, all))
}

function merge(steps: Changes[]): Changes {
  const all = noChanges()
  for (const step of steps) include(all, step)
  return all
}

/** What a step wants written joins what is to be written with it. */
export function include(all: Changes, step: Changes): void {
  for (const key of Object.keys(all) as (keyof Changes)[]) (all[key] as unknown[]).push(...step[key])
}

async function write(tx: Tx, all: Changes): Promise<void> {
  await insertMany(tx, 'PrivacyRequest', all.requests)
  for (const each of all.requestMoves) await move(tx, each)
  if (all.actRemovals.length > 0) {
    await tx.act.deleteMany({ where: { id: { in: all.actRemovals }, state: 'pending' } })
  }
  await insertMany(tx, 'Act', all.acts)
  for (const { id, data } of all.actUpdates) await tx.act.updateMany({ where: { id }, data })
  for (const { id, data } of all.challengeUpdates) await tx.challenge.updateMany({ where: { id }, data })
  await insertMany(tx, 'Challenge', all.challenges)
  for (const row of all.downloads) await tx.download.create({ data: row })
  for (const { id, data } of all.downloadUpdates) await tx.download.updateMany({ where: { id, closedAs: null }, data })
  await insertMany(tx, 'OutboxLetter', all.letters)
  for (const { id, data } of all.letterUpdates) await tx.outboxLetter.updateMany({ where: { id }, data })
  for (const { ids, at } of all.lettersSent) {
    await tx.outboxLetter.updateMany({
      where: { id: { in: ids } },
      data: { state: 'sent', sentAt: at, nextAttemptAt: null, secret: null, error: null },
    })
  }
  await moveMails(tx, all.mailMoves)
  await writeSignatures(tx, all.signatures)
  await appendTrail(tx, all.events)
}

/** A mail that runs again is read again. */
async function writeSignatures(tx: Tx, signatures: Changes['signatures']): Promise<void> {
  if (signatures.length === 0) return
  await tx.mailSignature.deleteMany({ where: { mailId: { in: signatures.map((each) => each.mailId) } } })
  await insertMany(tx, 'MailSignature', signatures)
}

async function moveMails(tx: Tx, moves: Changes['mailMoves']): Promise<void> {
  if ((await updateMails(tx, moves)) === moves.length) return
  throw new DeskError('state_moved_on', {
    retry: true,
    message: 'A mail was settled meanwhile; nothing more is to be done.',
  })
}

async function move(tx: Tx, { id, from, data, where }: RequestMove): Promise<void> {
  const to = data.state as RequestState | undefined
  if (to !== undefined && to !== from && !mayMove(from, to)) {
    throw new DeskError('internal', { retry: false, message: `A request cannot go from ${from} to ${to}.` })
  }
  const { count } = await tx.privacyRequest.updateMany({ where: { ...where, id, state: from }, data })
  if (count !== 1) {
    throw new DeskError('state_moved_on', {
      retry: true,
      message: `The request is no longer ${from.replaceAll('_', ' ')} as it was found, or somebody else has it by now; look at it again before acting.`,
    })
  }
}
