// The transport in a thread of its own: letters are encoded and encrypted there while the path goes on. The thread starts
// with the first letter; where it dies, the letters on their way fail like those of a lost connection and the next one
// starts another.

import { Worker } from 'node:worker_threads'
import { DeskError, type ErrorCode } from '../../errors.ts'
import type { SmtpSettings, Transport, WireLetter } from './transport.ts'

/** To the thread: a letter to send, or (null) a login to try. */
export interface Order {
  id: number
  letter: WireLetter | null
}
/** From the thread: done, or what went wrong. */
export interface Outcome {
  id: number
  error: { code: ErrorCode; retry: boolean; message: string; responseCode?: number } | null
}

/** `openTransport` in a thread. */
export function openSendingThread(settings: SmtpSettings): Transport {
  let thread: Thread | null = null
  const order = async (letter: WireLetter | null) => {
    if (thread === null || thread.ended) thread = new Thread(settings)
    await thread.order(letter)
  }
  return {
    send: order,
    verify: async () => await order(null),
    close: () => void thread?.end(),
  }
}

class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { done: () => void; failed: (error: DeskError) => void }>()
  #last = 0
  ended = false

  constructor(settings: SmtpSettings) {
    this.#worker = new Worker(new URL('./sending-thread-worker.ts', import.meta.url), {
      workerData: settings,
      // letters are small; an export is streamed from its file
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
    })
    // it must not keep a process alive that has nothing else to do
    this.#worker.unref()
    this.#worker.on('message', (outcome: Outcome) => this.#settle(outcome))
    this.#worker.on('error', (cause) => this.#gone(cause))
    this.#worker.on('exit', () => this.#gone(undefined))
  }

  async order(letter: WireLetter | null): Promise<void> {
    this.#last++
    const id = this.#last
    await new Promise<void>((done, failed) => {
      this.#waiting.set(id, { done, failed })
      this.#worker.ref()
      this.#worker.postMessage({ id, letter } satisfies Order)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle({ id, error }: Outcome): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if (error === null) {
      waiting?.done()
      return
    }
    const { code, retry, message, responseCode } = error
    const cause = Object.assign(new Error(message), responseCode === undefined ? {} : { responseCode })
    waiting?.failed(new DeskError(code, { retry, message, cause }))
  }

  #gone(cause: unknown): void {
    this.ended = true
    const message = 'The thread that sends letters ended unexpectedly; it starts again with the next letter.'
    const error = new DeskError('smtp_unavailable', { retry: true, cause, message })
    for (const { failed } of this.#waiting.values()) failed(error)
    this.#waiting.clear()
  }
}
