// The one door to the desk's own database: Prisma on SQLite through libSQL. One connection, held for the life of the process:
// plain statements and transactions take turns on it, so that its pragmas hold for every statement and no statement of this
// process ever waits for a lock that this process holds.

import type { Client, Config, Transaction } from '@libsql/client'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { DeskError } from '../errors.ts'
import type { DeskKey } from '../lib/desk-key.ts'
import { databaseError } from './database-error.ts'
import { Prisma, PrismaClient } from './generated/client.ts'
import { sealedQuery } from './seal-queries.ts'
import type { Row } from './seal-rows.ts'

export type Db = ReturnType<typeof createClient>
/** What runs inside a transaction. */
export type Tx = Omit<Db, '$connect' | '$disconnect' | '$transaction' | '$extends'>

/** What empties a JSON column. */
export const noJson = Prisma.DbNull

/** WAL with synchronous FULL: a committed transaction survives a power cut (sqlite.org/pragma.html#pragma_synchronous). */
const pragmas = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA busy_timeout = 5000',
  // what is removed is overwritten
  'PRAGMA secure_delete = ON',
  // pages: a crowd of mails is checkpointed every 16 MB, not every 4, each time with two more waits for the disk
  'PRAGMA wal_autocheckpoint = 4000',
]

/**
 * Opens the database at a `file:` URL. Throws `database_unavailable` where the file cannot be opened or written.
 * The caller ends it with `$disconnect()`.
 */
export async function openDb(url: string, key: DeskKey): Promise<Db> {
  const db = createClient(url, key)
  try {
    for (const pragma of pragmas) await db.$queryRawUnsafe(pragma)
    return db
  } catch (cause) {
    await db.$disconnect().catch(() => undefined)
    throw new DeskError('database_unavailable', {
      retry: false,
      cause,
      message: `The desk's database ${url} cannot be opened for writing: check that its folder exists, is writable for this user and has free space.`,
    })
  }
}

/** Runs `work` in one transaction. Throws what `work` throws, and the database's own errors as DeskErrors. */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const own: { error?: unknown } = {}
  try {
    return await db.$transaction(async (tx) => {
      try {
        return await work(tx)
      } catch (error) {
        own.error = error
        throw error
      }
    })
  } catch (cause) {
    throw cause === own.error ? cause : databaseError(cause)
  }
}

/** At the door every operation's error becomes a DeskError, and personal fields are encrypted and decrypted. */
function createClient(url: string, key: DeskKey) {
  return new PrismaClient({
    adapter: new OneConnection({ url }),
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  }).$extends({
    name: 'door',
    client: { $deskKey: () => key },
    query: {
      $allOperations: async ({ model, operation, args, query }) => {
        try {
          if (model === undefined) return await query(args)
          const call = { model, operation, args: (args ?? {}) as Row, query: query as (args: Row) => Promise<unknown> }
          return await sealedQuery(key, call)
        } catch (cause) {
          throw databaseError(cause)
        }
      },
    },
  })
}

class OneConnection extends PrismaLibSql {
  override createClient(config: Config): Client {
    return onOneConnection(super.createClient(config))
  }
}

/**
 * libSQL opens a new connection after every transaction; the adapter's lock lets us begin and end them on the first. It is
 * kept, so a transaction whose beginning or end failed must not stay open on it.
 */
function onOneConnection(client: Client): Client {
  const run = client.execute.bind(client) as (statement: string) => ReturnType<Client['execute']>
  client.transaction = async (): Promise<Transaction> => {
    try {
      await run('BEGIN IMMEDIATE')
    } catch (error) {
      await run('ROLLBACK').catch(() => undefined)
      throw error
    }
    let open = true
    const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
      if (!open) return
      open = false
      try {
        await run(statement)
      } catch (error) {
        if (statement === 'COMMIT') await run('ROLLBACK').catch(() => undefined)
        throw error
      }
    }
    return {
      execute: client.execute.bind(client),
      batch: client.batch.bind(client),
      executeMultiple: client.executeMultiple.bind(client),
      commit: () => end('COMMIT'),
      rollback: () => end('ROLLBACK'),
      close: () => void end('ROLLBACK'),
      get closed() {
        return !open
      },
    }
  }
  return client
}
