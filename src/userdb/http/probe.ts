// Sends an endpoint single requests that the desk itself would never send: signed wrongly, twice, too late. For conformance
// tests alone.

import { randomUUID } from 'node:crypto'
import { systemClock } from '../../lib/clock.ts'
import { type Endpoint, openExchange } from './exchange.ts'

interface Twist {
  secret?: string
  /** signed at so much earlier a time */
  olderMs?: number
  nonce?: string
  idempotencyKey?: string
  /** the body that travels instead of the one that was signed */
  sent?: string
  /** the operation that was signed instead of the one asked for */
  signedFor?: string
}

export type Probe = (operation: string, body: unknown, twist?: Twist) => Promise<{ status: number; value: unknown }>

export function probe(endpoint: Endpoint): Probe {
  return async (operation, body, twist = {}) => {
    const { secret = endpoint.secret, olderMs = 0, idempotencyKey = null, ...how } = twist
    const clock = { now: () => new Date(systemClock.now().getTime() - olderMs) }
    const exchange = openExchange({ ...endpoint, secret }, clock)
    try {
      const { nonce = randomUUID(), sent, signedFor } = how
      const answer = await exchange.send(operation, Buffer.from(JSON.stringify(body)), idempotencyKey, {
        nonce,
        ...(sent === undefined ? {} : { sent: Buffer.from(sent) }),
        ...(signedFor === undefined ? {} : { signedFor }),
      })
      return { status: answer.status, value: readBody(answer.body) }
    } finally {
      exchange.close()
    }
  }
}

function readBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) ?? {}
  } catch {
    return {}
  }
}
