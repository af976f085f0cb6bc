// Counts failures by a key (an account, an address of the network) over a moving window, in memory: the process that counts is the
// one that answers. What is over is refused until the window has passed; a success forgets the account's.

import type { Clock } from '../../lib/clock.ts'

export interface Attempts {
  /** seconds until another try is heard; 0: now */
  waitSeconds(key: string): number
  failed(key: string): void
  forget(key: string): void
}

/** So many keys are remembered; beyond them the oldest give way. */
const mostKeys = 10_000

export function countAttempts(clock: Clock, { most, withinMs }: { most: number; withinMs: number }): Attempts {
  const failures = new Map<string, number[]>()
  const recent = (key: string) => {
    const since = clock.now().getTime() - withinMs
    return (failures.get(key) ?? []).filter((at) => at > since)
  }
  return {
    waitSeconds: (key) => {
      const [oldest, ...others] = recent(key).slice(-most)
      if (oldest === undefined || others.length < most - 1) return 0
      return Math.ceil((oldest + withinMs - clock.now().getTime()) / 1000)
    },
    failed: (key) => {
      const known = [...recent(key), clock.now().getTime()].slice(-most)
      failures.delete(key)
      failures.set(key, known)
      const [first] = failures.keys()
      if (failures.size > mostKeys && first !== undefined) failures.delete(first)
    },
    forget: (key) => void failures.delete(key),
  }
}
