// The thread of reader.ts: takes a mail's bytes, gives back what they say. It opens no file of the desk and knows no key.

import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ReadAnswer, ReadOrder } from './reader.ts'

enableCompileCache()
const { readSource } = await import('./reading.ts')

parentPort?.on('message', async (order: ReadOrder) => {
  parentPort?.postMessage(await answer(order))
})

/** What fails here is read once more by the main thread, where its error counts. */
async function answer({ id, source }: ReadOrder): Promise<ReadAnswer> {
  try {
    const { mail, classification } = await readSource(source, workerData)
    return { id, found: { mail, classification: classification() } }
  } catch {
    return { id, found: null }
  }
}
