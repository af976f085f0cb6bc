// The questions put to passkeys that nobody has answered yet, in memory: each is answered once, within five minutes.

import { randomBytes } from 'node:crypto'
import type { Clock } from '../../lib/clock.ts'

export interface Challenges {
  /** the name under which the challenge is taken back, for the browser to keep */
  keep(challenge: string): string
  take(name: string | undefined): string | null
}

const lifeMs = 5 * 60_000
const most = 2_000

export function waitingChallenges(clock: Clock): Challenges {
  const waiting = new Map<string, { challenge: string; until: number }>()
  return {
    keep: (challenge) => {
      const name = randomBytes(16).toString('base64url')
      waiting.set(name, { challenge, until: clock.now().getTime() + lifeMs })
      const [oldest] = waiting.keys()
      if (waiting.size > most && oldest !== undefined) waiting.delete(oldest)
      return name
    },
    take: (name = '') => {
      const found = waiting.get(name)
      waiting.delete(name)
      return found !== undefined && found.until > clock.now().getTime() ? found.challenge : null
    },
  }
}
