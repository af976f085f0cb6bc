// habeas migrate: brings the desk's database up to date; `run` and `once` do the same at start.

import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { readSettings } from '../config.ts'
import { openDb } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { systemClock } from '../lib/clock.ts'
import { prepareDataFolder } from '../lib/data-folder.ts'
import { loadDeskKey } from '../lib/desk-key.ts'
import { configOption } from './options.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description("brings the desk's database up to date (also done at start)")
    .addOption(configOption())
    .addHelpText('after', '\nExample: habeas migrate --config /etc/habeas/habeas.yaml')
    .action(async ({ config }: { config: string }) => {
      const settings = readSettings(config)
      await prepareDataFolder(settings.dataFolder)
      const db = await openDb(
        settings.database.url,
        await loadDeskKey(settings.key, existsSync(settings.database.url.slice('file:'.length))),
      )
      try {
        const names = await migrate(db, systemClock.now())
        process.stdout.write(names.length === 0 ? 'The database is up to date.\n' : `Applied: ${names.join(', ')}\n`)
      } finally {
        await db.$disconnect()
      }
    })
}
