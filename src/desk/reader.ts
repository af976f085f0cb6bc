// Reads mails in a thread of its own while the main one writes: a crowd of mails is worked off on two cores. The thread begins with
// the first crowd and ends when it had nothing to do for a while. Whatever happens to it costs time alone: what it did not read is
// read by the main thread.

import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { ParsedMail } from '../mail/parse.ts'
import type { Classification, Thresholds } from './classification/classify.ts'
import type { Reading } from './reading.ts'

export interface SideReader {
  /** mails will come soon: the thread begins while they are fetched */
  prepare(): void
  /** null where the thread could not do it */
  read(source: Uint8Array): Promise<Reading | null>
  close(): Promise<void>
}

export interface ReadOrder {
  id: number
  source: Uint8Array
}

export interface ReadAnswer {
  id: number
  /** null where reading failed */
  found: { mail: ParsedMail; classification: Classification; classifiedInMs: number } | null
}

/** The thread and what it holds go when it had nothing to do for so long. */
const restMs = 15_000
/** A thread silent for so long over what it was given is taken for dead. */
const silenceMs = 30_000
/** A mail takes a few megabytes at most while it is read; the words of the model take 60. */
const memory: ResourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }

export function openSideReader(thresholds: Thresholds, resourceLimits = memory): SideReader {
  const waiting = new Map<number, (reading: Reading | null) => void>()
  let thread: Worker | null = null
  let timer: NodeJS.Timeout | undefined
  let broken = false
  let count = 0

  const end = async (): Promise<void> => {
    clearTimeout(timer)
    const ended = thread
    thread = null
    for (const give of waiting.values()) give(null)
    waiting.clear()
    await ended?.terminate()
  }
  const watch = () => {
    clearTimeout(timer)
    const silent = async () => {
      broken ||= waiting.size > 0
      await end()
    }
    timer = setTimeout(() => void silent(), waiting.size > 0 ? silenceMs : restMs).unref()
  }
  const begin = (): Worker => {
    const begun = new Worker(new URL('./reading-thread.ts', import.meta.url), {
      workerData: thresholds,
      resourceLimits,
    })
    begun.unref()
    begun.on('message', ({ id, found }: ReadAnswer) => {
      waiting.get(id)?.(found === null ? null : { ...found, classification: () => found.classification })
      waiting.delete(id)
      watch()
    })
    // out of memory, or not even begun: not tried again before the next start
    begun.on('error', () => {
      if (begun !== thread) return
      broken = true
      void end()
    })
    return begun
  }

  return {
    prepare: () => {
      if (broken) return
      thread ??= begin()
      watch()
    },
    read: (source) => {
      if (broken) return Promise.resolve(null)
      thread ??= begin()
      count += 1
      const order: ReadOrder = { id: count, source }
      thread.postMessage(order)
      watch()
      return new Promise((resolve) => waiting.set(order.id, resolve))
    },
    close: end,
  }
}
