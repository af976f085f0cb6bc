// One JSON line per state change; on a terminal the same lines, readable. Ids only: the paths below and the scrub of the
// finished line are the second net behind the rule that no address, name, subject or body is handed to the logger.

import { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type { Logger } from 'pino'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogOptions {
  level: LogLevel
  /** pretty for people, json for machines, auto: pretty where standard output is a terminal */
  format: 'auto' | 'json' | 'pretty'
}

export function createLog(options: LogOptions, output: NodeJS.WritableStream = process.stdout): Logger {
  const wantsPretty = options.format === 'pretty' || (options.format === 'auto' && 'isTTY' in output && output.isTTY)
  const sink = wantsPretty
    ? pretty({ destination: output as Writable, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true })
    : (output as Writable)
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorFacts },
    },
    new Writable({
      decodeStrings: false,
      write: (line: string, _encoding, done) => {
        sink.write(scrub(line))
        done()
      },
    }),
  )
}

/** What a log line may say of an error: its code, the codes of its causes and where it arose; never a foreign message. */
export function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? error.code : undefined
  return {
    type: error.name,
    code,
    message: error.name === 'DeskError' ? error.message : undefined,
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 8)
      .map((line) => line.trim()),
    cause: error.cause === undefined ? undefined : errorFacts(error.cause),
  }
}

/** Removes what looks like an address or a long number from a finished line. */
export function scrub(line: string): string {
  return line
    .replace(/[^\s"'<>()[\]:;,\\]+@[^\s"'<>()[\]:;,\\]+/gu, '[address]')
    .replace(/(?<![\w.:-])1[3-9]\d{9}(?![\w.:-])/gu, '[number]')
}
