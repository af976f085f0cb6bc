// SQLite behind the seam, through node:sqlite (Node 24.21 prints no ExperimentalWarning for it) and kysely's own SQLite
// dialect. An existing file alone is opened, never made; foreign keys are enforced; writers wait for each other.
// Write transactions begin IMMEDIATE: one that reads first and writes later would fail at once beside another writer.

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { DeskError } from '../errors.ts'
import type {
  AnyTables,
  Database,
  LiveForeignKey,
  LiveSchema,
  LiveTable,
  Platform,
  PlatformOptions,
} from './platform.ts'

export async function openSqlite(url: string, options: PlatformOptions): Promise<Platform> {
  const db = connect(url, options, 'read_write')
  return {
    db,
    openSnapshot: async () => {
      const snapshot = connect(url, options, 'read_only')
      await sql`begin`.execute(snapshot)
      return { db: snapshot, close: () => snapshot.destroy() }
    },
    schema: () => readSchema(db),
    rowIdentity: (table, schema) => {
      const key = schema.get(table)?.primaryKey ?? []
      return key.length > 0 ? key : ['rowid']
    },
    deferForeignKeys: async (transaction) => {
      await sql`pragma defer_foreign_keys = on`.execute(transaction)
    },
    explain,
    close: () => db.destroy(),
  }
}

function connect(url: string, options: PlatformOptions, mode: 'read_write' | 'read_only'): Database {
  const file = pathToFileURL(decodePath(url))
  // mode=rw: SQLite would otherwise make an empty database where the path is misspelled
  file.searchParams.set('mode', mode === 'read_only' ? 'ro' : 'rw')
  let database: DatabaseSync
  try {
    database = new DatabaseSync(file, {
      readOnly: mode === 'read_only',
      timeout: options.busyTimeoutMs ?? 10_000,
      enableForeignKeyConstraints: true,
      readBigInts: true,
    })
  } catch (cause) {
    throw new DeskError('platform_unavailable', {
      retry: true,
      cause,
      message:
        'the platform database cannot be opened; check the path in platform.database.url and that the desk may read and write the file and its folder',
    })
  }
  return new Kysely<AnyTables>({
    dialect: new SqliteDialect({
      database: {
        prepare: (text) =>
          prepare(database, mode === 'read_write' && text === 'begin' ? 'begin immediate' : text, options),
        close: () => database.close(),
      },
    }),
  })
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
    run: (values: readonly unknown[]) => run(() => statement.run(...values.map(bindable))),
    iterate: (values: readonly unknown[]) => run(() => iterate(statement, values)),
  }
}

function* iterate(statement: StatementSync, values: readonly unknown[]): IterableIterator<unknown> {
  for (const row of statement.iterate(...values.map(bindable))) yield plainIntegers(row)
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

async function readSchema(db: Database): Promise<LiveSchema> {
  const { rows } = await sql<{
    name: string
  }>`select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual') and name not like 'sqlite\\_%' escape '\\'`.execute(
    db,
  )
  const schema: LiveSchema = new Map()
  for (const { name } of rows) schema.set(name, await readTable(db, name))
  for (const table of schema.values()) {
    // a foreign key that names no columns means the parent's primary key
    for (const key of table.foreignKeys)
      if (key.matches.length === 0) key.matches = schema.get(key.table)?.primaryKey ?? []
  }
  return schema
}

async function readTable(db: Database, name: string): Promise<LiveTable> {
  const columns = await sql<{
    name: string
    type: string
    notnull: number
    pk: number
  }>`select name, type, "notnull", pk from pragma_table_xinfo(${name}) where hidden <> 1 order by cid`.execute(db)
  const keys = await sql<{
    id: number
    table: string
    from: string
    to: string | null
    on_delete: string
  }>`select id, "table", "from", "to", on_delete from pragma_foreign_key_list(${name}) order by id, seq`.execute(db)
  const indexes = await sql<{
    index: string
    name: string | null
  }>`select l.name as "index", i.name as name from pragma_index_list(${name}) as l, pragma_index_info(l.name) as i where l.partial = 0 order by l.seq, i.seqno`.execute(
    db,
  )
  const primaryKey = columns.rows
    .filter((column) => column.pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => column.name)
  return {
    columns: columns.rows.map((column) => ({
      name: column.name,
      type: column.type,
      notNull: column.notnull === 1 || column.pk > 0,
    })),
    primaryKey,
    foreignKeys: foreignKeys(keys.rows),
    indexes: [
      primaryKey,
      ...grouped(indexes.rows, (row) => row.index).map((index) => index.map((row) => row.name ?? '')),
    ].filter((index) => index.length > 0),
  }
}

function foreignKeys(
  rows: { id: number; table: string; from: string; to: string | null; on_delete: string }[],
): LiveForeignKey[] {
  return grouped(rows, (row) => String(row.id)).map((parts) => ({
    columns: parts.map((part) => part.from),
    table: parts[0]?.table ?? '',
    matches: parts.flatMap((part) => part.to ?? []),
    onDelete: (parts[0]?.on_delete.toLowerCase() ?? 'no action') as LiveForeignKey['onDelete'],
  }))
}

function grouped<T>(rows: T[], by: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, by).values()]
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
        message: 'the platform database is damaged or no SQLite database; check platform.database.url',
      })
    default:
      return new DeskError('internal', {
        retry: false,
        cause,
        message: 'an unexpected error at the platform database; see its cause',
      })
  }
}
