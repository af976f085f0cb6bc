// The console with its real sign-in on a port of localhost, where browsers have passkeys.

import { serve } from '@hono/node-server'
import type { SignInSettings } from '../../../src/console/sign-in/auth.ts'
import { freePort } from '../../support/free-port.ts'
import { realConsole } from './real-console.ts'

export async function listeningConsole(over: Partial<SignInSettings> = {}) {
  const console = await realConsole({ behindProxy: false, ...over })
  const port = await freePort()
  const server = serve({ fetch: console.app.fetch, hostname: '127.0.0.1', port })
  return {
    ...console,
    url: `http://localhost:${port}`,
    stop: async () => {
      await new Promise<void>((done) => {
        server.close(() => done())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}
