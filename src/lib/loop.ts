// A piece of work that runs again whenever it is woken, never twice at once; what it throws is handed to `onError` and the
// next wake tries again. `stop` lets the running unit finish.

export class Loop {
  readonly #work: (signal: AbortSignal) => Promise<void>
  readonly #onError: (error: unknown) => void
  readonly #stop = new AbortController()
  #running: Promise<void> | null = null
  #again = false

  constructor(work: (signal: AbortSignal) => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work
    this.#onError = onError
  }

  wake(): void {
    if (this.#stop.signal.aborted) return
    this.#again = true
    this.#running ??= this.#run()
  }

  /** Resolves once nothing runs and nothing was asked for. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false
      try {
        await this.#work(this.#stop.signal)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#running = null
  }
}
