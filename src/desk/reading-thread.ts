// The thread of reader.ts: takes a mail's bytes, gives back what they say. It opens no file of the desk and knows no key.

import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ReadAnswer, ReadOrder } from './reader.ts'

enableCompileCache()
const { readSource } = await import('./reading.ts')

parentPort?.on('message', (order: ReadOrder) => void answer(order))

async function answer({ id, source }: ReadOrder): Promise<void> {
  // what fails here is read once more by the main thread, where its error counts
  const found = await read(source).catch(() => null)
  parentPort?.postMessage({ id, found } satisfies ReadAnswer)
}

async function read(source: Uint8Array): Promise<ReadAnswer['found']> {
  const { mail, classification } = await readSource(source, workerData)
  const from = performance.now()
  return { mail, classification: classification(), classifiedInMs: performance.now() - from }
}
