// habeas once: one round without daemon, for cron jobs and tests: fetches all that waits, works until nothing is due, sends, forgets
// what is old, exits.

import { Command } from 'commander'
import { createApp } from '../app.ts'
import { readSettings } from '../config.ts'
import { configOption, jsonOption } from './options.ts'
import { checkAuthorities, serverTrouble } from './server-logins.ts'

export function onceCommand(): Command {
  return new Command('once')
    .description('one round without daemon: fetches what waits, works until nothing is due, sends, exits')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample, from cron every five minutes: habeas once --config /etc/habeas/habeas.yaml --json',
    )
    .action(async ({ config, json }: { config: string; json?: boolean }) => {
      const settings = readSettings(config)
      checkAuthorities(settings)
      // standard output carries the result alone
      // the servers answer while the desk's parts are made
      const servers = serverTrouble(settings)
      servers.catch(() => undefined)
      const app = await createApp(json === true ? { ...settings, log: { ...settings.log, level: 'silent' } } : settings)
      try {
        const trouble = await servers
        if (trouble !== null) throw trouble
        const done = await app.once()
        await app.tidy()
        const words = `${done.received} mails taken in, ${done.handled} handled, ${done.moved} requests carried out, ${done.sent} letters sent`
        process.stdout.write(`${json === true ? JSON.stringify(done) : words}\n`)
      } finally {
        await app.stop()
      }
    })
}
