// A port on 127.0.0.1 that nobody listens on and that nobody else is about to take: each worker has a range of its own, below
// the ports that the system hands out by itself (from 32768 on Linux), so that no outgoing connection gets one meanwhile.
import { once } from 'node:events'
import { createServer } from 'node:net'

const size = 5000
const first = 12_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 4) * size
// a random beginning: what ended a moment ago may still hold its port
let next = Math.floor(Math.random() * size)

export async function freePort(): Promise<number> {
  for (let tried = 0; tried < size; tried++) {
    next = (next + 1) % size
    if (await isFree(first + next)) return first + next
  }
  throw new Error(`no free port from ${first} to ${first + size - 1}`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
