// habeas backup DIR: one folder with all that the desk keeps, as of one moment, beside a running daemon.

import { Command, InvalidArgumentError } from 'commander'
import { openRecords } from '../app-parts.ts'
import { makeBackup } from '../backup/make.ts'
import { readSettings } from '../config.ts'
import { version } from '../version.ts'
import { configOption, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

interface Options {
  config: string
  json?: boolean
  withKey?: boolean
  keep?: number
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('copies all that the desk keeps into a new folder below DIR, while the daemon runs')
    .argument('<dir>', 'where backups lie, best on another disk')
    .addOption(configOption())
    .option('--with-key', 'also the key: then whoever has the backup can read everything in it')
    .option('--keep <n>', 'removes older backups in DIR beyond so many', readCount)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample, from cron every night: habeas backup /backup/habeas --keep 14')
    .action(async (dir: string, { config, json, withKey = false, keep: most }: Options) => {
      const keep = most ?? null
      const settings = readSettings(config)
      const { dataFolder, key } = settings
      const records = await openRecords(settings)
      try {
        const made = await makeBackup({ ...records, dataFolder, key, version, withKey, keep }, dir)
        const bytes = made.manifest.files.reduce((sum, file) => sum + file.bytes, 0)
        if (json === true) {
          printJson({ folder: made.folder, ...facts(made.manifest), bytes, removed: made.removed })
          return
        }
        print(`${made.folder}: ${made.manifest.files.length} files, ${Math.ceil(bytes / 1024)} KB.`)
        if (made.removed.length > 0) print(`Removed: ${made.removed.join(', ')}`)
        print(
          made.manifest.withKey
            ? 'The key is in it: whoever has this folder can read everything. Keep it as you keep the key.'
            : 'The key is not in it, and without the key nothing in it can be read: keep a copy of the key apart from the backups.',
        )
        print('Settings, data map and letters of your own are yours to keep; they are not in it.')
      } finally {
        await records.close()
      }
    })
}

function facts({ madeAt, withKey, files }: { madeAt: string; withKey: boolean; files: unknown[] }) {
  return { madeAt, withKey, files: files.length }
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count
  throw new InvalidArgumentError('a number from 1 on')
}
