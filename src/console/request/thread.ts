// The conversation as it happened: mails as their writer wrote them, letters as they left, oldest first. Mails are read from their
// source, where that is still there; else what is kept of their words.

import type { PathParts } from '../../desk/parts.ts'
import type { RequestRecord } from '../../desk/request-record.ts'
import { hasHtml } from '../../mail/html-content.ts'
import { type ParsedMail, parseMail } from '../../mail/parse.ts'

type Mail = RequestRecord['mails'][number]
type Letter = RequestRecord['letters'][number]

export interface MailEntry {
  kind: 'mail'
  at: Date
  mail: Mail
  said: Pick<ParsedMail, 'newText' | 'quotedText' | 'forwardedText' | 'attachments' | 'problems'>
  /** the source is here: attachments can be had */
  hasSource: boolean
  hasHtml: boolean
}

export interface LetterEntry {
  kind: 'letter'
  at: Date
  letter: Letter
}

export type Entry = MailEntry | LetterEntry

/** Of a mail this size or larger only the words that are kept are shown: its source can be had as it is. */
const readableBytes = 4_194_304

/** Notes to staff are no part of it. */
export async function threadOf(parts: PathParts, { mails, letters }: RequestRecord): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const mail of mails) entries.push(await readEntry(parts, mail))
  // of one moment the mail comes first: the letter answers it
  for (const letter of letters) {
    if (letter.template !== 'staff-note') entries.push({ kind: 'letter', at: letter.createdAt, letter })
  }
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime())
}

export async function readEntry({ sources }: PathParts, mail: Mail): Promise<MailEntry> {
  const kept = { newText: mail.newText ?? '', quotedText: '', forwardedText: '', attachments: [], problems: [] }
  const entry = { kind: 'mail' as const, at: mail.arrivedAt, mail }
  if (mail.source === null || mail.bytes > readableBytes)
    return { ...entry, said: kept, hasSource: mail.source !== null, hasHtml: false }
  try {
    const source = await sources.read(mail.source)
    return { ...entry, said: await parseMail(source), hasSource: true, hasHtml: hasHtml(source) }
  } catch {
    // a source that is gone or damaged: the page says so, and shows the rest
    return { ...entry, said: kept, hasSource: false, hasHtml: false }
  }
}
