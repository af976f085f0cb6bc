// An endpoint before any user database: the protocol's half of the reference server with this project's own database door
// behind it, so that what holds of a database can be held against the same database behind an endpoint.

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEndpoint, Refusal } from '../../../examples/http-endpoint/protocol.mjs'
import { DeskError } from '../../../src/errors.ts'
import { cellToJson } from '../../../src/userdb/http/cells.ts'
import type { Endpoint } from '../../../src/userdb/http/exchange.ts'
import type { Row, SubjectSnapshot, UserDb } from '../../../src/userdb/userdb.ts'
import { described } from './described.ts'

export const testKey = { keyId: 'desk-1', secret: 'a secret of the tests that is long enough' }

export interface Bridge {
  endpoint: Endpoint
  server: Server
  stop(): Promise<void>
}

export async function startBridge(db: UserDb, background: string[] = []): Promise<Bridge> {
  const views = new Map<string, View>()
  const server = createEndpoint({
    path: '/habeas',
    keys: { [testKey.keyId]: testKey.secret },
    background,
    report: () => {},
    reads: {
      describe: () => ({
        protocol: 1,
        map: described(db.map),
        offers: ['accounts', 'mentions'],
        problems: [],
      }),
      find: async ({ address }) => ({ subjects: await db.findSubjects(address) }),
      get: async ({ key }) => ({ subject: await db.getSubject(key) }),
      values: async ({ key, table, column, limit, where }) => ({
        values: await db.presentValues(key, table, column, { limit, where }),
      }),
      taken: async ({ key, table, column, value }) => ({ taken: await db.isTaken(key, table, column, value) }),
      'erase/plan': async ({ key }) => ({ tables: await db.planErase(key) }),
      mentions: async ({ address }) => ({ mentions: await db.mentions(address) }),
      'view/open': async ({ key }) => await openView(db, views, key),
      'view/rows': async ({ view, table, after }) => await viewPage(views.get(view), table, after),
      'view/close': async ({ view }) => {
        await views.get(view)?.close()
        views.delete(view)
        return {}
      },
    },
    changes: {
      correct: async ({ key, changes }) => ({ outcome: await orRefused(() => db.correct(key, changes)) }),
      erase: async ({ key, addressHash }) => await orRefused(() => db.erase(key, addressHash)),
      refuse: async ({ key, switches }) => ({ switches: await orRefused(() => db.switchOff(key, switches)) }),
    },
  })
  return { ...(await listening(server)), server }
}

export async function listening(server: Server): Promise<Omit<Bridge, 'server'>> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: {
      url: `http://127.0.0.1:${port}/habeas`,
      ...testKey,
      timeoutSeconds: 20,
      patienceSeconds: 60,
      answerBytes: 16_777_216,
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type Loss = 'request' | 'answer'

/** Ends connections: before the request is looked at, or after it was carried out and before its answer leaves. */
export function lose(server: Server, loss: (operation: string) => Loss | null): void {
  const [carryOut] = server.listeners('request') as ((...args: unknown[]) => void)[]
  if (!carryOut) throw new Error('the server listens to nothing')
  server.removeAllListeners('request')
  server.on('request', (request, response: ServerResponse) => {
    const lost = loss((request.url ?? '').replace('/habeas/', ''))
    if (lost === 'request') return request.socket.destroy()
    if (lost === 'answer')
      response.end = () => {
        request.socket.destroy()
        return response
      }
    carryOut(request, response)
  })
}

async function orRefused<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof DeskError && error.code === 'platform_refused') throw new Refusal(422, 'refused')
    throw error
  }
}

interface View {
  snapshot: SubjectSnapshot
  tables: Map<string, { pages: AsyncIterator<Row[]>; served: number; last: unknown }>
  close(): Promise<void>
}

async function openView(db: UserDb, views: Map<string, View>, key: string): Promise<unknown> {
  const opened = Promise.withResolvers<SubjectSnapshot | null>()
  const finished = Promise.withResolvers<void>()
  const reading = db.read(key, async (snapshot) => {
    opened.resolve(snapshot)
    await finished.promise
  })
  reading.then(() => opened.resolve(null), opened.reject)
  const snapshot = await opened.promise
  if (snapshot === null) return { view: null, subject: null, counts: {} }
  const counts: Record<string, number> = {}
  for (const table of Object.keys(db.map.tables)) counts[table] = await snapshot.count(table)
  const view = randomUUID()
  const close = async () => {
    finished.resolve()
    await reading
  }
  views.set(view, { snapshot, tables: new Map(), close })
  return { view, subject: snapshot.subject, counts }
}

/** Pages by number; the one before may be asked for again, as after a lost answer. */
async function viewPage(view: View | undefined, table: string, after: string | null): Promise<unknown> {
  if (!view) throw new Refusal(410, 'view_gone')
  const wanted = after === null ? 0 : Number(after)
  const known = view.tables.get(table)
  if (known && wanted === known.served - 1) return known.last
  const open =
    wanted === 0 ? { pages: view.snapshot.rows(table)[Symbol.asyncIterator](), served: 0, last: null } : known
  if (!open || wanted !== open.served) throw new Refusal(410, 'view_gone')
  view.tables.set(table, open)
  const { value, done } = await open.pages.next()
  open.served++
  const rows = done ? [] : (value as Row[])
  open.last = {
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cellToJson(cell)]))),
    next: done ? null : String(open.served),
  }
  return open.last
}
