// MySQL and MariaDB behind the seam, through mysql2 and kysely's own dialect: a small pool for short reads and writes, and
// for each snapshot a connection of its own in one repeatable-read transaction, streamed row by row.

import { isIP } from 'node:net'
import { Kysely, MysqlDialect, type MysqlPool, sql } from 'kysely'
import { type Connection, type ConnectionOptions, createConnection, createPool, type PoolConnection } from 'mysql2'
import { DeskError } from '../errors.ts'
import { type DatabaseAddress, readDatabaseUrl } from './database-url.ts'
import { readMysqlCell, readMysqlCellInUtc } from './mysql-cells.ts'
import { explainMysql, isUndone } from './mysql-errors.ts'
import { readMysqlSchema } from './mysql-schema.ts'
import { mostRows, pageBytes, rowBytes } from './page-size.ts'
import type { AnyTables, Platform, PlatformOptions, Row, Snapshot } from './platform.ts'
import { serverTransaction } from './server-transaction.ts'
import { watch } from './watched.ts'

/** Connections for short reads and writes; exports have their own. */
const mostConnections = 4

export async function openMysql(url: string, options: PlatformOptions): Promise<Platform> {
  const config = connectionConfig(readDatabaseUrl(url.replace(/^mariadb:/, 'mysql:'), 3306), options)
  const pool = createPool({ ...config, connectionLimit: mostConnections, idleTimeout: 60_000 })
  pool.on('connection', (connection) => prepare(connection, options))
  const db = new Kysely<AnyTables>({ dialect: new MysqlDialect({ pool: pool as unknown as MysqlPool }) })
  try {
    await sql`select 1`.execute(db)
  } catch (error) {
    await db.destroy()
    throw explainMysql(error)
  }
  return {
    db,
    transaction: async (work) => await serverTransaction(db, isUndone, work),
    openSnapshot: async () => await openSnapshot(config, options),
    schema: async (also = []) => await readMysqlSchema(db, also),
    words: {
      forUpdate: sql`for update`,
      asText: (value) => sql`cast(${value} as char)`,
      // collations take a for ä, and a text for itself with blanks behind
      same: (one, other) => sql`cast(${one} as binary) <=> cast(${other} as binary)`,
      exactly: (value) => sql`cast(${value} as binary)`,
      rowName: null,
      defersForeignKeys: false,
      changesByJoin: true,
      hasCursors: false,
      rowsAtOnce: null,
    },
    explain: explainMysql,
    close: async () => await db.destroy(),
  }
}

function connectionConfig(address: DatabaseAddress, options: PlatformOptions): ConnectionOptions {
  return {
    ...(address.socket === null ? { host: address.host, port: address.port } : { socketPath: address.socket }),
    user: address.user,
    password: address.password,
    database: address.database,
    ...(address.tls ? { ssl: tlsOptions(address) } : {}),
    charset: 'utf8mb4',
    connectTimeout: options.connectTimeoutMs ?? 10_000,
    enableKeepAlive: true,
    typeCast: readMysqlCell,
    jsonStrings: true,
  }
}

/** The driver has a switch of its own for the certificate's name, and takes that of an IP address for `localhost`. */
function tlsOptions({ tls, host }: DatabaseAddress): NonNullable<Exclude<ConnectionOptions['ssl'], string>> {
  const { checkServerIdentity, rejectUnauthorized, ca, cert, key } = tls ?? {}
  const verifyIdentity = rejectUnauthorized !== false && checkServerIdentity === undefined
  if (verifyIdentity && isIP(host) !== 0) {
    const message =
      "platform.url names an IP address, so the certificate's name cannot be looked at; write the server's name, or choose sslmode=verify-ca"
    throw new DeskError('config_invalid', { retry: false, message })
  }
  return {
    rejectUnauthorized: rejectUnauthorized !== false,
    verifyIdentity,
    ...(ca === undefined ? {} : { ca: ca as string }),
    ...(cert === undefined ? {} : { cert: cert as string }),
    ...(key === undefined ? {} : { key: key as string }),
  }
}

/**
 * The session's settings go first; what is asked of the connection meanwhile waits for them. Values are escaped with
 * backslashes, so a mode that forbids these must not stand. MariaDB alone reads what is behind M!, MySQL alone what is
 * behind 50708.
 */
function prepare(connection: Connection | PoolConnection, options: PlatformOptions, more = ''): void {
  const statementMs = options.statementTimeoutMs ?? 600_000
  const lockSeconds = Math.max(1, Math.ceil((options.busyTimeoutMs ?? 10_000) / 1000))
  const text = `set session sql_mode = concat_ws(',', 'STRICT_ALL_TABLES', replace(replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ''), 'PAD_CHAR_TO_FULL_LENGTH', '')),
    innodb_lock_wait_timeout = ${lockSeconds}, lock_wait_timeout = ${lockSeconds}${more}
    /*M!100000 , max_statement_time = ${statementMs / 1000} */ /*!50708 , max_execution_time = ${statementMs} */`
  // a connection that breaks here breaks at its first statement too, which tells it
  connection.query(text, () => {})
  connection.on('error', () => {})
  watch(connection, options)
}

async function openSnapshot(config: ConnectionOptions, options: PlatformOptions): Promise<Snapshot> {
  const connection = createConnection({ ...config, typeCast: readMysqlCellInUtc })
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  // MySQL's TIMESTAMP is told in the session's zone
  prepare(connection, options, ", time_zone = '+00:00'")
  const held = Object.assign(connection, { release: () => {} })
  const pool = {
    getConnection: (use: (error: unknown, connection: unknown) => void) => use(null, held),
    end: (done: () => void) => done(),
  } as unknown as MysqlPool
  const db = new Kysely<AnyTables>({ dialect: new MysqlDialect({ pool }) })
  try {
    await sql`set transaction isolation level repeatable read, read only`.execute(db)
    await sql`start transaction with consistent snapshot`.execute(db)
  } catch (error) {
    connection.destroy()
    throw error
  }
  return {
    db,
    stream: (query) => pages(connection, query),
    // rows that nobody fetched may still be on their way: no polite goodbye
    close: async () => connection.destroy(),
  }
}

/** Rows that the driver may hold beside a page. */
const rowsAhead = 50

/** kysely's own stream takes a lost connection for the end of the rows; the driver's waits for ever. */
async function* pages(connection: Connection, query: Parameters<Snapshot['stream']>[0]): AsyncGenerator<Row[]> {
  let page: Row[] = []
  let bytes = 0
  const rows = connection.query(query.sql, [...query.parameters]).stream({ highWaterMark: rowsAhead })
  const lost = (error?: Error) => rows.destroy(error ?? new Error('Connection lost'))
  connection.once('error', lost)
  connection.once('end', lost)
  try {
    for await (const row of rows as AsyncIterable<Row>) {
      page.push(row)
      bytes += rowBytes(row)
      if (page.length < mostRows && bytes < pageBytes) continue
      yield page
      page = []
      bytes = 0
    }
    if (page.length > 0) yield page
  } finally {
    connection.off('error', lost)
    connection.off('end', lost)
  }
}
