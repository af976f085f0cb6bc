// What goes wrong at a database server, in kinds that every dialect shares: whether trying again can help, and what the
// operator does next. The driver's own words may hold people's data, so of its error only the code is kept.

import { DeskError, type ErrorCode } from '../errors.ts'

export type Trouble =
  | 'unreachable'
  | 'lost'
  | 'starting'
  | 'crowded'
  | 'login'
  | 'no_database'
  | 'no_tls'
  | 'certificate'
  | 'no_grant'
  | 'read_only'
  | 'busy'
  | 'slow'
  | 'schema'
  | 'constraint'
  | 'value'
  | 'disk'
  | 'unknown'

const words: Record<Trouble, [code: ErrorCode, retry: boolean, message: string]> = {
  unreachable: [
    'platform_unavailable',
    true,
    'the platform database does not answer; check that it runs, and host and port in platform.url',
  ],
  lost: [
    'platform_unavailable',
    true,
    'the connection to the platform database was lost; the desk tries again, look at the server if this stays',
  ],
  starting: ['platform_unavailable', true, 'the platform database is starting or stopping; the desk tries again'],
  crowded: [
    'platform_unavailable',
    true,
    'the platform database takes no more connections; the desk tries again, raise its limit if this stays',
  ],
  login: [
    'platform_unavailable',
    false,
    'the platform database refuses the login; correct user and password in platform.url, or let this machine in at the server',
  ],
  no_database: [
    'platform_unavailable',
    false,
    'the server has no database of that name, or this login may not use it; correct its name in platform.url',
  ],
  no_tls: [
    'platform_unavailable',
    false,
    'the platform database does not speak TLS; switch it on there, or add sslmode=disable to platform.url where the network is trusted',
  ],
  certificate: [
    'platform_unavailable',
    false,
    "the platform database's certificate is not trusted; name its authority in platform.url with sslrootcert=FILE, or choose sslmode=require to encrypt without looking at it",
  ],
  no_grant: [
    'platform_refused',
    false,
    'the login of the desk lacks a right at the platform database and nothing was changed; run `habeas platform check`, which names it',
  ],
  read_only: [
    'platform_refused',
    false,
    'the platform database may only be read (a standby?) and nothing was changed; point platform.url at the server that is written',
  ],
  busy: [
    'platform_unavailable',
    true,
    'rows of the platform database are held by another writer; the desk tries again, look for a long transaction if this stays',
  ],
  slow: [
    'platform_unavailable',
    true,
    'a statement at the platform database took too long and was stopped; run `habeas platform check` for missing indexes',
  ],
  schema: [
    'platform_schema_mismatch',
    false,
    'the platform database does not have what the data map names; run `habeas platform check`',
  ],
  constraint: [
    'platform_refused',
    false,
    'a constraint of the platform database refused the change and nothing was changed; run `habeas platform check`',
  ],
  value: [
    'platform_refused',
    false,
    'a value does not fit its column at the platform database and nothing was changed; run `habeas platform check`',
  ],
  disk: ['platform_unavailable', true, 'the platform database has no room left or cannot write; check its disk'],
  unknown: ['internal', false, 'an unexpected error at the platform database; see its cause'],
}

export function troubleError(trouble: Trouble, code: string): DeskError {
  const [errorCode, retry, message] = words[trouble]
  return new DeskError(errorCode, { retry, message, cause: new Error(`the database says ${code}`) })
}

/** What Node's own sockets and TLS say, whichever driver is behind them; null for everything else. */
export function networkTrouble(code: string): Trouble | null {
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOENT'].includes(code))
    return 'unreachable'
  if (['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(code)) return 'lost'
  if (/CERT|^UNABLE_TO_|^ERR_TLS|^ERR_SSL|^ERR_OSSL/.test(code)) return 'certificate'
  return null
}
