// The thread's side of sending-thread.ts: one transport, orders in, outcomes out.

import { parentPort, workerData } from 'node:worker_threads'
import { DeskError } from '../../errors.ts'
import type { Order, Outcome } from './sending-thread.ts'
import { openTransport, type SmtpSettings } from './transport.ts'

const transport = openTransport(workerData as SmtpSettings)

parentPort?.on('message', ({ id, letter }: Order) => {
  const work = letter === null ? transport.verify() : transport.send(letter)
  const answer = (error: Outcome['error']) => parentPort?.postMessage({ id, error } satisfies Outcome)
  work.then(
    () => answer(null),
    (error: unknown) => answer(plain(error)),
  )
})

/** Errors lose their own fields between threads. */
function plain(error: unknown): Outcome['error'] {
  const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
  const { code, retry, message, cause } = known
  const reply = cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : undefined
  return { code, retry, message, ...(reply === undefined ? {} : { responseCode: reply }) }
}
