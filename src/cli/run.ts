// habeas run: the daemon, until SIGINT or SIGTERM. The unit of work under way is finished, at most ten seconds; what is cut off
// after that is found again at the next start.

import { Command } from 'commander'
import { createApp } from '../app.ts'
import { readSettings } from '../config.ts'
import { configOption } from './options.ts'

const graceMs = 10_000

export function runCommand(): Command {
  return new Command('run')
    .description('the daemon: takes mail in, works on requests, sends letters, serves health and metrics')
    .addOption(configOption())
    .action(async ({ config }: { config: string }) => {
      const app = await createApp(readSettings(config))
      try {
        await app.start()
        await stopSignal()
      } finally {
        setTimeout(() => process.exit(0), graceMs).unref()
        await app.stop()
      }
    })
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
