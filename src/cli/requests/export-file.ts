// habeas requests export-file REF --to FILE: the export of an account without a stored address, for staff to hand over by the route on
// which the person was verified. Who took it stands in the trail.

import { open } from 'node:fs/promises'
import { Command } from 'commander'
import { openDesk } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { takeForHandOver } from '../../desk/hand-over.ts'
import type { SealedFile } from '../../lib/sealed-file.ts'
import { byOption, configOption, wrongCall } from '../options.ts'
import { print } from '../print.ts'

interface Options {
  config: string
  to: string
  by: string
}

export function exportFileCommand(): Command {
  const command = new Command('export-file')
    .description('the export of an account without a stored address, in plain, to hand over; the trail names you')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .requiredOption('--to <file>', 'a file that does not exist yet; only you may read it')
    .addOption(configOption())
    .addOption(byOption())
    .addHelpText('after', '\nExample: habeas requests export-file HB-7K3M2Q --to copy-for-the-counter.zip')
  return command.action(async (reference: string, { config, to, by }: Options) => {
    const { parts, close } = await openDesk(readSettings(config))
    try {
      // before the trail says so: a file that cannot be written was not handed over
      const target = await open(to, 'wx', 0o600).catch((error: NodeJS.ErrnoException) =>
        wrongCall(command, `${to} cannot be written (${error.code}): name a file that does not exist yet`),
      )
      try {
        const { file } = await takeForHandOver(parts, reference, by)
        await write(file, async (piece) => await target.writeFile(piece))
      } finally {
        await target.close()
      }
      print(`Written: ${to}. Hand it over and remove it; the trail says that you took it.`)
    } finally {
      await close()
    }
  })
}

async function write(file: SealedFile, put: (piece: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const piece of file.pieces()) await put(piece)
  } finally {
    await file.close()
  }
}
