// Sorts what a person sent and received into conversations, the way a mail program does: by In-Reply-To and References.

import type { Letter } from './letter.ts'

/** A mail that somebody sent from the page. */
export interface SentMail {
  messageId: string
  /** key of the person */
  by: string
  sentAt: Date
  to: string
  subject: string
  text: string
  inReplyTo: string | null
  references: string[]
  /** the words for what is special about it: forged, automatic … a code for say.ts, or null */
  shape: string
  raw: Buffer
}

export type ConversationEntry =
  | { kind: 'sent'; at: Date; mail: SentMail }
  | { kind: 'letter'; at: Date; letter: Letter }

export interface Conversation {
  /** Message-ID of its first mail */
  id: string
  subject: string
  lastAt: Date
  entries: ConversationEntry[]
}

/** Newest conversation first; entries oldest first. */
export function conversations(sent: SentMail[], letters: Letter[]): Conversation[] {
  const entries: ConversationEntry[] = [
    ...sent.map((mail): ConversationEntry => ({ kind: 'sent', at: mail.sentAt, mail })),
    ...letters.map((letter): ConversationEntry => ({ kind: 'letter', at: letter.arrivedAt, letter })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime())
  const found: { ids: Set<string>; entries: ConversationEntry[] }[] = []
  for (const entry of entries) {
    const ids = idsOf(entry)
    const home = found.find((conversation) => ids.some((id) => conversation.ids.has(id)))
    if (home) {
      for (const id of ids) home.ids.add(id)
      home.entries.push(entry)
    } else {
      found.push({ ids: new Set(ids), entries: [entry] })
    }
  }
  return found
    .flatMap(({ entries: [first, ...rest] }) => (first ? [conversation(first, rest)] : []))
    .sort((one, other) => other.lastAt.getTime() - one.lastAt.getTime())
}

function conversation(first: ConversationEntry, rest: ConversationEntry[]): Conversation {
  const entries = [first, ...rest]
  const subject = first.kind === 'sent' ? first.mail.subject : first.letter.subject
  return { id: idsOf(first)[0] ?? '', subject, lastAt: entries.at(-1)?.at ?? first.at, entries }
}

function idsOf(entry: ConversationEntry): string[] {
  const mail = entry.kind === 'sent' ? entry.mail : entry.letter
  const own = mail.messageId ?? (entry.kind === 'letter' ? entry.letter.id : '')
  return [own, mail.inReplyTo, ...mail.references].filter((id): id is string => Boolean(id))
}
