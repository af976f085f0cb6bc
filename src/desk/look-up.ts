// What is asked of both databases once for a group of mails, none of which changes what another would find: their senders' accounts,
// whether these had requests before, and the letters that left. What was not looked up is asked for each mail alone.

import { lookUpHash } from '../db/sealed-fields.ts'
import type { Subject } from '../userdb/userdb.ts'
import type { ReadMail } from './arrivals.ts'
import { countLetters, type LetterCounts } from './letter-limits.ts'
import type { PathParts } from './parts.ts'
import { answersOurLetter, stoppedAmong } from './stopped.ts'

export interface LookedUp {
  letters: LetterCounts
  /** accounts by the address as the mail has it */
  subjects: Map<string, Subject[]>
  /** of those accounts, whether there are requests about them */
  hadRequests: Map<string, boolean>
  /** senders, in lower case, who wished for silence and do not answer a letter of ours now */
  stopped: Set<string>
}

export async function lookUp(parts: PathParts, group: ReadMail[]): Promise<LookedUp> {
  const senders = group.flatMap(({ sender }) => sender ?? [])
  const letters = await countLetters(parts, senders, parts.clock.now())
  const people = group.filter(({ understanding }) => understanding.triage.kind === 'human')
  const subjects = await subjectsOf(
    parts,
    people.flatMap(({ understanding: { mail } }) => (mail.sender.ok ? mail.sender.address : [])),
  )
  const keys = [...subjects.values()].flat().map((subject) => subject.key)
  return { letters, subjects, hadRequests: await requestsOf(parts, keys), stopped: await silent(parts, people) }
}

async function silent(parts: PathParts, people: ReadMail[]): Promise<Set<string>> {
  const stopped = await stoppedAmong(
    parts,
    people.flatMap(({ sender }) => sender ?? []),
  )
  if (stopped.size === 0) return stopped
  for (const { sender, understanding } of people)
    if (sender !== null && stopped.has(sender) && (await answersOurLetter(parts, understanding.mail, sender)))
      stopped.delete(sender)
  return stopped
}

/** Every account with this address. */
export async function subjectsAt(parts: PathParts, address: string): Promise<Subject[]> {
  return parts.lookedUp?.subjects.get(address) ?? (await parts.userDb.findSubjects(address))
}

/** Whether there ever was a request about this account. */
export async function hadRequests(parts: PathParts, subjectKey: string): Promise<boolean> {
  const known = parts.lookedUp?.hadRequests.get(subjectKey)
  return known ?? (await parts.db.privacyRequest.count({ where: { subjectKey } })) > 0
}

/** A platform that cannot be asked fails the mails that need it, each by itself, and no other. */
async function subjectsOf({ userDb }: PathParts, addresses: string[]): Promise<Map<string, Subject[]>> {
  if (addresses.length < 2) return new Map()
  return (await userDb.findSubjectsOf(addresses).catch(() => null)) ?? new Map()
}

async function requestsOf({ db, key }: PathParts, subjectKeys: string[]): Promise<Map<string, boolean>> {
  if (subjectKeys.length === 0) return new Map()
  const found = await db.privacyRequest.groupBy({ by: ['subjectHash'], where: { subjectKey: { in: subjectKeys } } })
  const hashes = new Set(found.map((row) => row.subjectHash))
  return new Map(subjectKeys.map((subjectKey) => [subjectKey, hashes.has(lookUpHash(key, 'subject', subjectKey))]))
}
