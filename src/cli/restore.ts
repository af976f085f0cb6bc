// habeas restore BACKUP: shows what a backup holds and whether it is whole; with --yes puts it back. The daemon must be stopped.

import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { type Examined, examine, type RestoreParts, restore } from '../backup/restore.ts'
import { readSettings } from '../config.ts'
import { systemClock } from '../lib/clock.ts'
import { lockFolder } from '../lib/single-instance.ts'
import { configOption, jsonOption, yesOption } from './options.ts'
import { print, printJson } from './print.ts'

interface Options {
  config: string
  yes?: boolean
  json?: boolean
  sendWaiting?: boolean
  ledger?: string[]
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('puts a backup back; shows first, acts on --yes; the daemon must be stopped')
    .argument('<backup>', 'the folder that habeas backup made')
    .addOption(configOption())
    .addOption(yesOption())
    .option('--send-waiting', 'letters that waited at the backup go out (only if you know that they never left)')
    .option('--ledger <file...>', 'a saved list of who was deleted (deleted-subjects), newer than that of the backup')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: systemctl stop habeas && habeas restore /backup/habeas/habeas-2026-11-28T02-00-00-000Z --yes',
    )
    .action(async (backup: string, { config, yes, json, sendWaiting = false, ledger = [] }: Options) => {
      const { dataFolder, database, key } = readSettings(config)
      const file = database.url.slice('file:'.length)
      const parts = { backup, dataFolder, database: file, key, clock: systemClock, sendWaiting, ledgers: ledger }
      const examined = await examine(parts)
      if (yes !== true) {
        if (json === true) printJson({ ...shown(examined), done: false })
        else print(`${words(examined, parts)}\nNothing was changed: put it back with --yes.`)
        return
      }
      await mkdir(dataFolder, { recursive: true, mode: 0o700 })
      await mkdir(dirname(file), { recursive: true })
      const unlock = lockFolder(dataFolder)
      try {
        const done = await restore(parts, examined)
        if (json === true) printJson({ ...shown(examined), done: true, ...done })
        else print(`${words(examined, parts)}\n\n${doneWords(done)}`)
      } finally {
        unlock()
      }
    })
}

function shown({ manifest, keyFromBackup, replaces }: Examined) {
  return { madeAt: manifest.madeAt, version: manifest.version, files: manifest.files.length, keyFromBackup, replaces }
}

function words({ manifest, keyFromBackup, replaces }: Examined, { dataFolder, ledgers }: RestoreParts): string {
  const lines = [
    `The backup of ${manifest.madeAt} (habeas ${manifest.version}) is whole: ${manifest.files.length} files.`,
    keyFromBackup ? 'Its key is taken from the backup.' : 'The key that is here opens it.',
    replaces
      ? `A desk stands in ${dataFolder}: its database, mails and exports are moved aside, its list of deletions is kept and joined.`
      : `No desk stands in ${dataFolder}.`,
    ...ledgers
      .filter((file) => !existsSync(file))
      .map((file) => `There is no list of deletions ${file}: it adds nothing.`),
  ]
  return lines.join('\n')
}

function doneWords({ held, lettersNotSent, mailsWaiting, forgotten, aside }: Awaited<ReturnType<typeof restore>>) {
  return [
    'Restored. What was done after the backup is not known here, so nothing of that time is answered a second time:',
    `  requests under way then, held for staff: ${held.length === 0 ? 'none' : held.join(', ')}`,
    `  letters that waited then, not sent again: ${lettersNotSent}`,
    `  mails that waited then, held for staff: ${mailsWaiting}`,
    '  mails that the lost desk took in later are held as soon as the mailbox is read; staff get one note of all of it',
    `  people deleted after the backup, forgotten again: ${forgotten}`,
    '',
    'What to do now:',
    '  1. habeas doctor',
    '  2. if the database of the platform was restored too: habeas platform reapply --yes',
    '  3. start the desk',
    ...(aside.length === 0
      ? []
      : [`  4. when all is well, remove what was moved aside:\n${aside.map((path) => `       ${path}`).join('\n')}`]),
  ].join('\n')
}
