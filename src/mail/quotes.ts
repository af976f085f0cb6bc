// Takes a mail's text apart: what this sender wrote now, what is quoted, what is forwarded, and the signature with
// device lines, legal footers and list footers. Pure and linear: every line is read once. Texts longer than
// `longestText` characters or `mostLines` lines are cut, and marked `cut`. Nothing is thrown away: the parts of the
// lines kept add up to the text. A request must never be read out of a quote (it may be our own letter).

import { closesAttribution, isHeaderBlock, type LineKind, lineKind, opensAttribution } from './quotes-lines.ts'

export interface SeparatedText {
  newText: string
  quotedText: string
  forwardedText: string
  signature: string
  /** what was found: quote, attribution, original_message, header_block, forward, signature, device_line, disclaimer, list_footer, cut */
  marks: string[]
}

export const longestText = 200_000
const mostLines = 6_000

type Part = 'newText' | 'quotedText' | 'forwardedText' | 'signature'

export function separate(text: string): SeparatedText {
  const marks = new Set<string>()
  const lines = cutToSize(text, marks)
  const kinds = lines.map(lineKind)
  const parts: Part[] = new Array<Part>(lines.length).fill('newText')
  const tailPart = markTail(lines, kinds, parts, marks)
  const end = tailPart ?? lines.length
  markQuotes(lines, kinds, parts, end, marks)
  markSignature(lines, kinds, parts, end, marks)
  return {
    newText: gather(lines, parts, 'newText'),
    quotedText: gather(lines, parts, 'quotedText'),
    forwardedText: gather(lines, parts, 'forwardedText'),
    signature: gather(lines, parts, 'signature'),
    marks: [...marks],
  }
}

function cutToSize(text: string, marks: Set<string>): string[] {
  const short = text.length > longestText ? text.slice(0, longestText) : text
  const lines = short.replace(/\r\n?|[\u2028\u2029]/g, '\n').split('\n')
  if (short.length < text.length || lines.length > mostLines) marks.add('cut')
  return lines.slice(0, mostLines)
}

/** From the first forward mark, original-message mark or foreign header block on, all is someone else's text. */
function markTail(lines: string[], kinds: LineKind[], parts: Part[], marks: Set<string>): number | null {
  for (let at = 0; at < lines.length; at++) {
    const kind = kinds[at]
    if (kind === 'forward' || kind === 'original_message') {
      marks.add(kind)
      return fillFrom(parts, at, kind === 'forward' ? 'forwardedText' : 'quotedText')
    }
    if (kind === 'header' && isHeaderBlock(headersFrom(lines, kinds, at))) {
      marks.add('header_block')
      const onlyForwarded = kinds.slice(0, at).every((before) => before === 'empty' || before === 'dashes')
      return fillFrom(parts, at, onlyForwarded ? 'forwardedText' : 'quotedText')
    }
    if (kind === 'attribution' && !quotedFollows(kinds, at)) {
      marks.add('attribution')
      return fillFrom(parts, at, 'quotedText')
    }
  }
  return null
}

function fillFrom(parts: Part[], at: number, part: Part): number {
  parts.fill(part, at)
  return at
}

function headersFrom(lines: string[], kinds: LineKind[], at: number): string[] {
  const headers: string[] = []
  for (let next = at; next < Math.min(lines.length, at + 8) && kinds[next] === 'header'; next++) {
    headers.push(lines[next] ?? '')
  }
  return headers
}

function quotedFollows(kinds: LineKind[], at: number): boolean {
  for (let next = at + 1; next < Math.min(kinds.length, at + 4); next++) {
    if (kinds[next] === 'quoted') return true
    if (kinds[next] !== 'empty' && kinds[next] !== 'attribution') return false
  }
  return at + 1 >= kinds.length
}

function markQuotes(lines: string[], kinds: LineKind[], parts: Part[], end: number, marks: Set<string>): void {
  for (let at = 0; at < end; at++) {
    if (kinds[at] === 'quoted') {
      parts[at] = 'quotedText'
      marks.add('quote')
      markAttributionAbove(lines, kinds, parts, at)
    } else if (kinds[at] === 'attribution') {
      parts[at] = 'quotedText'
      marks.add('attribution')
    }
  }
}

function markAttributionAbove(lines: string[], kinds: LineKind[], parts: Part[], at: number): void {
  let above = at - 1
  while (above >= 0 && above > at - 3 && kinds[above] === 'empty') above--
  if (kinds[above] !== 'text' || !closesAttribution(lines[above] ?? '')) return
  for (let first = above; first >= Math.max(0, above - 2); first--) {
    if (!opensAttribution(lines[first] ?? '')) continue
    parts.fill('quotedText', first, above + 1)
    return
  }
}

/** Device lines and footers anywhere; a signature mark takes what follows up to the next quote, if that is short. */
function markSignature(lines: string[], kinds: LineKind[], parts: Part[], end: number, marks: Set<string>): void {
  for (let at = 0; at < end; at++) {
    const kind = kinds[at]
    if (parts[at] !== 'newText') continue
    if (kind === 'device_line') {
      parts[at] = 'signature'
      marks.add('device_line')
    } else if (kind === 'disclaimer' || kind === 'list_footer') {
      marks.add(kind)
      markParagraph(kinds, parts, at, end)
    } else if (kind === 'signature_mark' || kind === 'dashes') {
      const until = blockEnd(kinds, parts, at + 1, end)
      const footer = kinds.slice(at + 1, until).find((next) => next === 'disclaimer' || next === 'list_footer')
      const short = until - at <= 12 && lengthOf(lines, at + 1, until) <= 600
      const isSignature =
        kind === 'signature_mark' ? short || footer !== undefined : footer !== undefined && until - at <= 6
      if (!isSignature || at === 0) continue
      parts.fill('signature', at, until)
      marks.add(footer ?? 'signature')
    }
  }
}

function markParagraph(kinds: LineKind[], parts: Part[], at: number, end: number): void {
  for (let next = at; next < end && kinds[next] !== 'empty' && parts[next] === 'newText'; next++)
    parts[next] = 'signature'
}

function blockEnd(kinds: LineKind[], parts: Part[], from: number, end: number): number {
  let at = from
  while (at < end && at - from < 40 && kinds[at] !== 'quoted' && kinds[at] !== 'attribution' && parts[at] === 'newText')
    at++
  return at
}

function lengthOf(lines: string[], from: number, until: number): number {
  let length = 0
  for (let at = from; at < until; at++) length += lines[at]?.length ?? 0
  return length
}

function gather(lines: string[], parts: Part[], part: Part): string {
  const kept = lines.filter((_, at) => parts[at] === part)
  return kept.join('\n').replace(/^\n+/, '').trimEnd()
}
