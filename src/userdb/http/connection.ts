// Calls an operation of a platform's endpoint until it is answered: tries again what may succeed later, waits as long as
// the endpoint asks, polls what it does in the background. A call that changes something keeps one idempotency key over
// all its tries, and keeps it for the next call of the same kind where no answer ever came.

import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { DeskError } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { type Clock, systemClock } from '../../lib/clock.ts'
import { type Answer, type Endpoint, openExchange } from './exchange.ts'
import { errorAnswer, runningAnswer } from './protocol.ts'
import { endpointError, troubleOf } from './trouble.ts'

export interface Connection {
  ask<T>(operation: string, body: unknown, answer: z.ZodType<T>): Promise<T>
  /** as `ask`, for what changes something */
  change<T>(operation: string, body: unknown, answer: z.ZodType<T>): Promise<T>
  close(): void
}

export interface ConnectionOptions {
  clock?: Clock
  /** the first pause between two tries; it doubles */
  firstPauseMs?: number
  /** tries of one request after which it is left to whoever called */
  tries?: number
}

const longestPauseMs = 15_000

export function openConnection(endpoint: Endpoint, options: ConnectionOptions = {}): Connection {
  const clock = options.clock ?? systemClock
  const exchange = openExchange(endpoint, clock)
  const pauses = { firstMs: options.firstPauseMs ?? 250, capMs: longestPauseMs }
  const tries = options.tries ?? 5
  const unanswered = new Map<string, string>()

  async function answered(operation: string, body: unknown, idempotencyKey: string | null): Promise<unknown> {
    const started = performance.now()
    const left = () => endpoint.patienceSeconds * 1000 - (performance.now() - started)
    const wait = async (count: number, retryAfter: string | null) => {
      const ms = Math.min(
        longestPauseMs,
        askedMs(retryAfter, clock) ?? backoffMs(count, pauses) * (1 + Math.random() / 4),
      )
      if (ms > left()) throw endpointError('unfinished', 'out of patience')
      await pause(ms)
    }
    const first = { operation, body: Buffer.from(JSON.stringify(body)), idempotencyKey }
    let asked = first
    let failures = 0
    for (let polls = 0; ; ) {
      const result = await once(asked)
      if ('value' in result) return result.value
      if ('running' in result) {
        const poll = Buffer.from(JSON.stringify({ operation: result.running }))
        asked = { operation: 'operation', body: poll, idempotencyKey: null }
        failures = 0
        await wait(++polls, result.retryAfter)
        continue
      }
      if (!result.error.retry || ++failures >= tries) throw result.error
      // an operation that the endpoint lost over a restart is asked for again, under the same idempotency key
      if (result.isGone) asked = first
      await wait(failures, result.retryAfter)
    }
  }

  async function once(asked: { operation: string; body: Buffer; idempotencyKey: string | null }): Promise<Outcome> {
    try {
      return outcomeOf(await exchange.send(asked.operation, asked.body, asked.idempotencyKey))
    } catch (error) {
      if (error instanceof DeskError) return { error, retryAfter: null, isGone: false }
      throw error
    }
  }

  async function change(operation: string, body: unknown): Promise<unknown> {
    const same = createHash('sha256')
      .update(`${operation}\n${JSON.stringify(body)}`)
      .digest('hex')
    const key = unanswered.get(same) ?? randomUUID()
    // taken out while it is under way: the same asked for by somebody else meanwhile is another call
    unanswered.delete(same)
    try {
      return await answered(operation, body, key)
    } catch (error) {
      if (error instanceof DeskError && error.retry) unanswered.set(same, key)
      throw error
    }
  }

  return {
    ask: async (operation, body, schema) => parsed(operation, schema, await answered(operation, body, null)),
    change: async (operation, body, schema) => parsed(operation, schema, await change(operation, body)),
    close: () => exchange.close(),
  }
}

type Outcome =
  | { value: unknown }
  | { running: string; retryAfter: string | null }
  | { error: DeskError; retryAfter: string | null; isGone: boolean }

function outcomeOf({ status, body, retryAfter, isSigned }: Answer): Outcome {
  const failed = (error: DeskError) => ({ error, retryAfter, isGone: isSigned && status === 410 })
  const value = json(body)
  if (status !== 200 && status !== 202) {
    const code = errorAnswer.safeParse(value).data?.error ?? null
    return failed(endpointError(troubleOf({ status, code, isSigned }), `status ${status}, ${code ?? 'no code'}`))
  }
  if (!isSigned) return failed(endpointError('unsigned', `status ${status}`))
  if (value === undefined) return failed(endpointError('protocol', 'no JSON'))
  if (status === 200) return { value }
  const running = runningAnswer.safeParse(value)
  return running.success
    ? { running: running.data.operation, retryAfter }
    : failed(endpointError('protocol', '202 without an operation'))
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Retry-After: seconds, or a date (RFC 9110 §10.2.3). */
function askedMs(retryAfter: string | null, clock: Clock): number | null {
  if (retryAfter === null) return null
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? null : Math.max(0, at - clock.now().getTime())
}

function parsed<T>(operation: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const places = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.code}`)
  throw new DeskError('platform_schema_mismatch', {
    retry: false,
    message: `the endpoint's answer to ${operation} is not what docs/http-endpoint.md says (${places.join('; ')}); correct it there`,
  })
}
