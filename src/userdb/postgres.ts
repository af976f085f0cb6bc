// PostgreSQL behind the seam, through pg and kysely's own dialect: a small pool for short reads and writes, and for each
// snapshot a connection of its own in one repeatable-read transaction, streamed by a cursor.

import { type CompiledQuery, Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import { Client, type ClientConfig, Pool } from 'pg'
import Cursor from 'pg-cursor'
import { type DatabaseAddress, readDatabaseUrl } from './database-url.ts'
import { firstRows, nextRows } from './page-size.ts'
import type { AnyTables, Database, Platform, PlatformOptions, Row, Snapshot } from './platform.ts'
import { PostgresCells } from './postgres-cells.ts'
import { explainPostgres, isUndone } from './postgres-errors.ts'
import { readPostgresSchema } from './postgres-schema.ts'
import { serverTransaction } from './server-transaction.ts'
import { watch } from './watched.ts'

/** Connections for short reads and writes; exports have their own. */
const mostConnections = 4

export async function openPostgres(url: string, options: PlatformOptions): Promise<Platform> {
  const cells = new PostgresCells()
  const config = clientConfig(readDatabaseUrl(url, 5432), cells, options)
  const pool = new Pool({ ...config, max: mostConnections, idleTimeoutMillis: 60_000 })
  // an idle connection that ends is replaced when the next is asked for
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    // one that ends while it is in use tells the statement that waits, too
    client.on('error', () => {})
    prepare(client, options)
  })
  const db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await cells.learn(db)
  } catch (error) {
    await db.destroy()
    throw explainPostgres(error)
  }
  return {
    db,
    transaction: async (work) =>
      await serverTransaction(db, isUndone, async (transaction) => {
        await sql`set constraints all deferred`.execute(transaction)
        return await work(transaction)
      }),
    openSnapshot: async () => await openSnapshot(config, options),
    schema: async () => await readPostgresSchema(db),
    words: {
      forUpdate: sql`for update`,
      asText: (value) => sql`cast(${value} as text)`,
      same: (one, other) => sql`${one} is not distinct from ${other}`,
      exactly: (value) => value,
      rowName: 'ctid',
      // only those that were declared deferrable
      defersForeignKeys: false,
      changesByJoin: false,
      hasCursors: true,
      rowsAtOnce: null,
    },
    explain: explainPostgres,
    close: async () => await db.destroy(),
  }
}

function clientConfig(address: DatabaseAddress, cells: PostgresCells, options: PlatformOptions): ClientConfig {
  return {
    host: address.socket ?? address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: address.tls ?? false,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    application_name: 'habeas',
    types: { getTypeParser: (oid: number) => cells.reader(oid) } as ClientConfig['types'] & object,
  }
}

/** The session's settings go first; what is asked of the connection meanwhile waits for them. */
function prepare(client: { query: (...args: never[]) => unknown }, options: PlatformOptions, more = ''): void {
  const settings = {
    datestyle: 'ISO, YMD',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    lock_timeout: options.busyTimeoutMs ?? 10_000,
    statement_timeout: options.statementTimeoutMs ?? 600_000,
    idle_in_transaction_session_timeout: 600_000,
  }
  const text = Object.entries(settings).map(([name, value]) => `set ${name} = '${value}'`)
  const query = client.query as unknown as (text: string) => Promise<unknown>
  // a connection that breaks here breaks at its first statement too, which tells it
  query.call(client, [...text, more].join(';')).catch(() => {})
  watch(client, options)
}

/** Runs steps until the connection ends: the driver tells waiting queries so, but not a cursor that is about to close. */
type UntilLost = <T>(step: () => Promise<T>) => Promise<T>

/** No race against one promise that outlives the steps: it would hold on to every row that ever came. */
function untilLost(client: Client): UntilLost {
  let lost: Error | null = null
  let tell: ((error: Error) => void) | null = null
  const end = (error: Error) => {
    lost ??= error
    tell?.(lost)
  }
  client.once('error', end)
  client.once('end', () => end(new Error('Connection terminated')))
  return async (step) =>
    await new Promise((resolve, reject) => {
      if (lost !== null) return reject(lost)
      tell = reject
      step().then(resolve, reject)
    })
}

async function openSnapshot(config: ClientConfig, options: PlatformOptions): Promise<Snapshot> {
  const client = new Client(config)
  client.on('error', () => {})
  const connected = untilLost(client)
  await client.connect()
  prepare(client, options, "set timezone = 'UTC'")
  const db = overClient(client)
  try {
    await sql`start transaction isolation level repeatable read read only`.execute(db)
  } catch (error) {
    await client.end()
    throw error
  }
  return {
    db,
    stream: (query) => pages(client, connected, query),
    close: async () => await client.end(),
  }
}

/** kysely over one connection, which is not given back between statements. */
function overClient(client: Client): Database {
  const connection = Object.assign(client, { release: () => {} })
  const pool = { connect: async () => connection, end: async () => {}, options: {} } as unknown as PostgresPool
  return new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) })
}

async function* pages(
  client: Client,
  connected: UntilLost,
  { sql: text, parameters }: CompiledQuery,
): AsyncGenerator<Row[]> {
  const cursor = client.query(new Cursor<Row>(text, [...parameters]))
  let isLost = true
  let asked = firstRows
  try {
    for (;;) {
      const rows = await connected(async () => await cursor.read(asked))
      isLost = false
      if (rows.length === 0) return
      asked = nextRows(asked, rows)
      yield rows
      isLost = true
    }
  } finally {
    if (!isLost) await connected(async () => await cursor.close())
  }
}
