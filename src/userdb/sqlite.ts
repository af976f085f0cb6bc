// SQLite behind the seam, through node:sqlite (Node 24.21 prints no ExperimentalWarning for it) and kysely's own SQLite
// dialect. An existing file alone is opened, never made; foreign keys are enforced; writers wait for each other.
// Write transactions begin IMMEDIATE: one that reads first and writes later would fail at once beside another writer.

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { DeskError } from '../errors.ts'
import { mostRows, pageBytes, rowBytes } from './page-size.ts'
import type { AnyTables, Database, Platform, PlatformOptions, Row } from './platform.ts'
import { readSqliteSchema } from './sqlite-schema.ts'

export async function openSqlite(url: string, options: PlatformOptions): Promise<Platform> {
  const db = overKysely(connect(url, options, 'read_write'), 'begin immediate', options)
  return {
    db,
    openSnapshot: async () => {
      const database = connect(url, options, 'read_only')
      const snapshot = overKysely(database, 'begin', options)
      await sql`begin`.execute(snapshot)
      return {
        db: snapshot,
        stream: (query) => pages(prepare(database, query.sql, options).iterate(query.parameters)),
        close: () => snapshot.destroy(),
      }
    },
    transaction: async (work) =>
      await patiently(options, async () =>
        db.transaction().execute(async (transaction) => {
          await sql`pragma defer_foreign_keys = on`.execute(transaction)
          return await work(transaction)
        }),
      ),
    schema: () => readSqliteSchema(db),
    words: {
      // the transaction began IMMEDIATE: the whole database is ours
      forUpdate: sql``,
      asText: (value) => sql`cast(${value} as text)`,
      same: (one, other) => sql`${one} is ${other}`,
      exactly: (value) => value,
      rowName: 'rowid',
      defersForeignKeys: true,
      changesByJoin: false,
      hasCursors: false,
      // a statement holds up everything else that runs in this process
      rowsAtOnce: 5000,
    },
    explain,
    close: () => db.destroy(),
  }
}

function connect(url: string, options: PlatformOptions, mode: 'read_write' | 'read_only'): DatabaseSync {
  const file = pathToFileURL(decodePath(url))
  // mode=rw: SQLite would otherwise make an empty database where the path is misspelled
  file.searchParams.set('mode', mode === 'read_only' ? 'ro' : 'rw')
  try {
    return new DatabaseSync(file, {
      readOnly: mode === 'read_only',
      // waits within SQLite hold up this whole process, the writer that is waited for perhaps among it
      timeout: Math.min(busyTimeoutMs(options), 100),
      enableForeignKeyConstraints: true,
      readBigInts: true,
    })
  } catch (cause) {
    throw new DeskError('platform_unavailable', {
      retry: true,
      cause,
      message:
        'the platform database cannot be opened; check the path in platform.url and that the desk may read and write the file and its folder',
    })
  }
}

function busyTimeoutMs(options: PlatformOptions): number {
  return options.busyTimeoutMs ?? 10_000
}

/** Tries again while another writer holds the database; what failed for that has been rolled back. */
async function patiently<T>(options: PlatformOptions, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += 120) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || waited >= busyTimeoutMs(options)) throw error
      await pause(20)
    }
  }
}

function isBusy(error: unknown): boolean {
  const primaryCode = ((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff
  return primaryCode === 5 || primaryCode === 6
}

/** Statements kept prepared; their texts come from the data map, so there are few. */
const mostStatements = 500

function overKysely(database: DatabaseSync, begin: string, options: PlatformOptions): Database {
  const statements = new Map<string, ReturnType<typeof prepare>>()
  return new Kysely<AnyTables>({
    dialect: new SqliteDialect({
      database: {
        prepare: (text) => {
          // a transaction whose beginning or end failed must not be in the way of the next
          if (text === 'begin' && database.isTransaction) database.exec('rollback')
          const known = statements.get(text) ?? prepare(database, text === 'begin' ? begin : text, options)
          if (statements.size < mostStatements) statements.set(text, known)
          return known
        },
        close: () => database.close(),
      },
    }),
  })
}

/** Synchronous rows in pages, letting others run in between. */
async function* pages(rows: Iterable<Row>): AsyncGenerator<Row[]> {
  let page: Row[] = []
  let bytes = 0
  for (const row of rows) {
    page.push(row)
    bytes += rowBytes(row)
    if (page.length < mostRows && bytes < pageBytes) continue
    yield page
    page = []
    bytes = 0
    await new Promise((resume) => setImmediate(resume))
  }
  if (page.length > 0) yield page
}

function decodePath(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, '')
}

/** What kysely asks of better-sqlite3's statements, said by node:sqlite's. */
function prepare(database: DatabaseSync, text: string, options: PlatformOptions) {
  const statement: StatementSync = database.prepare(text)
  const run = <T>(step: () => T): T => {
    options.beforeStatement?.(text)
    return step()
  }
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => run(() => statement.all(...values.map(bindable)).map(plainIntegers)),
    run: (values: readonly unknown[]) => {
      // SQLite rolls back by itself on a full disk or a read error; to do it again would hide that error behind another
      if (text === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 }
      return run(() => statement.run(...values.map(bindable)))
    },
    iterate: (values: readonly unknown[]) => run(() => iterate(statement, values)),
  }
}

function* iterate(statement: StatementSync, values: readonly unknown[]): IterableIterator<Row> {
  for (const row of statement.iterate(...values.map(bindable))) yield plainIntegers(row) as Row
}

function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1n : 0n
  // a JavaScript number is bound as a REAL, which a column without a type would keep as 1.0
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return value as SQLInputValue
}

function plainIntegers(row: Record<string, unknown>): Record<string, unknown> {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER)
      row[name] = Number(value)
  }
  return row
}

/** SQLite's result codes, https://www.sqlite.org/rescode.html; the low byte is the primary code. */
function explain(error: unknown): unknown {
  const resultCode = (error as { errcode?: number } | null)?.errcode
  if (resultCode === undefined) return error
  const code = resultCode & 0xff
  const cause = error
  switch (code) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return new DeskError('platform_unavailable', {
        retry: true,
        cause,
        message:
          'the platform database is held by another writer; the desk tries again, look for a long transaction if this stays',
      })
    case 1: // SQLITE_ERROR: no such table, no such column
      return new DeskError('platform_schema_mismatch', {
        retry: false,
        cause,
        message: 'the platform database does not have what the data map names; run `habeas platform check`',
      })
    case 19: // SQLITE_CONSTRAINT
      return new DeskError('platform_refused', {
        retry: false,
        cause,
        message:
          'a constraint of the platform database refused the change and nothing was changed; run `habeas platform check`',
      })
    case 8: // SQLITE_READONLY
      return new DeskError('platform_refused', {
        retry: false,
        cause,
        message: 'the platform database may not be written; give the desk write access to the file and its folder',
      })
    case 10: // SQLITE_IOERR
    case 13: // SQLITE_FULL
    case 14: // SQLITE_CANTOPEN
      return new DeskError('platform_unavailable', {
        retry: true,
        cause,
        message: 'the platform database cannot be read or written; check its disk',
      })
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return new DeskError('platform_unavailable', {
        retry: false,
        cause,
        message: 'the platform database is damaged or no SQLite database; check platform.url',
      })
    default:
      return new DeskError('internal', {
        retry: false,
        cause,
        message: 'an unexpected error at the platform database; see its cause',
      })
  }
}
