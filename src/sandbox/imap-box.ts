// The privacy mailbox of the sandbox: one IMAP account in memory, on a free loopback port. The only door to hoodiecrow-imap.
// Appending tells every connection that waits in IDLE. Nothing outlives the process.

import type { AddressInfo, Socket } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'

export interface ImapBox {
  host: string
  port: number
  user: string
  password: string
  /** Puts a mail into INBOX with this arrival time (IMAP INTERNALDATE), its bytes unaltered. */
  append(raw: Buffer, arrivedAt: Date): void
  /** What lies in INBOX now, as bytes. */
  mails(): Buffer[]
  stop(): Promise<void>
}

/** `uidValidity` has to differ from one start to the next over the same desk (RFC 9051 §2.3.1.1). */
export async function startImapBox(options: { user: string; password: string; uidValidity: number }): Promise<ImapBox> {
  const { user, password, uidValidity } = options
  const server = hoodiecrow({
    plugins: ['ENABLE', 'ID', 'IDLE', 'UIDPLUS', 'MOVE', 'LITERALPLUS', 'NAMESPACE', 'SPECIAL-USE', 'UNSELECT'],
    users: { [user]: { password } },
    storage: { INBOX: { uidvalidity: uidValidity, messages: [] }, '': { folders: {}, separator: '/' } },
  })
  server.setMaxListeners(100)
  const sockets = new Set<Socket>()
  server.connectionHandlers.push(({ socket }) => {
    if (!socket) return
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    user,
    password,
    append: (raw, arrivedAt) => {
      // the library keeps one character per byte; text of another encoding would come back cut short
      server.appendMessage('INBOX', [], internalDate(arrivedAt), raw.toString('latin1'))
    },
    mails: () => (server.getMailbox('INBOX')?.messages ?? []).map((message) => Buffer.from(message.raw, 'latin1')),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date-time as IMAP writes it, in UTC (RFC 9051 §9, date-time). */
function internalDate(at: Date): string {
  const day = String(at.getUTCDate()).padStart(2, '0')
  return `${day}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} +0000`
}
