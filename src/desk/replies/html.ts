// The HTML part of a letter: marks become tags, and everything that is no mark is escaped, wherever it came from.

import { type MarkTable, markSign, onlyHtml } from './marks.ts'

const special = /\u0001([\s\S])|[&<>"'\u0002\u0003]|\u0004[^\u0005]*\u0005/g
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Linear in the length of the text. */
export function toHtml(filled: string, marks: MarkTable): string {
  return filled.replace(special, (found: string, mark: string | undefined) => {
    if (found[0] === markSign) return marks.read(mark?.charCodeAt(0) ?? 0)?.html ?? ''
    if (found === onlyHtml.end) return '">' // a link's tag ends after its address
    return escapes[found] ?? ''
  })
}
