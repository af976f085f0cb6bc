// habeas audit verify: walks the trail's chain from end to end, beside a running daemon. Exit 1 where it is broken.

import { Command, InvalidArgumentError } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { type TrailFault, verifyTrail } from '../../requests/trail.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson } from '../print.ts'

interface Options {
  config: string
  json?: boolean
  known?: { entry: number; hash: string }
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description("checks the trail's hash chain from end to end, and names the first broken entry")
    .addOption(configOption())
    .option('--known <entry:hash>', 'an end noted earlier, elsewhere: it must still be part of the chain', readKnown)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas audit verify --known 1042:9f2c…   (the last line of an earlier run)')
    .action(async ({ config, json, known }: Options) => {
      const records = await openRecords(readSettings(config))
      try {
        const report = await verifyTrail(records.db, known)
        if (json === true) printJson(report)
        else if (!report.sound) print(faultWords(report.broken))
        else if (report.entries === 0) print('The trail is sound: it has no entries yet.')
        else print(`The trail is sound: ${report.entries} entries.\nIts end: ${report.entries}:${report.head}`)
        if (!report.sound) process.exitCode = 1
      } finally {
        await records.close()
      }
    })
}

export function faultWords({ entry, fault }: { entry: number; fault: TrailFault }): string {
  return `The trail is broken at entry ${entry}: ${words[fault]}. Compare with a backup (data folder and database of one moment) and look into who could write the database.`
}

const words: Record<TrailFault, string> = {
  missing: 'it is missing',
  changed: 'it is not as the desk wrote it, or does not stand where it stood',
  details_changed: 'its details are not as the desk wrote them',
  details_missing: 'its details were removed, and not by the desk',
  added: 'it was not written by the desk',
  head_changed: 'the row that says where the trail ends was changed, so entries may be missing from here on',
}

function readKnown(text: string): { entry: number; hash: string } {
  const [, entry, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (entry === undefined || hash === undefined) {
    throw new InvalidArgumentError('the end as an earlier run printed it: a number, a colon, 64 hexadecimal digits')
  }
  return { entry: Number(entry), hash }
}
