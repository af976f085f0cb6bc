// A real SMTP server for tests that keeps every letter it took and fails exactly as told: an answer of 4xx or 5xx at any
// step, a connection cut before or after the letter was taken, a server that says nothing more. Plain text on 127.0.0.1.
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

export interface SinkOptions {
  port?: number
  /** the one login that is let in; without it nobody is asked */
  login?: { user: string; password: string }
  /** bytes announced as SIZE; larger letters get 552 */
  maxBytes?: number
}

/** A letter that the server took and answered for (or would have, had the connection not been cut). */
export interface SunkLetter {
  /** envelope sender; '' for the null sender */
  from: string
  to: string[]
  raw: Buffer
  at: Date
  /** which connection brought it, counted from 1 */
  connection: number
  user: string | null
  parse(): Promise<ParsedMail>
}

/**
 * connect: instead of the greeting. auth, mail, rcpt: instead of the answer to that command. data: after the whole letter
 * was sent, and it is not taken. accepted: the letter is taken, but the client never hears so.
 */
export type SinkStep = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'accepted'
/** a reply code of 400 to 599, the connection cut, or silence with an open connection */
export type SinkFailure = number | 'drop' | 'hang'

export interface SmtpSink {
  host: string
  port: number
  letters: SunkLetter[]
  /** the letters to one address, in the order they came; ASCII case aside */
  lettersTo(address: string): SunkLetter[]
  /** resolves with all letters once there are `count`; throws after the time with how many there were */
  waitFor(count: number, timeoutMs?: number): Promise<SunkLetter[]>
  /** the next `times` passings of a step fail so; several calls queue up */
  failNext(step: Exclude<SinkStep, 'accepted'>, how: SinkFailure, times?: number): void
  failNext(step: 'accepted', how: 'drop' | 'hang', times?: number): void
  /** every RCPT to the address gets the code, until null lifts it */
  refuse(address: string, code: number | null): void
  /** cuts every open connection at once */
  dropConnections(): void
  /** connections opened so far */
  connections(): number
  /** failures ordered and not yet met */
  pendingFailures(): number
  clear(): void
  stop(): Promise<void>
  /** after stop(), on the same port; letters stay */
  start(): Promise<void>
  restart(): Promise<void>
}

interface State {
  options: SinkOptions
  port: number
  server: SMTPServer | null
  letters: SunkLetter[]
  waiting: Set<() => void>
  failures: { step: SinkStep; how: SinkFailure }[]
  refused: Map<string, number>
  sockets: Set<Socket>
  connections: Map<string, number>
}

export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const state: State = {
    options,
    port: options.port ?? 0,
    server: null,
    letters: [],
    waiting: new Set(),
    failures: [],
    refused: new Map(),
    sockets: new Set(),
    connections: new Map(),
  }
  await start(state)
  const lettersTo = (address: string) => state.letters.filter((letter) => letter.to.some((to) => same(to, address)))
  return {
    host: '127.0.0.1',
    port: state.port,
    letters: state.letters,
    lettersTo,
    waitFor: (count, timeoutMs = 5_000) => waitFor(state, count, timeoutMs),
    failNext: (step: SinkStep, how: SinkFailure, times = 1) => {
      for (let n = 0; n < times; n += 1) state.failures.push({ step, how })
    },
    refuse: (address, code) => {
      if (code === null) state.refused.delete(address.toLowerCase())
      else state.refused.set(address.toLowerCase(), code)
    },
    dropConnections: () => dropConnections(state),
    connections: () => state.connections.size,
    pendingFailures: () => state.failures.length,
    clear: () => {
      state.letters.length = 0
      state.failures.length = 0
      state.refused.clear()
    },
    stop: () => stop(state),
    start: () => start(state),
    restart: async () => {
      await stop(state)
      await start(state)
    },
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

async function start(state: State): Promise<void> {
  if (state.server) return
  const server = createServer(state)
  // a client cut off in the middle is what many tests are about
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    state.sockets.add(socket)
    socket.once('close', () => state.sockets.delete(socket))
  })
  server.listen(state.port, '127.0.0.1')
  await once(server.server, 'listening')
  state.port = (server.server.address() as AddressInfo).port
  state.server = server
}

async function stop(state: State): Promise<void> {
  const { server } = state
  if (!server) return
  state.server = null
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  dropConnections(state)
  await closed
}

function dropConnections(state: State): void {
  for (const socket of state.sockets) socket.destroy()
}

type Done = (error?: Error | null) => void

function createServer(state: State): SMTPServer {
  const { login, maxBytes } = state.options
  return new SMTPServer({
    name: 'sink.example',
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    authOptional: !login,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    ...(maxBytes ? { size: maxBytes } : {}),
    onConnect(session, done: Done) {
      state.connections.set(session.id, state.connections.size + 1)
      step(state, session, 'connect', done)
    },
    onAuth(auth, session, done) {
      const right = auth.username === login?.user && auth.password === login?.password
      step(state, session, 'auth', (error) => {
        if (error) done(error)
        else if (right) done(null, { user: auth.username ?? '' })
        else done(answer(535, 'authentication failed'))
      })
    },
    onMailFrom(_address, session, done: Done) {
      step(state, session, 'mail', done)
    },
    onRcptTo(address, session, done: Done) {
      const code = state.refused.get(address.address.toLowerCase())
      if (code !== undefined) done(answer(code, 'refused as told'))
      else step(state, session, 'rcpt', done)
    },
    onData(stream, session, done: Done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(answer(552, 'message too large'))
        step(state, session, 'data', (error) => {
          if (error) return done(error)
          take(state, session, Buffer.concat(chunks))
          step(state, session, 'accepted', done)
        })
      })
    },
  })
}

function take(state: State, session: SMTPServerSession, raw: Buffer): void {
  const { mailFrom, rcptTo } = session.envelope
  state.letters.push({
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map((rcpt) => rcpt.address),
    raw,
    at: new Date(),
    connection: state.connections.get(session.id) ?? 0,
    user: session.user ?? null,
    parse: () => simpleParser(raw),
  })
  for (const wake of state.waiting) wake()
}

/** Goes on, or fails as the first order for this step says. */
function step(state: State, session: SMTPServerSession, name: SinkStep, done: Done): void {
  const index = state.failures.findIndex((failure) => failure.step === name)
  const failure = index < 0 ? undefined : state.failures.splice(index, 1)[0]
  if (!failure) done()
  else if (failure.how === 'drop') socketOf(state, session)?.destroy()
  else if (failure.how !== 'hang') done(answer(failure.how, 'failed as told'))
}

function socketOf(state: State, session: SMTPServerSession): Socket | undefined {
  return [...state.sockets].find((socket) => socket.remotePort === session.remotePort)
}

function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

async function waitFor(state: State, count: number, timeoutMs: number): Promise<SunkLetter[]> {
  const until = Date.now() + timeoutMs
  while (state.letters.length < count) {
    const left = until - Date.now()
    if (left <= 0) throw new Error(`waited ${timeoutMs} ms for ${count} letters, ${state.letters.length} came`)
    await nextLetter(state, left)
  }
  return state.letters
}

function nextLetter(state: State, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      state.waiting.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, timeoutMs)
    state.waiting.add(wake)
  })
}
