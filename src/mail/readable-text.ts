// The text that a reader of the mail sees: which parts count, plain or HTML, in which order (RFC 2046 §5.1.3, §5.1.4),
// undone transfer encoding, charset and format=flowed (RFC 3676).

import { decodeText } from './charsets.ts'
import { cleanText, shorten, trimLineEnds } from './clean.ts'
import { htmlToText } from './html-text.ts'
import type { MailLimits } from './limits.ts'
import type { MimePart } from './mime.ts'
import { decodeTransfer } from './transfer-encoding.ts'

export interface ReadableText {
  text: string
  /** at least one part had to be read from HTML */
  fromHtml: boolean
  /** a PGP clear signature was taken off */
  clearSigned: boolean
  /** the leaves whose text this is; what is not among them is an attachment */
  parts: Set<MimePart>
}

/** Reads the text of the tree below `root`, at most limits.textChars of it; what was left out goes to `problems`. */
export function readReadableText(
  source: Buffer,
  root: MimePart,
  limits: MailLimits,
  problems: Set<string>,
): ReadableText {
  const reading: Reading = {
    source,
    limits,
    text: { text: '', fromHtml: false, clearSigned: false, parts: new Set() },
    problems,
    left: limits.textChars,
    seen: 0,
  }
  const pieces = readBelow(reading, root)
  reading.text.text = pieces
    .map((piece) => piece.text.trimEnd())
    .filter((piece) => piece !== '')
    .join('\n\n')
    .trim()
  reading.text.fromHtml = pieces.some((piece) => piece.html && piece.text !== '')
  return reading.text
}

/** Decoded text of one part, at most `maxChars`, as written (HTML stays HTML). */
export function partText(source: Buffer, part: MimePart, maxChars: number, problems: Set<string>): string {
  const transferred = decodeTransfer(source.subarray(part.bodyStart, part.bodyEnd), part.encoding, maxChars * 4)
  const label = part.parameters.get('charset') ?? (part.type === 'text/html' ? metaCharset(transferred.bytes) : null)
  const decoded = decodeText(transferred.bytes, label)
  if (decoded.guessed) problems.add('charset_guessed')
  if (decoded.damaged) problems.add('charset_damaged')
  if (transferred.cut || decoded.text.length > maxChars) problems.add('truncated')
  return shorten(decoded.text, maxChars)
}

interface Reading {
  source: Buffer
  limits: MailLimits
  text: ReadableText
  problems: Set<string>
  left: number
  seen: number
}

interface Piece {
  text: string
  html: boolean
}

function readBelow(reading: Reading, part: MimePart): Piece[] {
  if (part.children.length === 0) return readLeaf(reading, part)
  if (part.type === 'multipart/alternative') return readAlternatives(reading, part)
  return part.children.flatMap((child) => readBelow(reading, child))
}

// the plain alternative where it says something: it is what the sender's program thinks the text is, without layout
function readAlternatives(reading: Reading, part: MimePart): Piece[] {
  const plain = part.children.filter((child) => child.type === 'text/plain')
  const rest = part.children.filter((child) => child.type !== 'text/plain')
  const pieces = plain.flatMap((child) => readLeaf(reading, child))
  const text = pieces
    .map((piece) => piece.text)
    .join('\n')
    .trim()
  if (text !== '' && !placeholder.test(text)) {
    for (const child of rest) markRead(reading, child)
    return pieces
  }
  const others = rest.flatMap((child) => readBelow(reading, child))
  return others.some((piece) => piece.text !== '') ? others : pieces
}

