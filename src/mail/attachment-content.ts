// The bytes of one attachment of a mail, as its sender wrote them: for handing on, never for opening.

import { type Attachment, listAttachments } from './attachments.ts'
import { defaultMailLimits } from './limits.ts'
import { leaves, readMimeTree } from './mime.ts'
import { readReadableText } from './readable-text.ts'
import { decodeTransfer } from './transfer-encoding.ts'

export interface AttachmentContent extends Attachment {
  content: Buffer
}

/** The `index`th as parseMail lists them; null where there are fewer. */
export function readAttachment(source: Buffer, index: number): AttachmentContent | null {
  const limits = defaultMailLimits
  const { root, problems } = readMimeTree(source, limits)
  const readable = readReadableText(source, root, limits, problems)
  const files = leaves(root).filter((part) => !readable.parts.has(part))
  const attachment = listAttachments(source, files, limits.attachments, problems)[index]
  const part = files[index]
  if (attachment === undefined || part === undefined) return null
  const body = source.subarray(part.bodyStart, part.bodyEnd)
  return { ...attachment, content: decodeTransfer(body, part.encoding, source.length).bytes }
}
