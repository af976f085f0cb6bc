// What MySQL, MariaDB and their driver throw, in the kinds of explain.ts. Numbers: https://mariadb.com/kb/en/mariadb-error-code-reference/

import { networkTrouble, type Trouble, troubleError } from './explain.ts'

const byNumber: Record<number, Trouble> = {
  1044: 'no_database',
  1049: 'no_database',
  1045: 'login',
  1130: 'login',
  1698: 'login',
  1251: 'login',
  3159: 'login', // only over TLS
  1142: 'no_grant',
  1143: 'no_grant',
  1227: 'no_grant',
  1290: 'read_only',
  1792: 'read_only',
  1836: 'read_only',
  1146: 'schema',
  1051: 'schema',
  1054: 'schema',
  1205: 'busy',
  1213: 'busy',
  1020: 'busy',
  1040: 'crowded',
  1203: 'crowded',
  1226: 'crowded',
  1053: 'starting',
  1077: 'starting',
  1927: 'lost',
  1317: 'lost',
  2006: 'lost',
  2013: 'lost',
  4031: 'lost',
  1969: 'slow',
  3024: 'slow',
  1022: 'constraint',
  1048: 'constraint',
  1062: 'constraint',
  1216: 'constraint',
  1217: 'constraint',
  1451: 'constraint',
  1452: 'constraint',
  1557: 'constraint',
  3819: 'constraint',
  4025: 'constraint',
  1644: 'constraint', // a trigger's SIGNAL
  1264: 'value',
  1265: 'value',
  1292: 'value',
  1364: 'value',
  1366: 'value',
  1406: 'value',
  1906: 'value',
  1021: 'disk',
  1114: 'disk',
  1030: 'disk',
}
const byCode: Record<string, Trouble> = {
  PROTOCOL_CONNECTION_LOST: 'lost',
  PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: 'lost',
  PROTOCOL_ENQUEUE_AFTER_QUIT: 'lost',
  HANDSHAKE_NO_SSL_SUPPORT: 'no_tls',
  HANDSHAKE_SSL_ERROR: 'certificate',
}

export function explainMysql(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'DeskError') return error
  const { code, errno } = error as { code?: string; errno?: number }
  const trouble =
    networkTrouble(code ?? '') ??
    byCode[code ?? ''] ??
    (/closed state|Connection lost|server closed the connection/i.test(error.message) ? 'lost' : undefined) ??
    byNumber[Number(errno)] ??
    ('sqlState' in error ? 'unknown' : null)
  return trouble ? troubleError(trouble, String(code ?? errno ?? 'nothing')) : error
}

export function isUndone(error: unknown): boolean {
  // a lock wait that timed out undoes its statement alone, and waiting again would only be longer
  return [1213, 1020].includes(Number((error as { errno?: number } | null)?.errno))
}
