import type { Server } from 'node:http'

export function startServer(options: {
  file: string
  keys: Record<string, string>
  path?: string
  background?: string[]
}): Server
