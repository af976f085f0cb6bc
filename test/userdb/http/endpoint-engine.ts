// A platform that is reached through its own HTTP endpoint: the same door, the same promises as of the database behind it.

import { openHttpUserDb } from '../../../src/userdb/http/http-userdb.ts'
import type { UserDb, UserDbOptions } from '../../../src/userdb/userdb.ts'
import { type Engine, type EnginePlatform, engines } from '../engines.ts'
import { startBridge } from './bridge.ts'

export const endpointEngine = { name: 'HTTP endpoint' as const, available: true, start }

async function start(): Promise<Engine> {
  const sqlite = await engines[0]?.start()
  if (!sqlite) throw new Error('SQLite is always there')
  const stops: (() => Promise<void>)[] = []
  const before = async (db: UserDb): Promise<UserDb> => {
    const { endpoint, stop } = await startBridge(db)
    stops.push(stop)
    const behind = await openHttpUserDb(endpoint, { firstPauseMs: 1, tries: 1 })
    const close = behind.close.bind(behind)
    behind.close = async () => {
      await Promise.all([close(), db.close(), stop()])
    }
    return behind
  }
  const endpointPlatform = async (platform: EnginePlatform): Promise<EnginePlatform> => ({
    ...platform,
    db: await before(platform.db),
    open: async (options?: UserDbOptions) => await before(await platform.open(options)),
  })
  return {
    ...sqlite,
    name: 'HTTP endpoint',
    platform: async (statements, map) => await endpointPlatform(await sqlite.platform(statements, map)),
    known: async (name) => await endpointPlatform(await sqlite.known(name)),
    stop: async () => {
      for (const stop of stops) await stop().catch(() => {})
      await sqlite.stop()
    },
  }
}
