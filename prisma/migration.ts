// Makes a migration from the difference between prisma/migrations and schema.prisma, or checks that there is none:
//   node prisma/migration.ts check          exit 1 and the missing SQL where models and migrations drifted apart
//   node prisma/migration.ts create NAME    writes prisma/migrations/<time>_NAME/migration.sql
// Prisma's schema engine runs as WebAssembly on a throw-away database
// that the desk's own migrate() has brought up to date; nothing is downloaded.

import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import { openDb } from '../src/db/client.ts'
import { migrate } from '../src/db/migrate.ts'
import { deskKey } from '../src/lib/desk-key.ts'
import { keyRing } from '../src/lib/key-ring.ts'

const folder = import.meta.dirname
const [command, name] = process.argv.slice(2)

if (command === 'check') {
  const sql = await difference()
  if (sql !== '') {
    console.log(`prisma/migrations lacks what schema.prisma says; run: npm run migration -- create NAME\n\n${sql}`)
    process.exit(1)
  }
  console.log('prisma/migrations and schema.prisma agree')
} else if (command === 'create' && name !== undefined && /^[a-z0-9_]+$/.test(name)) {
  const sql = await difference()
  if (sql === '') {
    console.log('Nothing to do: prisma/migrations and schema.prisma agree')
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const target = join(folder, 'migrations', `${stamp}_${name}`)
    await mkdir(target, { recursive: true })
    await writeFile(join(target, 'migration.sql'), sql)
    console.log(`Wrote ${target}`)
  }
} else {
  console.error('Usage: npm run migration -- check | create NAME   (NAME in lower case with underscores)')
  process.exit(2)
}

async function difference(): Promise<string> {
  const throwAway = await mkdtemp(join(tmpdir(), 'habeas-migration-'))
  try {
    return await differenceOn(`file:${join(throwAway, 'shadow.db')}`)
  } finally {
    await rm(throwAway, { recursive: true, force: true })
  }
}

async function differenceOn(url: string): Promise<string> {
  const schema = { path: 'schema.prisma', content: await readFile(join(folder, 'schema.prisma'), 'utf8') }
  const db = await openDb(url, deskKey(keyRing([randomBytes(32)]), randomBytes(32)))
  await mkdir(join(folder, 'migrations'), { recursive: true })
  await migrate(db, new Date())
  await db.$disconnect()
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url }))
  const engine = await SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter)
  const result = await engine.diff({
    from: { tag: 'schemaDatasource', files: [schema], configDir: folder },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: null,
    filters: { externalTables: ['_migration'], externalEnums: [] },
  })
  const sql = result.stdout ?? ''
  return /^\s*(--.*\s*)*$/.test(sql) ? '' : sql
}
