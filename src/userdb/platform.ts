// The seam between the user database and its dialects: what a dialect must be able to do. SQLite, PostgreSQL and MySQL
// with MariaDB exist; another is one more file like sqlite.ts and a line in openPlatform. Nothing above this seam knows
// which it is.

import type { CompiledQuery, Kysely, RawBuilder, SqlBool, Transaction } from 'kysely'
import { DeskError } from '../errors.ts'
import { openSqlite } from './sqlite.ts'

/**
 * What a cell can hold; integers beyond 2^53 stay bigint. Booleans are 1 and 0; decimals, times, UUIDs, JSON and lists (as
 * JSON) are exact text; a time without a zone is as the database holds it.
 */
export type Cell = string | number | bigint | Uint8Array | null
export type Row = Record<string, Cell>
/** The schema is known only at run time: every table, every column. */
export type AnyTables = Record<string, Row>
export type Database = Kysely<AnyTables>
export type DatabaseTransaction = Transaction<AnyTables>

export interface LiveColumn {
  name: string
  type: string
  notNull: boolean
  /** whether `=` already takes A-Z in either case as the same */
  ignoresCase?: boolean
  /** computed by the database; nobody can write it */
  generated?: boolean
}
export interface LiveForeignKey {
  columns: string[]
  table: string
  matches: string[]
  onDelete: 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'
}
export interface LiveTable {
  columns: LiveColumn[]
  primaryKey: string[]
  foreignKeys: LiveForeignKey[]
  /** the columns of each index in order, the primary key's among them; `lower(email)` where that is what it holds */
  indexes: string[][]
  /** columns that tell one row from another beside the primary key, none of them nullable */
  uniqueKeys: string[][]
  /** what the desk's login may do; absent where the dialect knows no grants */
  grants?: Set<'select' | 'insert' | 'update' | 'delete'>
}
/** Tables by the name that the data map uses for them (names.ts). */
export type LiveSchema = Map<string, LiveTable>

export interface Platform {
  /** Short reads. */
  readonly db: Database
  /** All of `work` or nothing, seeing what others have committed; run anew where the database asks for it (a deadlock). */
  transaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T>
  /** A connection of its own, in one read transaction: every read sees the same state of the database. */
  openSnapshot(): Promise<Snapshot>
  /** Columns, keys and indexes as they are now; `also` names schemas beyond those that the dialect looks into by itself. */
  schema(also?: string[]): Promise<LiveSchema>
  readonly words: DialectWords
  /** What the driver threw, as a DeskError that says whether trying again can help; other errors as they are. */
  explain(error: unknown): unknown
  close(): Promise<void>
}

/** What the dialects say differently. */
export interface DialectWords {
  /** behind a select: its rows are ours until the transaction ends */
  readonly forUpdate: RawBuilder<unknown>
  asText(value: RawBuilder<unknown>): RawBuilder<string>
  /** equal byte for byte, NULL like any value */
  same(one: RawBuilder<unknown>, other: Cell): RawBuilder<SqlBool>
  /** tells values apart that `=` takes for the same */
  exactly(value: RawBuilder<unknown>): RawBuilder<unknown>
  /** what tells rows from another in a table without any key; null where the dialect has nothing */
  readonly rowName: string | null
  /** whether rows that refer to each other can go in any order within a transaction */
  readonly defersForeignKeys: boolean
  /** whether a transaction can read rows by a cursor that does not see its own changes */
  readonly hasCursors: boolean
  /** whether DELETE and UPDATE find their rows better by a join than by IN */
  readonly changesByJoin: boolean
  /** rows that one statement works on; null for all of them */
  readonly rowsAtOnce: number | null
}

export interface Snapshot {
  readonly db: Database
  /** The rows of a query a page at a time, never all of them in memory. */
  stream(query: CompiledQuery): AsyncIterable<Row[]>
  close(): Promise<void>
}

export interface PlatformOptions {
  /** Runs before every statement; tests throw here to see what a crash at any place leaves behind. */
  beforeStatement?: (sql: string) => void
  /** How long a statement waits for another writer, in milliseconds. Too small fails on a busy platform, too large blocks the desk. */
  busyTimeoutMs?: number
  /** How long a statement may run at a server, in milliseconds. Too small fails on large tables, too large lets a missing index weigh on the platform. */
  statementTimeoutMs?: number
  /** How long a server may take to let us in, in milliseconds. */
  connectTimeoutMs?: number
}

/**
 * Opens the database behind `url` (`file:…`, `postgres://…`, `mysql://…`, `mariadb://…`), which must exist. Throws
 * DeskError('platform_unavailable'), or 'config_invalid' for a URL that cannot be read.
 */
export async function openPlatform(url: string, options: PlatformOptions = {}): Promise<Platform> {
  // the drivers of servers are loaded where there is one
  const scheme = url.split(':', 1)[0] ?? ''
  switch (scheme) {
    case 'file':
      return openSqlite(url, options)
    case 'postgres':
    case 'postgresql':
      return await (await import('./postgres.ts')).openPostgres(url, options)
    case 'mysql':
    case 'mariadb':
      return await (await import('./mysql.ts')).openMysql(url, options)
    default:
      throw new DeskError('config_invalid', {
        retry: false,
        message: `a platform database behind "${scheme}:" is not known; set platform.url to postgres://…, mysql://…, mariadb://… or file:PATH of a SQLite database`,
      })
  }
}
