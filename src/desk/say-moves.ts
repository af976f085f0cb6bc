// One log line for each request that was opened or went to another state, once that is written.

import type { Logger } from '../lib/log.ts'
import type { Changes } from '../requests/changes.ts'

export function sayMoves(log: Logger, { requests, requestMoves }: Changes): void {
  for (const { id, state, stateReason } of requests)
    log.info({ requestId: id, state, ...reasonOf(stateReason) }, 'request opened')
  for (const { id, data } of requestMoves) {
    if (typeof data.state === 'string')
      log.info({ requestId: id, state: data.state, ...reasonOf(data.stateReason) }, 'request moved')
  }
}

function reasonOf(reason: unknown): { reason?: string } {
  return typeof reason === 'string' ? { reason } : {}
}
