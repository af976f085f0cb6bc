// The committed migrations make exactly the tables that the models describe, each once, or leave the database as it was.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { testKey } from '../support/test-key.ts'

const root = join(import.meta.dirname, '../..')
const now = new Date('2026-11-23T08:00:00Z')

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'habeas-db-'))
}

test('models and migrations say the same', { timeout: 60_000 }, () => {
  const check = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'prisma/migration.ts', 'check'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(check.stdout).toContain('agree')
  expect(check.status).toBe(0)
})

test('migrations run once', async () => {
  const db = await openDb(`file:${join(freshFolder(), 'desk.db')}`, testKey)
  expect((await migrate(db, now)).length).toBeGreaterThan(0)
  expect(await migrate(db, now)).toEqual([])
  await db.$disconnect()
})

test('a migration that fails half way leaves the database as it was', async () => {
  const folder = freshFolder()
  const migrations = join(folder, 'migrations')
  cpSync(join(root, 'prisma/migrations'), migrations, { recursive: true })
  mkdirSync(join(migrations, '29990101000000_broken'))
  writeFileSync(
    join(migrations, '29990101000000_broken/migration.sql'),
    'CREATE TABLE "Half" ("id" TEXT);\nCREATE TABLE "Mail" ("id" TEXT);\n',
  )
  const db = await openDb(`file:${join(folder, 'desk.db')}`, testKey)
  await expect(migrate(db, now, migrations)).rejects.toMatchObject({ code: 'migration_failed' })
  expect(await db.$queryRawUnsafe("SELECT name FROM sqlite_master WHERE name = 'Half'")).toEqual([])
  expect(await db.mail.count()).toBe(0)
  await db.$disconnect()
})

test('a migration that was changed after it ran is refused', async () => {
  const folder = freshFolder()
  const migrations = join(folder, 'migrations')
  mkdirSync(join(migrations, '1_one'), { recursive: true })
  const file = join(migrations, '1_one/migration.sql')
  writeFileSync(file, 'CREATE TABLE "One" ("id" TEXT);\n')
  const db = await openDb(`file:${join(folder, 'desk.db')}`, testKey)
  await migrate(db, now, migrations)
  writeFileSync(file, 'CREATE TABLE "Two" ("id" TEXT);\n')
  await expect(migrate(db, now, migrations)).rejects.toMatchObject({ code: 'migration_failed' })
  await db.$disconnect()
})

test('a database that a newer habeas brought further is left alone, with the way back in words', async () => {
  const folder = freshFolder()
  const db = await openDb(`file:${join(folder, 'desk.db')}`, testKey)
  await migrate(db, now)
  await db.$executeRawUnsafe(`INSERT INTO "_migration" VALUES ('29990101000000_later', 'x', 'y')`)
  await expect(migrate(db, now)).rejects.toThrow(/by a newer habeas \(29990101000000_later\).*habeas restore/s)
  await db.$disconnect()
})
