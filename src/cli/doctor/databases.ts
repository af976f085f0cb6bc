// The doctor on the data: the desk's own database and its migrations, and the platform's behind the data map.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { openPlatform } from '../../app-parts.ts'
import type { Settings } from '../../config.ts'
import { type Db, openDb } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { loadDeskKeyIfAny } from '../../lib/desk-key.ts'
import { type Check, type Finding, ok, problem, warning } from './finding.ts'

export function databaseChecks(settings: Settings, clock: Clock): Check[] {
  return [
    { name: 'database', look: () => deskDatabase(settings, clock) },
    { name: 'platform', look: () => platform(settings) },
  ]
}

const migrationsFolder = new URL('../../../prisma/migrations/', import.meta.url)

async function deskDatabase({ database, key: place }: Settings, clock: Clock): Promise<Finding[]> {
  const file = database.url.slice('file:'.length)
  if (!existsSync(file)) return [ok(`${file} is made at the first start`)]
  const key = await loadDeskKeyIfAny(place)
  // said by the check of the key
  if (key === null) return []
  const db = await openDb(database.url, key)
  try {
    const applied = await appliedMigrations(db)
    const there = (await readdir(migrationsFolder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    const missing = there.filter((entry) => !applied.has(entry.name)).length
    for (const { name } of there) {
      const sha256 = applied.get(name)
      if (sha256 === undefined || sha256 === (await hashOf(name))) continue
      return [
        problem(`migration ${name} was changed after it was applied to ${file}: put the file back as it was released`),
      ]
    }
    if (missing > 0) return [warning(`${missing} migrations are not applied yet: habeas migrate, or the next start`)]
    const polled = await db.mailbox.findFirst({ orderBy: { lastPolledAt: 'desc' } })
    const ahead = (polled?.lastPolledAt?.getTime() ?? 0) - clock.now().getTime()
    if (ahead > 300_000) {
      return [
        problem(
          'the last poll lies in the future: the clock was set back; set it right, or deadlines are judged wrongly',
        ),
      ]
    }
    return [ok(`${file} opens, ${await db.privacyRequest.count()} requests`)]
  } finally {
    await db.$disconnect()
  }
}

async function appliedMigrations(db: Db): Promise<Map<string, string>> {
  const query = 'SELECT "name", "sha256" FROM "_migration"'
  // a database without that table has seen no migration yet
  const rows = await db.$queryRawUnsafe<{ name: string; sha256: string }[]>(query).catch(() => [])
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

async function hashOf(name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(new URL(`${name}/migration.sql`, migrationsFolder)))
    .digest('hex')
}

async function platform(settings: Settings): Promise<Finding[]> {
  const userDb = await openPlatform(settings)
  try {
    const found = await userDb.check()
    const tables = Object.keys(userDb.map.tables).length
    if (found.length === 0) return [ok(`the data map fits the database: ${tables} tables`)]
    return found.map(({ level, message }) => (level === 'error' ? problem(message) : warning(message)))
  } finally {
    await userDb.close()
  }
}
