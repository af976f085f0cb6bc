// Stands between a program and the IMAP server, changes nothing and notes when the server announced each new mail (EXISTS).
// Every session of Dovecot announces at a moment of its own, up to 200 ms apart: only the program's own session counts.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface ListeningProxy {
  port: number
  /** when the folder was first said to hold so many mails, by performance.now() */
  announced: Map<number, number>
  stop(): Promise<void>
}

export async function startListeningProxy(port: number): Promise<ListeningProxy> {
  const announced = new Map<number, number>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1')
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        behind.destroy()
      })
    }
    behind.on('data', (bytes) => {
      for (const [, count] of bytes.toString('latin1').matchAll(/^\* (\d+) EXISTS\r$/gm)) {
        if (!announced.has(Number(count))) announced.set(Number(count), performance.now())
      }
    })
    client.pipe(behind)
    behind.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    announced,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
