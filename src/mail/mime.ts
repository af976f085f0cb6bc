// The tree of parts of a mail (RFC 2046), as offsets into its bytes: nothing is copied, so a large attachment costs
// nothing here. A nested mail (message/rfc822) is a leaf: what it says was not written by this sender now.

import { type HeaderField, headerValue, readHead } from './headers.ts'
import type { MailLimits } from './limits.ts'
import { type Parameterised, parseParameterised } from './parameters.ts'

export interface MimePart {
  fields: HeaderField[]
  /** media type, lower-case, "text/plain" where none is given */
  type: string
  parameters: Map<string, string>
  /** inline, attachment, or '' */
  disposition: string
  fileName: string | null
  encoding: string
  /** undecoded body: source[bodyStart, bodyEnd) */
  bodyStart: number
  bodyEnd: number
  children: MimePart[]
}

export interface MimeTree {
  root: MimePart
  /** the root's head */
  fields: HeaderField[]
  problems: Set<string>
}

/** Reads the whole tree within the limits; what was left out is named in `problems`. Never throws for content. */
export function readMimeTree(source: Buffer, limits: MailLimits): MimeTree {
  const problems = new Set<string>()
  const state: Walk = { source, limits, problems, parts: 0 }
  const head = readHead(source, 0, source.length, limits.headerBytes, null)
  const hint = parseParameterised(headerValue(head.fields, 'content-type') ?? '').parameters.get('charset') ?? null
  // raw 8-bit headers are mostly in the charset that the mail declares for its text
  const read = hint !== null && head.guessed ? readHead(source, 0, source.length, limits.headerBytes, hint) : head
  const { fields } = read
  if (read.cut) problems.add('header_limit')
  if (read.guessed) problems.add('charset_guessed')
  const root = readPart(state, fields, head.bodyStart, source.length, 0, 'text/plain')
  return { root, fields, problems }
}

/** Every part without children, in order. */
export function leaves(part: MimePart): MimePart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves)
}

interface Walk {
  source: Buffer
  limits: MailLimits
  problems: Set<string>
  parts: number
}

function readPart(
  walk: Walk,
  fields: HeaderField[],
  start: number,
  end: number,
  depth: number,
  fallback: string,
): MimePart {
  walk.parts++
  const type = contentType(fields, fallback, walk.problems)
  const disposition = parseParameterised(headerValue(fields, 'content-disposition') ?? '')
  const part: MimePart = {
    fields,
    type: type.value,
    parameters: type.parameters,
    disposition: disposition.value,
    fileName: disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null,
    encoding: (headerValue(fields, 'content-transfer-encoding') ?? '7bit').replace(/[;\s(].*$/, '').toLowerCase(),
    bodyStart: start,
    bodyEnd: end,
    children: [],
  }
  if (part.type.startsWith('multipart/')) readChildren(walk, part, depth)
  return part
}

function contentType(fields: HeaderField[], fallback: string, problems: Set<string>): Parameterised {
  const header = headerValue(fields, 'content-type')
  if (header === null) return { value: fallback, parameters: new Map() }
  const parsed = parseParameterised(header)
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(parsed.value)) return parsed
  // "text" alone and other unreadable types: RFC 2045 §5.2 says plain text
  problems.add('content_type_invalid')
  return {
    value: parsed.value.startsWith('multipart') ? 'multipart/mixed' : 'text/plain',
    parameters: parsed.parameters,
  }
}

function readChildren(walk: Walk, part: MimePart, depth: number): void {
  const { source, problems, limits } = walk
  if (depth >= limits.depth) {
    problems.add('too_deep')
    part.type = 'application/octet-stream'
    return
  }
  const boundary = part.parameters.get('boundary')?.trimEnd() || sniffBoundary(source, part)
  if (!part.parameters.get('boundary')) problems.add('boundary_missing')
  const found = boundary ? delimiters(walk, part, boundary) : { starts: [], closed: false }
  if (found.starts.length === 0) {
    // declared but not there: the body is read as what it then is, text
    problems.add('boundary_missing')
    part.type = 'text/plain'
    return
  }
  if (!found.closed) problems.add('multipart_unended')
  const fallback = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  for (const range of found.starts) {
    if (walk.parts >= limits.parts) {
      problems.add('too_many_parts')
      return
    }
    const head = readHead(source, range.start, range.end, Math.ceil(limits.headerBytes / 4), null)
    if (head.cut) problems.add('part_header_limit')
    part.children.push(readPart(walk, head.fields, head.bodyStart, range.end, depth + 1, fallback))
  }
}

// RFC 2046 §5.1.1: a line of "--" and the boundary; "--" after it ends the multipart
function delimiters(
  walk: Walk,
  part: MimePart,
  boundary: string,
): { starts: { start: number; end: number }[]; closed: boolean } {
  const { source, limits } = walk
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const starts: { start: number; end: number }[] = []
  let open = -1
  let at = source.indexOf(mark, part.bodyStart)
  while (at >= 0 && at < part.bodyEnd) {
    const after = at + mark.length
    const lineStart = at === part.bodyStart || source[at - 1] === 10
    const closing = source[after] === 0x2d && source[after + 1] === 0x2d
    if (lineStart && (closing || blankToLineEnd(source, after, part.bodyEnd))) {
      if (open >= 0) starts.push({ start: open, end: Math.max(open, beforeLineEnd(source, at)) })
      if (closing) return { starts, closed: true }
      // one more than the limit, so that the limit is noticed
      if (starts.length > limits.parts) return { starts, closed: true }
      const newline = source.indexOf(10, after)
      open = newline < 0 ? part.bodyEnd : Math.min(part.bodyEnd, newline + 1)
    }
    at = source.indexOf(mark, after)
  }
  if (open >= 0) starts.push({ start: open, end: part.bodyEnd })
  return { starts, closed: false }
}

function blankToLineEnd(source: Buffer, from: number, end: number): boolean {
  let at = from
  while (at < end && (source[at] === 0x20 || source[at] === 0x09 || source[at] === 0x0d)) at++
  return at >= end || source[at] === 0x0a
}

function beforeLineEnd(source: Buffer, at: number): number {
  const withoutNewline = source[at - 1] === 10 ? at - 1 : at
  return source[withoutNewline - 1] === 13 ? withoutNewline - 1 : withoutNewline
}

// a multipart whose boundary got lost: its first line that looks like one, if the same line starts another part
function sniffBoundary(source: Buffer, part: MimePart): string | null {
  const start = source.toString('latin1', part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + 4000))
  const candidate = /^--([^\s-][^\r\n]{0,69}|-{2,}[^\s-][^\r\n]{0,60})\r?$/m.exec(start)?.[1]?.trimEnd()
  if (!candidate) return null
  const first = source.indexOf(`--${candidate}`, part.bodyStart, 'latin1')
  const second = source.indexOf(`\n--${candidate}`, first + 1, 'latin1')
  return second >= 0 && second < part.bodyEnd ? candidate : null
}
