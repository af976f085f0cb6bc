// The syntax of Authentication-Results (RFC 8601 §2.2), tolerant where servers differ: quotes, nested comments, versions,
// letter case, missing blanks. Comments never carry meaning: what is in brackets is not read.

export interface MethodResult {
  /** lower-case: dmarc, dkim, spf … */
  method: string
  /** lower-case: pass, fail, softfail, neutral, none, temperror, permerror … */
  result: string
  /** lower-case names such as header.from; values as written */
  properties: Map<string, string>
}

export interface Resinfo {
  /** authserv-id, lower-case, without a final dot */
  server: string
  results: MethodResult[]
}

export interface Token {
  kind: 'word' | 'quoted' | 'comment' | 'sign'
  text: string
}

const maxResults = 100

/** The statement of one header, or null where no authserv-id can be read. */
export function readResinfo(value: string): Resinfo | null {
  const parts = split(tokens(value))
  const [first, ...rest] = parts
  const id = first?.[0]
  if (!id || id.kind === 'sign') return null
  // authserv-id, then at most a version; anything more is no statement, but still that server's header
  const wellFormed = (first?.length ?? 0) <= 2
  const results = !wellFormed ? [] : rest.slice(0, maxResults).flatMap((part) => readMethod(part) ?? [])
  return { server: id.text.toLowerCase().replace(/\.$/, ''), results }
}

/** Words, quoted strings, comments and the signs ; = of a structured value. Linear. */
export function tokens(value: string): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < value.length) {
    const character = value[at] ?? ''
    if (/\s/.test(character)) at++
    else if (character === '"') at = readQuoted(value, at, found)
    else if (character === '(') at = readComment(value, at, found)
    else if (character === ';' || character === '=') {
      found.push({ kind: 'sign', text: character })
      at++
    } else at = readWord(value, at, found)
  }
  return found
}

function readWord(value: string, start: number, found: Token[]): number {
  let at = start
  while (at < value.length && !/[\s";=(]/.test(value[at] ?? '')) at++
  // a bracket that opens nothing
  const end = Math.max(at, start + 1)
  found.push({ kind: 'word', text: value.slice(start, end) })
  return end
}

function readQuoted(value: string, start: number, found: Token[]): number {
  let text = ''
  let at = start + 1
  while (at < value.length && value[at] !== '"') {
    if (value[at] === '\\') at++
    text += value[at] ?? ''
    at++
  }
  found.push({ kind: 'quoted', text })
  return at + 1
}

function readComment(value: string, start: number, found: Token[]): number {
  let depth = 0
  let at = start
  for (; at < value.length; at++) {
    if (value[at] === '\\') at++
    else if (value[at] === '(') depth++
    else if (value[at] === ')' && --depth === 0) break
  }
  found.push({ kind: 'comment', text: value.slice(start + 1, at) })
  return at + 1
}

function split(all: Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of all) {
    if (token.kind === 'comment') continue
    if (token.kind === 'sign' && token.text === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

// method[/version]=result [reason=…] ptype.property=value …
function readMethod(part: Token[]): MethodResult | null {
  const [method, equals, result] = part
  if (method?.kind !== 'word' || equals?.text !== '=' || !result || result.kind === 'sign') return null
  const properties = new Map<string, string>()
  for (let at = 3; at + 2 < part.length; at++) {
    const [name, sign, text] = part.slice(at, at + 3)
    if (name?.kind !== 'word' || sign?.kind !== 'sign' || !text || text.kind === 'sign') continue
    // the first of a name counts; a second one is somebody's addition
    if (!properties.has(name.text.toLowerCase())) properties.set(name.text.toLowerCase(), text.text)
    at += 2
  }
  return { method: method.text.toLowerCase().replace(/\/.*$/, ''), result: result.text.toLowerCase(), properties }
}
