// Header values with parameters: Content-Type, Content-Disposition (RFC 2045 §5.1, RFC 2231), and as senders write them.

import { decodeText } from './charsets.ts'
import { decodeWords } from './encoded-words.ts'

export interface Parameterised {
  /** lower-case, for example "text/plain" or "attachment" */
  value: string
  /** names lower-case, values decoded */
  parameters: Map<string, string>
}

const pair = /;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g
const maxParameters = 200

/** Reads a value such as `text/plain; charset="gb2312"; name*0*=utf-8''%E6…`. Never throws. */
export function parseParameterised(header: string): Parameterised {
  const semicolon = header.indexOf(';')
  const start = header.slice(0, Math.min(500, semicolon < 0 ? 500 : semicolon))
  const value = start
    .replace(/\([^)]*\)/g, '')
    .trim()
    .toLowerCase()
  const parameters = new Map<string, string>()
  const pieces = new Map<string, { index: number; coded: boolean; text: string }[]>()
  let count = 0
  for (const match of semicolon < 0 ? [] : header.slice(semicolon).matchAll(pair)) {
    if (++count > maxParameters) break
    const name = (match[1] ?? '').toLowerCase()
    const text = match[2] !== undefined ? match[2].replace(/\\(.)/g, '$1') : (match[3] ?? '').trim()
    // RFC 2231 §3, §4: name*, name*0, name*0*
    const extended = /^([^*]+)\*(\d{1,3})?(\*)?$/.exec(name)
    if (!extended?.[1]) {
      if (!parameters.has(name)) parameters.set(name, decodeWords(text).text)
      continue
    }
    const coded = extended[2] === undefined || extended[3] !== undefined
    const list = pieces.get(extended[1]) ?? []
    list.push({ index: Number(extended[2] ?? 0), coded, text })
    pieces.set(extended[1], list)
  }
  for (const [name, list] of pieces) parameters.set(name, joinPieces(list))
  return { value, parameters }
}

function joinPieces(list: { index: number; coded: boolean; text: string }[]): string {
  list.sort((a, b) => a.index - b.index)
  let charset: string | null = null
  const bytes = list.map((piece, at) => {
    let text = piece.text
    const prefix = at === 0 && piece.coded ? /^([^']*)'[^']*'/.exec(text) : null
    if (prefix) {
      charset = prefix[1] || null
      text = text.slice(prefix[0].length)
    }
    return piece.coded ? percentBytes(text) : Buffer.from(text, 'utf8')
  })
  return decodeText(Buffer.concat(bytes), charset).text
}

function percentBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const out: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] === 0x25 ? Number.parseInt(bytes.toString('latin1', i + 1, i + 3), 16) : Number.NaN
    if (Number.isNaN(code)) out.push(bytes[i] ?? 0)
    else {
      out.push(code)
      i += 2
    }
  }
  return Buffer.from(out)
}
