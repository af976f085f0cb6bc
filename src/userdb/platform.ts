// The seam between the user database and its dialects: what a dialect must be able to do. SQLite is the one that exists;
// another is one more file like sqlite.ts and a line in openPlatform. Nothing above this seam knows which it is.

import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import { DeskError } from '../errors.ts'
import { openSqlite } from './sqlite.ts'

/** What a cell can hold; integers beyond 2^53 stay bigint. */
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
  /** the columns of each index in order, the primary key's among them */
  indexes: string[][]
}
export type LiveSchema = Map<string, LiveTable>

export interface Platform {
  /** Short reads and writes. */
  readonly db: Database
  /** A connection of its own, in one read transaction: every read sees the same state of the database. */
  openSnapshot(): Promise<Snapshot>
  /** Columns, keys and indexes as they are now. */
  schema(): Promise<LiveSchema>
  /** Column names that tell one row of the table from another, for tables without a primary key too. */
  rowIdentity(table: string, schema: LiveSchema): string[]
  /** Lets the foreign keys be checked at the end of the transaction, where the dialect can. */
  deferForeignKeys(transaction: DatabaseTransaction): Promise<void>
  /** What the driver threw, as a DeskError that says whether trying again can help; other errors as they are. */
  explain(error: unknown): unknown
  close(): Promise<void>
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
}

/** Opens the database behind `url` (`file:…`), which must exist. Throws DeskError('platform_unavailable'). */
export async function openPlatform(url: string, options: PlatformOptions = {}): Promise<Platform> {
  if (url.startsWith('file:')) return openSqlite(url, options)
  const scheme = url.split(':', 1)[0]
  throw new DeskError('config_invalid', {
    retry: false,
    message: `a platform database behind "${scheme}:" is not known; set platform.url to file:PATH of a SQLite database`,
  })
}
