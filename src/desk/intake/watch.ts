// Keeps the mailbox watched for the life of the process: IDLE for promptness, `poll()` (called on schedule) for certainty,
// reconnecting with growing pauses for ever. A refused login waits longer: some providers lock out frequent tries.

import { DeskError, errorCode } from '../../errors.ts'
import { type Backoff, backoffMs } from '../../lib/backoff.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/log.ts'
import { type Meter, timed } from '../../lib/meter.ts'
import type { Tracer } from '../../lib/trace.ts'
import type { MailboxConnection } from './mailbox.ts'
import type { Receiver } from './receive.ts'

export interface WatchParts {
  open: () => Promise<MailboxConnection>
  receiver: Receiver
  clock: Clock
  log: Logger
  meter: Meter
  tracer: Tracer
  pollEveryMs: number
}

export interface WatchState {
  connected: boolean
  lastRoundAt: Date | null
  /** code of the error that keeps the mailbox from being read; null while all is well */
  error: string | null
  since: Date | null
}

const pause: Backoff = { firstMs: 1_000, capMs: 60_000 }
const pauseAfterRefusal: Backoff = { firstMs: 15_000, capMs: 900_000 }

export class MailboxWatch {
  readonly #parts: WatchParts
  readonly #stop = new AbortController()
  #wake = new AbortController()
  #running: Promise<void> | null = null
  #failures = 0
  readonly state: WatchState = { connected: false, lastRoundAt: null, error: null, since: null }

  constructor(parts: WatchParts) {
    this.#parts = parts
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Look into the mailbox now, whatever IDLE says. */
  poll(): void {
    this.#wake.abort()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let mailbox: MailboxConnection | null = null
      try {
        mailbox = await this.#parts.open()
        await this.#rounds(mailbox)
      } catch (error) {
        this.#failed(error)
      } finally {
        this.state.connected = false
        await mailbox?.close()
      }
      await this.#pause()
    }
  }

  async #rounds(mailbox: MailboxConnection): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController()
      await timed(this.#parts.meter, 'receive', async () => await receiveTraced(this.#parts, mailbox))
      this.#wentWell()
      if (!this.#stop.signal.aborted) await mailbox.wait(this.#parts.pollEveryMs * 2, this.#wake.signal)
    }
  }

  #wentWell(): void {
    if (this.state.error !== null) this.#parts.log.info('mailbox is read again')
    this.#failures = 0
    Object.assign(this.state, { connected: true, lastRoundAt: this.#parts.clock.now(), error: null, since: null })
  }

  #failed(error: unknown): void {
    this.#failures++
    const code = errorCode(error)
    this.#parts.meter.failure('mailbox', code)
    if (this.state.error !== code) {
      this.#parts.log.error({ err: error, code }, 'mailbox cannot be read; trying again')
      this.state.since = this.#parts.clock.now()
    }
    this.state.error = code
  }

  async #pause(): Promise<void> {
    if (this.#failures === 0 || this.#stop.signal.aborted) return
    const ms = backoffMs(this.#failures, this.state.error === 'imap_login_refused' ? pauseAfterRefusal : pause)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

/** One round on a connection of its own, for `habeas once`. */
export async function receiveOnce(parts: Pick<WatchParts, 'open' | 'receiver' | 'tracer'>): Promise<number> {
  const mailbox = await parts.open()
  try {
    return await receiveTraced(parts, mailbox)
  } catch (error) {
    if (error instanceof DeskError) throw error
    throw new DeskError('internal', { retry: true, cause: error })
  } finally {
    await mailbox.close()
  }
}

/** A round that found nothing is not worth a span. */
async function receiveTraced(
  { receiver, tracer }: Pick<WatchParts, 'receiver' | 'tracer'>,
  mailbox: MailboxConnection,
): Promise<number> {
  const round = tracer.begin('round')
  try {
    const mails = await round.station(
      'receive',
      async () => await receiver.receive(mailbox),
      (stored) => ({ mails: stored }),
    )
    if (mails > 0) round.end({ mails })
    return mails
  } catch (error) {
    round.end({}, error)
    throw error
  }
}
