// The HTML of a mail as its writer sent it, for showing and for nothing else: it is as hostile as its writer. What the desk understands
// of a mail comes from its text (readable-text.ts).

import { defaultMailLimits } from './limits.ts'
import { leaves, type MimePart, readMimeTree } from './mime.ts'
import { partText } from './readable-text.ts'

/** More is no mail that people write. */
const maxChars = 1_000_000

export function hasHtml(source: Buffer): boolean {
  return bodies(source).length > 0
}

/** Null where the mail has none. */
export function readHtml(source: Buffer): string | null {
  const parts = bodies(source)
  if (parts.length === 0) return null
  return parts.map((part) => partText(source, part, maxChars, new Set())).join('\n<hr>\n')
}

/** A named part is a file. */
function bodies(source: Buffer): MimePart[] {
  return leaves(readMimeTree(source, defaultMailLimits).root).filter(
    ({ type, disposition, fileName }) => type === 'text/html' && disposition !== 'attachment' && fileName === null,
  )
}
