// A loop runs its work when woken: never twice at once, never forgetting a wake, and a failure is not its end.

import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { backoffMs } from '../../src/lib/backoff.ts'
import { Loop } from '../../src/lib/loop.ts'

test('a wake during the work runs it once more afterwards; never two at once', async () => {
  let runs = 0
  let atOnce = 0
  let most = 0
  const loop = new Loop(
    async () => {
      most = Math.max(most, ++atOnce)
      await pause(20)
      atOnce--
      runs++
    },
    () => undefined,
  )
  loop.wake()
  await pause(5)
  for (let n = 0; n < 5; n++) loop.wake()
  await pause(100)
  expect([runs, most]).toEqual([2, 1])
})

test('what it throws is told, and the next wake works again', async () => {
  const told: unknown[] = []
  let runs = 0
  const loop = new Loop(
    async () => {
      if (++runs === 1) throw new Error('once')
    },
    (error) => told.push(error),
  )
  loop.wake()
  await pause(5)
  loop.wake()
  await pause(5)
  expect(runs).toBe(2)
  expect(told).toHaveLength(1)
})

test('stop tells the running work, waits for it, and nothing runs afterwards', async () => {
  let ended = 0
  const loop = new Loop(
    async (signal) => {
      while (!signal.aborted) await pause(5)
      ended++
    },
    () => undefined,
  )
  loop.wake()
  await pause(10)
  await loop.stop()
  expect(ended).toBe(1)
  loop.wake()
  await pause(10)
  expect(ended).toBe(1)
})

test('pauses double from the first to the cap and stay there', () => {
  const waits = [0, 1, 2, 3, 4, 5, 1_000].map((attempts) => backoffMs(attempts, { firstMs: 1_000, capMs: 6_000 }))
  expect(waits).toEqual([1_000, 1_000, 2_000, 4_000, 6_000, 6_000, 6_000])
})
