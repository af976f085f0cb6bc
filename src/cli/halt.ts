// habeas halt and habeas release: corrections and deletions stop, and go on. Beside a running daemon; it obeys with its next request.

import { Command } from 'commander'
import { openRecords, type Records } from '../app-parts.ts'
import { readSettings } from '../config.ts'
import { halt, release } from '../desk/halt.ts'
import { byOption, configOption } from './options.ts'
import { print } from './print.ts'

export function haltCommand(): Command {
  return command(
    'halt',
    'stops corrections and deletions until habeas release; copies and refusals go on',
    async (records, by) =>
      (await halt(records, `staff:${by}`, 'by_staff'))
        ? 'Corrections and deletions are halted; their deadlines run on. When all is well: habeas release'
        : 'They are halted already.',
  )
}

export function releaseCommand(): Command {
  return command('release', 'lets corrections and deletions go on after a halt', async (records, by) =>
    (await release(records, `staff:${by}`))
      ? 'Released: what waits is carried out now. Requests that were handed to staff are in habeas requests list --held'
      : 'Nothing is halted.',
  )
}

function command(name: string, description: string, act: (records: Records, by: string) => Promise<string>): Command {
  return new Command(name)
    .description(description)
    .addOption(configOption())
    .addOption(byOption())
    .addHelpText('after', `\nExample: habeas ${name} --by "Li Wei"`)
    .action(async ({ config, by }: { config: string; by: string }) => {
      const records = await openRecords(readSettings(config))
      try {
        print(await act(records, by))
      } finally {
        await records.close()
      }
    })
}
