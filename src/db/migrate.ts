// Brings the desk's database up to date with the committed SQL in prisma/migrations, each file once, in order of its name,
// in one transaction with its entry in `_migration`. A file that changed after it was applied is an error, never re-run; a database
// that a newer habeas brought further is left alone.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../errors.ts'
import { type Db, transact } from './client.ts'

const migrationsFolder = join(import.meta.dirname, '../../prisma/migrations')

interface Migration {
  name: string
  sql: string
  sha256: string
}

/** Applies what is missing and returns the names of the migrations applied now. Throws `migration_failed`. */
export async function migrate(db: Db, now: Date, folder = migrationsFolder): Promise<string[]> {
  const { missing } = await pending(db, folder)
  for (const { name, sql, sha256 } of missing) await apply(db, name, sql, sha256, now)
  return missing.map(({ name }) => name)
}

/** How many migrations the database has seen and which it lacks. Throws `migration_failed` where it does not fit this program. */
export async function pending(db: Db, folder = migrationsFolder): Promise<{ applied: number; missing: Migration[] }> {
  await db.$executeRawUnsafe(
    'CREATE TABLE IF NOT EXISTS "_migration" ("name" TEXT NOT NULL PRIMARY KEY, "sha256" TEXT NOT NULL, "appliedAt" TEXT NOT NULL)',
  )
  const applied = new Map(
    (await db.$queryRawUnsafe<{ name: string; sha256: string }[]>('SELECT "name", "sha256" FROM "_migration"')).map(
      (row) => [row.name, row.sha256],
    ),
  )
  const migrations = await readMigrations(folder)
  const missing: Migration[] = []
  for (const migration of migrations) {
    const { name, sha256 } = migration
    const known = applied.get(name)
    if (known === undefined) missing.push(migration)
    else if (known !== sha256) {
      throw new DeskError('migration_failed', {
        retry: false,
        message: `Migration ${name} was changed after it was applied: put the file back as it was released.`,
      })
    }
  }
  const [unknown] = [...applied.keys()].filter((name) => !migrations.some((migration) => migration.name === name))
  if (unknown !== undefined) {
    throw new DeskError('migration_failed', {
      retry: false,
      message: `The desk's database was brought up to date by a newer habeas (${unknown}): start that one again. To go back for good, put back the copy that it made before (habeas restore DATAFOLDER/before-upgrade/… --yes).`,
    })
  }
  return { applied: applied.size, missing }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  return await Promise.all(
    names
      .map((entry) => entry.name)
      .sort()
      .map(async (name) => {
        const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
        return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
      }),
  )
}

async function apply(db: Db, name: string, sql: string, sha256: string, now: Date): Promise<void> {
  try {
    await transact(db, async (tx) => {
      for (const statement of statements(sql)) await tx.$executeRawUnsafe(statement)
      await tx.$executeRawUnsafe('INSERT INTO "_migration" VALUES (?, ?, ?)', name, sha256, now.toISOString())
    })
  } catch (cause) {
    throw new DeskError('migration_failed', {
      retry: false,
      cause,
      message: `Migration ${name} could not be applied; the database is as it was before. Check free space and that no other habeas uses it.`,
    })
  }
}

/** The statements of a migration file as the schema engine writes them: one ends with `;` at the end of a line. */
function statements(sql: string): string[] {
  return sql
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
