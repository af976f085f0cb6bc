// Other systems that must know of a refusal (a mailing service, an analytics provider): each is told by one signed request of the
// protocol that platforms' endpoints speak (docs/http-endpoint.md), with its retries and idempotency keys. What is said
// is a state and no event, so that saying it again after a crash changes nothing.

import { z } from 'zod'
import { DeskError } from '../../errors.ts'
import type { DataMap } from '../data-map.ts'
import { type MapProblem, mapError } from '../map-problem.ts'
import { type Connection, openConnection } from './connection.ts'
import type { Endpoint } from './exchange.ts'

export interface RefusalTold {
  /** the account's key, or its address where the map says so */
  person: { key: string } | { address: string }
  /** as the data map names it */
  purpose: string
  /** false: taken back */
  refused: boolean
}

export interface Calls {
  /** Throws DeskErrors; a system that does not answer is tried again with the request. */
  tell(call: string, told: RefusalTold): Promise<void>
  /** Calls of the map that nobody set up. */
  check(map: DataMap): MapProblem[]
  close(): void
}

export function openCalls(endpoints: Record<string, Endpoint> = {}): Calls {
  const open = new Map<string, Connection>()
  return {
    tell: async (call, { person, purpose, refused }) => {
      const endpoint = endpoints[call]
      if (endpoint === undefined) throw unknown(call)
      const connection = open.get(call) ?? openConnection(endpoint)
      open.set(call, connection)
      await connection.change('refusal', { ...person, purpose, refused }, z.object({}))
    },
    check: (map) =>
      Object.values(map.refusal.purposes)
        .flatMap((purpose) => purpose.calls)
        .filter(({ call }) => !(call in endpoints))
        .map(({ call }) => mapError('call_unknown', map.subject.table, null, unknown(call).message)),
    close: () => {
      for (const connection of open.values()) connection.close()
    },
  }
}

function unknown(call: string): DeskError {
  return new DeskError('config_invalid', {
    retry: false,
    message: `the data map tells refusals to "${call}", which is not set up; name its url, keyId and secret in platform.calls.${call}`,
  })
}
