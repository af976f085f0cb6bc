// A crowd of mails is read ahead by the side reader, before its attempts are written down: a mail that kills that thread kills
// nothing else, and is read by the main thread when its turn comes.

import type { Mail } from '../db/generated/client.ts'
import { type ReadMail, readMail } from './arrivals.ts'
import type { PathParts } from './parts.ts'
import type { Reading } from './reading.ts'

/** By the mail's id; null where its turn has to bring it. */
export type ReadAhead = Map<string, Promise<ReadMail | null>>

/** Fewer mails are no crowd: they are read sooner than a thread begins. */
const crowd = 8
/** Larger mails wait for their turn, so that not many of them are held at once. */
const sideBytes = 262_144

/** So many mails are about to be fetched. */
export function expectMails({ sideReader }: PathParts, mails: number): void {
  if (mails >= crowd) sideReader.prepare()
}

export function readAhead(parts: PathParts, mails: Mail[]): ReadAhead {
  if (mails.length < crowd) return new Map()
  const small = mails.filter((mail) => mail.bytes <= sideBytes)
  return new Map(small.map((mail) => [mail.id, readAside(parts, mail)]))
}

async function readAside(parts: PathParts, mail: Mail): Promise<ReadMail | null> {
  const notRead = new Error('not read aside')
  try {
    return await readMail(parts, mail, async (source: Uint8Array): Promise<Reading> => {
      const reading = await parts.sideReader.read(source)
      if (reading === null) throw notRead
      return reading
    })
  } catch {
    return null
  }
}
