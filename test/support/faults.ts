// Breaks the Nth call to the outside. One Faults counts calls of every sort (IMAP and SMTP commands through the proxies
// of faulty-proxy.ts, SQL wherever a test reports it) in the order they are made, and says which of them fails and how.
// A sweep runs a story for N = 1, 2, 3 … until a run ends with `struck()` false: then every call has failed once.

/**
 * cut_before: the other side never gets the call. cut_after: it gets it and does it, and its answer is lost.
 * hang: the call is swallowed and the connection stays silent, until the caller gives up.
 */
export type Fault = 'cut_before' | 'cut_after' | 'hang'

export interface Faults {
  /** counts one call and says what shall become of it; null: it goes through */
  meet(what: string): Fault | null
  /** the caller of meet() tells that the fault took place (after the answer was lost, for cut_after) */
  strike(): void
  /**
   * The Nth call from now on (1 is the next) fails once; `onStrike` runs as it happens, to kill a process at that moment.
   * Replaces an earlier order.
   */
  failAt(n: number, how: Fault, onStrike?: () => void): void
  /** as in a process that dies: neither the Nth call from now on nor any after it is made */
  failFrom(n: number): void
  /** calls since the last failAt() or reset() */
  calls(): number
  /** what they were: 'imap SELECT', 'smtp RCPT', 'imap connect' */
  log(): string[]
  /** whether the ordered fault has taken place */
  struck(): boolean
  reset(): void
}

/** `counts`: which calls are counted at all; what is not goes through, unless everything fails by then. */
export function createFaults(counts: (what: string) => boolean = () => true): Faults {
  let log: string[] = []
  let order: { n: number; how: Fault; onStrike: () => void; forGood?: boolean } | null = null
  let struck = false
  const begin = (next: typeof order) => {
    log = []
    order = next
    struck = false
  }
  return {
    meet(what) {
      const isOver = order?.forGood === true && log.length >= order.n
      if (!counts(what) && !isOver) return null
      log.push(what)
      return order !== null && (isOver || log.length === order.n) ? order.how : null
    },
    strike() {
      struck = true
      order?.onStrike()
    },
    failAt: (n, how, onStrike = () => undefined) => begin({ n, how, onStrike }),
    failFrom: (n) => begin({ n, how: 'cut_before', onStrike: () => undefined, forGood: true }),
    calls: () => log.length,
    log: () => [...log],
    struck: () => struck,
    reset: () => begin(null),
  }
}
