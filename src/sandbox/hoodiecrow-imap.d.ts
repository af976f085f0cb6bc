// The part of hoodiecrow-imap that the sandbox uses; the package carries no types.

declare module 'hoodiecrow-imap' {
  import type { Server, Socket } from 'node:net'

  export interface StoredMessage {
    uid: number
    flags: string[]
    internaldate: string
    /** one character per byte */
    raw: string
  }

  export interface HoodiecrowServer {
    readonly server: Server
    readonly connectionHandlers: ((connection: { socket: Socket | null }) => void)[]
    listen(port: number, host: string, done: () => void): void
    close(done?: () => void): void
    setMaxListeners(count: number): void
    getMailbox(path: string): { messages: StoredMessage[] } | undefined
    appendMessage(mailbox: string, flags: string[], internalDate: string, raw: string): { message: StoredMessage }
  }

  export interface HoodiecrowOptions {
    plugins?: string[]
    users?: Record<string, { password: string }>
    storage?: Record<string, { uidvalidity?: number; messages?: unknown[]; folders?: object; separator?: string }>
  }

  export default function hoodiecrow(options?: HoodiecrowOptions): HoodiecrowServer
}
