// Makes a migration from the difference between prisma/migrations and schema.prisma, or checks that there is none:
//   node prisma/migration.ts check          exit 1 and the missing SQL where models and migrations drifted apart
//   node prisma/migration.ts create NAME    writes prisma/migrations/<time>_NAME/migration.sql
// Prisma's schema engine runs as WebAssembly on a throw-away database; nothing is downloaded.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'

const folder = import.meta.dirname
const [command, name] = process.argv.slice(2)

/** libSQL opens a new connection after each transaction, so a database in memory would forget its tables. */
class OnThrowAwayFile extends PrismaLibSql {
  readonly #url: string
  constructor(url: string) {
    super({ url })
    this.#url = url
  }
  override connectToShadowDb() {
    return new PrismaLibSql({ url: this.#url }).connect()
  }
}

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
  const adapter = bindMigrationAwareSqlAdapterFactory(new OnThrowAwayFile(url))
  const engine = await SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter)
  const result = await engine.diff({
    from: {
      tag: 'migrations',
      baseDir: join(folder, 'migrations'),
      lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
      shadowDbInitScript: '',
      migrationDirectories: await migrations(),
    },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  const sql = result.stdout ?? ''
  return /^\s*(--.*\s*)*$/.test(sql) ? '' : sql
}

async function migrations() {
  const entries = (await readdir(join(folder, 'migrations'), { withFileTypes: true })).filter((e) => e.isDirectory())
  return await Promise.all(
    entries
      .map((entry) => entry.name)
      .sort()
      .map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(folder, 'migrations', path, 'migration.sql'), 'utf8'),
          },
        },
      })),
  )
}
