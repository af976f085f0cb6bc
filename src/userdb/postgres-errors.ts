// What PostgreSQL and its driver throw, in the kinds of explain.ts. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html

import { networkTrouble, type Trouble, troubleError } from './explain.ts'

const byCode: Record<string, Trouble> = {
  '28000': 'login',
  '28P01': 'login',
  '3D000': 'no_database',
  '42501': 'no_grant',
  '25006': 'read_only',
  '42P01': 'schema',
  '42703': 'schema',
  '3F000': 'schema',
  '42883': 'schema',
  '40001': 'busy',
  '40P01': 'busy',
  '55P03': 'busy',
  '57014': 'slow',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'starting',
  '25P03': 'lost',
  '53300': 'crowded',
  '53100': 'disk',
  '53200': 'disk',
}
const byClass: Record<string, Trouble> = {
  '08': 'lost',
  '22': 'value',
  '23': 'constraint',
  '53': 'crowded',
  '58': 'disk',
}

/** The driver's own errors have words but no code. */
const byWords: [RegExp, Trouble][] = [
  [/does not support SSL/, 'no_tls'],
  [/timeout expired|timeout exceeded when trying to connect|connection timeout/i, 'unreachable'],
  [/Connection terminated|connection error and is not queryable|Connection ended|was closed|been discarded/i, 'lost'],
]

export function explainPostgres(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'DeskError') return error
  const code = (error as { code?: string }).code ?? ''
  const words = byWords.find(([pattern]) => pattern.test(error.message))?.[1]
  if (/^[0-9A-Z]{5}$/.test(code) && 'severity' in error)
    return troubleError(byCode[code] ?? byClass[code.slice(0, 2)] ?? 'unknown', code)
  const trouble = networkTrouble(code) ?? words
  return trouble ? troubleError(trouble, code || 'nothing') : error
}

export function isUndone(error: unknown): boolean {
  return ['40001', '40P01'].includes(String((error as { code?: string } | null)?.code))
}