// what stands in the plain part of programs that only write HTML
const placeholder =
  /^(?:[^\n]{0,120}(?:does(?:n['’]t| not) support html|html[- ]capable|view (?:this|the) (?:e-?mail|message) in (?:a|your) browser|in html format|不支持\s*html|支持html|html\s*格式)[^\n]{0,120}|\(?no (?:plain )?text(?: version| body)?\)?)$/i

// the alternative that is not shown is no attachment either; pictures and files within it are
function markRead(reading: Reading, part: MimePart): void {
  if (part.children.length > 0) for (const child of part.children) markRead(reading, child)
  else if (part.type === 'text/html' && part.disposition !== 'attachment') reading.text.parts.add(part)
}

const textTypes = new Set([
  'text/plain',
  'text/html',
  'text/enriched',
  'text/richtext',
  'text/markdown',
  'text/x-markdown',
  'text/x-amp-html',
  'text/',
])

function readLeaf(reading: Reading, part: MimePart): Piece[] {
  if (!textTypes.has(part.type) || part.disposition === 'attachment') return []
  // a named text after the first one is a file that some programs send inline
  if (part.fileName !== null && reading.seen > 0) return []
  reading.text.parts.add(part)
  if (part.type === 'text/x-amp-html') return []
  reading.seen++
  if (reading.left <= 0) {
    reading.problems.add('truncated')
    return []
  }
  const piece = part.type === 'text/html' ? htmlPiece(reading, part) : plainPiece(reading, part)
  reading.left -= piece.text.length
  return [piece]
}

function htmlPiece(reading: Reading, part: MimePart): Piece {
  // markup is often several times the text
  const maxChars = reading.limits.textChars * 5
  const html = partText(reading.source, part, maxChars, reading.problems)
  const converted = htmlToText(html, maxChars)
  if (converted.cut || converted.text.length > reading.left) reading.problems.add('truncated')
  if (converted.text === '' && html.trim() !== '') reading.problems.add('html_without_text')
  return { text: shorten(converted.text, reading.left), html: true }
}

function plainPiece(reading: Reading, part: MimePart): Piece {
  const raw = cleanText(partText(reading.source, part, reading.left, reading.problems))
  if (part.type === 'text/enriched' || part.type === 'text/richtext')
    return { text: raw.replace(/<[^<>]{0,100}>/g, ''), html: false }
  const flowed = part.parameters.get('format')?.toLowerCase() === 'flowed'
  const text = flowed ? unflow(raw, part.parameters.get('delsp')?.toLowerCase() === 'yes') : raw
  return { text: trimLineEnds(withoutClearSignature(text, reading.text)), html: false }
}

const armourStart = '-----BEGIN PGP SIGNED MESSAGE-----\n'
const armourEnd = '\n-----BEGIN PGP SIGNATURE-----'

// RFC 9580 §7: the signed text without its armour and dash escapes; the signature itself is not checked
function withoutClearSignature(text: string, reading: ReadableText): string {
  const start = text.startsWith(armourStart) ? 0 : text.indexOf(`\n${armourStart}`) + 1
  const body = text.indexOf('\n\n', start)
  const end = text.indexOf(armourEnd, body)
  if (!text.startsWith(armourStart, start) || body < 0 || end < 0) return text
  reading.clearSigned = true
  return text.slice(0, start) + text.slice(body + 2, Math.max(end, body + 2)).replace(/^- /gm, '')
}

// RFC 3676 §4.2: a line that ends in a blank goes on in the next one of the same quote depth; "-- " never does
function unflow(text: string, deleteSpace: boolean): string {
  const lines: { depth: string; text: string }[] = []
  let open = false
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0] ?? ''
    const content = line.slice(depth.length).replace(/^ /, '')
    const last = lines.at(-1)
    const flows = content.endsWith(' ') && content !== '-- '
    const kept = flows && deleteSpace ? content.slice(0, -1) : content
    if (open && last && last.depth === depth && content !== '-- ') last.text += kept
    else lines.push({ depth, text: kept })
    open = flows
  }
  return lines.map((line) => (line.depth ? `${line.depth} ${line.text}` : line.text)).join('\n')
}

function metaCharset(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 2048)
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(start)?.[1] ?? null
}
