// What the bytes of a mail say by themselves, parsed and classified: a pure function of them, so that another thread may read as
// well (reader.ts, reading-thread.ts). Whose mail it is and whether it may be answered is decided by understand.ts.

import { type ParsedMail, parseMail } from '../mail/parse.ts'
import { type Classification, classify, type Thresholds } from './classification/classify.ts'

export interface Reading {
  mail: ParsedMail
  /** asked of people's mail alone */
  classification(): Classification
  /** how long it took, where another thread did it before */
  classifiedInMs?: number
}

export async function readSource(source: Uint8Array, thresholds: Thresholds): Promise<Reading> {
  const mail = await parseMail(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
  return { mail, classification: () => classify({ subject: theirSubject(mail), text: mail.text }, thresholds) }
}

/** Under "Re: Please confirm: Delete your account [HB-…]" a bare "yes" must not read as a new wish: those words are the desk's. */
function theirSubject(mail: ParsedMail): string {
  return /\[HB-[0-9A-Z]{6}\]/i.test(mail.subject) ? '' : mail.subject
}
