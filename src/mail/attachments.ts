// The attachments of a mail: names made safe to show and to use as a file name, sizes; their content stays in the source.

import { cleanLine } from './clean.ts'
import type { MimePart } from './mime.ts'
import { decodedSize } from './transfer-encoding.ts'

export interface Attachment {
  /** never empty, without path parts, unique within the mail */
  name: string
  contentType: string
  /** decoded */
  bytes: number
}

/** The leaves that are not the mail's text, at most `max` of them. */
export function listAttachments(source: Buffer, parts: MimePart[], max: number, problems: Set<string>): Attachment[] {
  const taken = new Set<string>()
  if (parts.length > max) problems.add('too_many_attachments')
  return parts.slice(0, max).map((part, index) => {
    const name = unique(safeFileName(part.fileName ?? '') || `${part.type.replace('/', '-')}-${index + 1}`, taken)
    const body = source.subarray(part.bodyStart, part.bodyEnd)
    return { name, contentType: cleanLine(part.type, 100), bytes: decodedSize(body, part.encoding) }
  })
}

/** A file name without directories, control and bidi characters, leading dots; '' where nothing is left. */
function safeFileName(name: string): string {
  const last =
    cleanLine(name, 2000)
      .split(/[/\\:]/)
      .at(-1) ?? ''
  const safe = last.replace(/[<>"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  if (safe.length <= 150) return safe
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(safe)?.[0] ?? ''
  return cleanLine(safe.slice(0, 150 - extension.length), 150) + extension
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name
  for (let count = 2; taken.has(candidate.toLowerCase()); count++) {
    candidate = name.replace(/(\.[^.]*)?$/, (extension) => ` (${count})${extension}`)
  }
  taken.add(candidate.toLowerCase())
  return candidate
}
