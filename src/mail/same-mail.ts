// "Same mail": Message-ID, author and body without trace headers. A raw hash sees every further hop as a new mail, a bare
// Message-ID swallows different mails that share one.

import { createHash } from 'node:crypto'
import type { ParsedMail } from './parse.ts'

/** SHA-256 in hex. Without a Message-ID, date and subject stand for it. */
export function sameMailKey(mail: ParsedMail): string {
  const author = mail.sender.ok
    ? mail.sender.address
    : mail.headers.filter((field) => field.name === 'from').map((field) => field.value)
  const identity = mail.messageId ?? [mail.headers.find((field) => field.name === 'date')?.value ?? null, mail.subject]
  // blanks at line ends and empty lines change on the way (mailing hosts, re-encoding); words do not
  const body = mail.text.replace(/\s+/g, ' ').trim()
  const files = mail.attachments.map((file) => [file.name, file.contentType, file.bytes])
  return createHash('sha256')
    .update(JSON.stringify([identity, author, body, files]))
    .digest('hex')
}
