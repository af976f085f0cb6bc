// How long to wait before trying again: doubling from `firstMs` to at most `capMs`.

export interface Backoff {
  firstMs: number
  capMs: number
}

/** Milliseconds to wait after the `attempts`-th failure (1 for the first). */
export function backoffMs(attempts: number, { firstMs, capMs }: Backoff): number {
  return Math.min(capMs, firstMs * 2 ** Math.min(Math.max(attempts, 1) - 1, 30))
}
