// habeas sandbox: the whole desk on embedded parts, to try it: sample platform, mail server, console and a page to write mails.

import { Command, InvalidArgumentError } from 'commander'
import { type AppOptions, createApp } from '../app.ts'
import { systemClock } from '../lib/clock.ts'

export function sandboxCommand(): Command {
  return new Command('sandbox')
    .description(
      'runs the whole desk on embedded parts: sample platform, mail server, a page to write mails and read answers',
    )
    .option('--dir <folder>', 'where it keeps its files; emptied at start', '.habeas-sandbox')
    .option('--port <number>', 'where the page is served', readPort, 8484)
    .addHelpText('after', '\nExample: habeas sandbox --port 8080')
    .action(async ({ dir, port }: { dir: string; port: number }) => {
      const options = {
        dir,
        port,
        clock: systemClock,
        startDesk: async (
          settings: Parameters<typeof createApp>[0],
          pages: NonNullable<AppOptions['pages']>,
          signedInAlready: NonNullable<AppOptions['signedInAlready']>,
        ) => {
          const app = await createApp(settings, { pages, signedInAlready })
          try {
            await app.start()
          } catch (error) {
            await app.stop()
            throw error
          }
          return app
        },
      }
      // loaded here alone: no other command should pay for embedded servers and pages
      const { runSandbox } = await import('../sandbox/sandbox.ts')
      await runSandbox(options, (line) => process.stdout.write(`${line}\n`))
    })
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 1 to 65535')
  return port
}
