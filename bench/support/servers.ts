// What both sides of a comparison speak to: one Dovecot whose mailbox is filled afresh, and one SMTP receiver that counts
// letters without keeping them. Both stand outside the measured process.
import { SMTPServer } from 'smtp-server'
import { type Dovecot, startDovecot } from '../../test/support/dovecot.ts'
import { freePort } from '../../test/support/free-port.ts'

export interface CountingSink {
  port: number
  letters(): number
  bytes(): number
  /** when each letter was taken, by performance.now(), with its recipient */
  arrivals: { to: string; at: number }[]
  /** the last letter taken */
  last(): Buffer
  stop(): Promise<void>
}

export interface BenchServers {
  dovecot: Dovecot
  sink: CountingSink
  stop(): Promise<void>
}

export async function startServers(): Promise<BenchServers> {
  const dovecot = await startDovecot({ folders: ['Handled'] })
  const sink = await startCountingSink()
  return {
    dovecot,
    sink,
    stop: async () => {
      await sink.stop()
      await dovecot.stop()
    },
  }
}

async function startCountingSink(): Promise<CountingSink> {
  const port = await freePort()
  const arrivals: CountingSink['arrivals'] = []
  let bytes = 0
  let last = Buffer.alloc(0)
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        last = Buffer.concat(chunks)
        bytes += last.length
        arrivals.push({ to: session.envelope.rcptTo[0]?.address ?? '', at: performance.now() })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  return {
    port,
    arrivals,
    letters: () => arrivals.length,
    bytes: () => bytes,
    last: () => last,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
