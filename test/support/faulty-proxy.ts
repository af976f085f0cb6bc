// A TCP proxy before a real IMAP or SMTP server that reads along and breaks the connection at a chosen command. A new
// connection counts as a call, so does every command line, and for SMTP the dot that ends a letter; the bytes of a letter
// and of an IMAP literal do not. Plain connections only: it has to understand what passes.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createFaults, type Fault, type Faults } from './faults.ts'

export interface ProxyTarget {
  protocol: 'imap' | 'smtp'
  port: number
  host?: string
}

export interface FaultyProxy {
  host: string
  port: number
  faults: Faults
  calls(): number
  failAt(n: number, how: Fault, onStrike?: () => void): void
  dropConnections(): void
  stop(): Promise<void>
}

/** Give several proxies the same `faults` to sweep over all of them as one row of calls. */
export async function startFaultyProxy(target: ProxyTarget, faults: Faults = createFaults()): Promise<FaultyProxy> {
  const links = new Set<Link>()
  const server = createServer((client) => {
    const link = new Link(client, target, faults)
    links.add(link)
    client.once('close', () => links.delete(link))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dropConnections = () => {
    for (const link of links) link.cut()
  }
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    faults,
    calls: faults.calls,
    failAt: faults.failAt,
    dropConnections,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      dropConnections()
      await closed
    },
  }
}

/** How long an answer that is to be lost may take before the connection is cut without it. */
const patienceMs = 3_000

/** One client's connection and ours to the server behind. */
class Link {
  private readonly client: Socket
  private readonly server: Socket | null
  private readonly faults: Faults
  private readonly protocol: Protocol
  private pending: Buffer = Buffer.alloc(0)
  private heard = ''
  /** cut_after: true of the server's line that answers the call whose answer is to be lost */
  private awaited: ((line: string) => boolean) | null = null
  private silent = false

  constructor(client: Socket, target: ProxyTarget, faults: Faults) {
    this.client = client
    this.faults = faults
    this.protocol = target.protocol === 'imap' ? new Imap() : new Smtp()
    client.on('error', () => this.cut())
    client.on('close', () => this.cut())
    const fault = faults.meet(`${target.protocol} connect`)
    if (fault === 'cut_before' || fault === 'hang') {
      this.server = null
      this.break(fault)
      return
    }
    this.server = connect(target.port, target.host ?? '127.0.0.1')
    this.server.on('error', () => this.cut())
    this.server.on('close', () => this.serverGone())
    this.server.on('data', (bytes) => this.fromServer(bytes))
    client.on('data', (bytes) => this.fromClient(bytes))
    if (fault === 'cut_after') this.loseAnswer(() => true)
  }

  cut(): void {
    this.client.destroy()
    this.server?.destroy()
  }

  private serverGone(): void {
    if (this.awaited) this.answerLost()
    else if (!this.silent) this.client.end()
  }

  private break(fault: 'cut_before' | 'hang'): void {
    this.silent = true
    this.faults.strike()
    if (fault === 'cut_before') this.cut()
  }

  private loseAnswer(awaited: (line: string) => boolean): void {
    this.awaited = awaited
    this.heard = ''
    setTimeout(() => this.awaited && this.answerLost(), patienceMs).unref()
  }

  private answerLost(): void {
    this.awaited = null
    this.silent = true
    this.faults.strike()
    this.cut()
  }

  private fromClient(bytes: Buffer): void {
    this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, bytes]) : bytes
    while (this.pending.length > 0 && !this.silent) {
      const piece = this.protocol.next(this.pending)
      if (!piece) return
      this.pending = this.pending.subarray(piece.bytes.length)
      this.pass(piece)
    }
  }

  private pass(piece: Piece): void {
    const fault = piece.call === null ? null : this.faults.meet(piece.call)
    if (fault === 'cut_before' || fault === 'hang') {
      this.break(fault)
      return
    }
    if (fault === 'cut_after') this.loseAnswer(this.protocol.answerTo())
    this.server?.write(piece.bytes)
  }

  private fromServer(bytes: Buffer): void {
    if (this.silent) return
    if (this.awaited) {
      this.listenFor(bytes)
    } else {
      this.protocol.hear(bytes)
      this.client.write(bytes)
    }
  }

  private listenFor(bytes: Buffer): void {
    this.heard += bytes.toString('latin1')
    const lines = this.heard.split('\r\n')
    this.heard = lines.pop() ?? ''
    for (const line of lines) {
      // the server asks for the literal that the client waits to send: that is not the answer yet
      if (this.protocol.asksOn(line)) this.client.write(`${line}\r\n`)
      else if (this.awaited?.(line)) this.answerLost()
    }
  }
}

/** A run of bytes from the client; `call` names it where it counts. */
interface Piece {
  bytes: Buffer
  call: string | null
}

interface Protocol {
  /** the first piece of what the client sent so far; null while it is incomplete */
  next(pending: Buffer): Piece | null
  /** tells the server's line that answers the call which next() returned last */
  answerTo(): (line: string) => boolean
  hear(bytes: Buffer): void
  asksOn(line: string): boolean
}

function firstLine(pending: Buffer): Buffer | null {
  const end = pending.indexOf('\n')
  return end < 0 ? null : pending.subarray(0, end + 1)
}

class Imap implements Protocol {
  private tag = ''
  private literalLeft = 0
  /** inside a command that goes on after a literal */
  private continues = false

  next(pending: Buffer): Piece | null {
    if (this.literalLeft > 0) {
      const bytes = pending.subarray(0, this.literalLeft)
      this.literalLeft -= bytes.length
      return { bytes, call: null }
    }
    const bytes = firstLine(pending)
    if (!bytes) return null
    const line = bytes.toString('latin1').trimEnd()
    const call = this.continues ? null : this.name(line)
    const literal = /\{(\d+)\+?\}$/.exec(line)
    this.continues = literal !== null
    this.literalLeft = Number(literal?.[1] ?? 0)
    return { bytes, call }
  }

  answerTo() {
    const { tag } = this
    return (line: string) => line.startsWith(`${tag} `) || line.startsWith('+')
  }

  hear(): void {}

  asksOn(line: string): boolean {
    return line.startsWith('+') && this.continues
  }

  private name(line: string): string {
    const [tag = '', first = '', second = ''] = line.split(' ')
    // DONE ends IDLE, whose tag its answer bears; a lone word otherwise goes on with AUTHENTICATE
    if (first === '') return tag.toUpperCase() === 'DONE' ? 'imap DONE' : 'imap (continued)'
    this.tag = tag
    return `imap ${first.toUpperCase()}${first.toUpperCase() === 'UID' ? ` ${second.toUpperCase()}` : ''}`
  }
}

class Smtp implements Protocol {
  private inLetter = false
  private tail = ''

  next(pending: Buffer): Piece | null {
    const bytes = firstLine(pending)
    if (!bytes) return null
    const line = bytes.toString('latin1').trimEnd()
    if (!this.inLetter) return { bytes, call: `smtp ${line.split(/[ :]/, 1)[0]?.toUpperCase()}` }
    if (line !== '.') return { bytes, call: null }
    this.inLetter = false
    return { bytes, call: 'smtp end of letter' }
  }

  answerTo() {
    return (line: string) => /^\d{3}( |$)/.test(line)
  }

  hear(bytes: Buffer): void {
    const lines = (this.tail + bytes.toString('latin1')).split('\r\n')
    this.tail = lines.pop() ?? ''
    if (lines.some((line) => line.startsWith('354'))) this.inLetter = true
  }

  asksOn(): boolean {
    return false
  }
}
