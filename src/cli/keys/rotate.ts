// habeas keys rotate: a new key for what is new, everything kept encrypted anew with it, the old key removed when nothing needs it.
// Stopped half way it is simply called again. The daemon must not run: it knows the old key alone.

import { randomBytes } from 'node:crypto'
import { Command } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings, type Settings } from '../../config.ts'
import { DeskError } from '../../errors.ts'
import { prepareDataFolder } from '../../lib/data-folder.ts'
import { keyFile, readSecrets, renewHashSecret, replaceSecrets } from '../../lib/desk-key.ts'
import { keyId, keyRing } from '../../lib/key-ring.ts'
import { lockFolder } from '../../lib/single-instance.ts'
import { keyUse, renewEncryption } from '../../retention/renew-encryption.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson } from '../print.ts'

export function rotateCommand(): Command {
  return new Command('rotate')
    .description('a new key: encrypts all that is kept anew, then removes the old key; the daemon must be stopped')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: systemctl stop habeas && habeas keys rotate && systemctl start habeas\nAfter a crash or Ctrl-C call it again: it goes on where it was.',
    )
    .action(async ({ config, json }: { config: string; json?: boolean }) => {
      const settings = readSettings(config)
      await prepareDataFolder(settings.dataFolder)
      const unlock = lockFolder(settings.dataFolder)
      try {
        const done = await rotate(settings)
        if (json === true) printJson(done)
        else print(words(done, settings))
      } finally {
        unlock()
      }
    })
}

type Rotated = Awaited<ReturnType<typeof rotate>>

async function rotate(settings: Settings) {
  const { key: place, dataFolder } = settings
  const secrets = await withNewKey(settings)
  const ring = keyRing(secrets)
  await renewHashSecret(place, ring)
  const records = await openRecords(settings)
  try {
    const renewed = await renewEncryption(records.db, dataFolder)
    // what was overwritten must not stay readable in the write-ahead log
    await records.db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    const use = await keyUse(records.db, dataFolder)
    const left = [...use].filter(([id, { rows, files }]) => id !== ring.current.id && rows + files > 0)
    if (left.length > 0) {
      throw new DeskError('internal', {
        retry: false,
        message:
          'Some of what is kept still stands under an old key, so that key stays: call habeas keys rotate again.',
      })
    }
    const removed = secrets.slice(1).map(keyId)
    if (place.given === undefined) await replaceSecrets(place, secrets.slice(0, 1))
    return { current: ring.current.id, removed, ...renewed }
  } finally {
    await records.close()
  }
}

/** A rotation that was begun is finished with the key it made; only then is there another. */
async function withNewKey({ key: place }: Settings): Promise<Buffer[]> {
  const secrets = await readSecrets(place)
  if (secrets === null) {
    throw new DeskError('desk_key_missing', {
      retry: false,
      message: 'There is no key yet: it is made at the first start (habeas run, habeas once).',
    })
  }
  if (secrets.length > 1) return secrets
  if (place.given !== undefined) {
    throw new DeskError('desk_key_invalid', {
      retry: false,
      message:
        'The key comes from HABEAS_KEY, which no command can change: set HABEAS_KEY to a new key, a comma and the old key (openssl rand -hex 32 makes one), then call this again.',
    })
  }
  const both = [randomBytes(32), ...secrets]
  await replaceSecrets(place, both)
  return both
}

function words({ current, removed, rows, files }: Rotated, { key: place }: Settings): string {
  const done = `Encrypted anew with the key ${current}: ${rows} rows, ${files} files.`
  if (place.given === undefined)
    return `${done}\nRemoved from ${keyFile(place)}: ${removed.join(', ')}. Back up the new key.`
  return `${done}\nNothing needs ${removed.join(', ')} any more: take it out of HABEAS_KEY.`
}
