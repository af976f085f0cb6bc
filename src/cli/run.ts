// habeas run: the daemon, until SIGINT or SIGTERM; SIGHUP reads letters, thresholds, limits and alerts anew. The unit of work under way
// is finished, at most ten seconds; what is cut off after that is found again at the next start.

import { Command } from 'commander'
import { type App, createApp } from '../app.ts'
import { readSettings, type Settings } from '../config.ts'
import { configOption } from './options.ts'
import { checkAuthorities, isRefused, serverTrouble } from './server-logins.ts'

const graceMs = 10_000

export function runCommand(): Command {
  return new Command('run')
    .description('the daemon: takes mail in, works on requests, sends letters, serves health and metrics')
    .addOption(configOption())
    .addHelpText(
      'after',
      `
SIGTERM or Ctrl-C stops it after the unit of work under way, at most ten seconds; SIGHUP takes over
letters, thresholds, limits and alerts. How to run it for good: deploy/habeas.service, deploy/compose.yaml,
docs/operation.md.

Example: habeas run --config /etc/habeas/habeas.yaml`,
    )
    .action(async ({ config }: { config: string }) => {
      // heard from the first moment on: a stop during the start is an orderly one too
      const stop = stopSignal()
      // a SIGHUP before there is anything to take over must not end the process
      process.on('SIGHUP', () => undefined)
      const settings = readSettings(config)
      checkAuthorities(settings)
      const app = await createApp(settings)
      try {
        await signIn(app, settings)
        process.on('SIGHUP', () => void takeOver(app, config))
        await app.start()
        await stop
      } finally {
        setTimeout(() => {
          app.log.warn('stopped before the work under way was done; it is found again at the next start')
          process.exit(0)
        }, graceMs).unref()
        await app.stop()
      }
    })
}

/** A refused login ends the start; a server that is away is said and waited for. */
async function signIn(app: App, settings: Settings): Promise<void> {
  const trouble = await serverTrouble(settings)
  if (trouble === null) return
  if (isRefused(trouble)) throw trouble
  app.log.error({ code: trouble.code }, trouble.message)
}

/** What is wrong is said, and the old holds. */
async function takeOver(app: App, config: string): Promise<void> {
  try {
    await app.reload(readSettings(config))
  } catch (error) {
    app.log.error({ err: error }, 'new settings not taken over, the old ones hold')
  }
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
