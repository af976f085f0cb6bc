// habeas platform inspect: reads the live schema of the platform's database and proposes a data map. Changes nothing there.

import { writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { readSettings } from '../../config.ts'
import { inspectPlatform } from '../../userdb/inspect.ts'
import { configOption, jsonOption, wrongCall } from '../options.ts'
import { print, printJson } from '../print.ts'

interface Options {
  config: string
  url?: string
  subject?: string
  out?: string
  json?: boolean
}

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description("proposes a data map from the schema of the platform's database; changes nothing there")
    .addOption(configOption())
    .addOption(new Option('--url <url>', 'the database, instead of platform.url in the settings'))
    .addOption(new Option('--subject <table>', 'the table where one person is one row, if the guess is wrong'))
    .addOption(new Option('--out <file>', 'write the map to a new file instead of printing it'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform inspect --out data-map.yaml')
  return command.action(async ({ config, url, subject, out, json }: Options) => {
    const database = url ?? readSettings(config).platform.url
    if (database === undefined)
      wrongCall(command, 'an endpoint describes its data itself: name a database with --url to propose a map')
    const found = await inspectPlatform(database, subject)
    if (subject !== undefined && !found.tables.some((table) => table.name === subject))
      wrongCall(command, `the database has no table ${subject}`)
    if (json === true) return printJson(found)
    if (found.subject === null) {
      print('No table looks like accounts (one primary key, an e-mail column). Name it with --subject TABLE.')
      process.exitCode = 1
      return
    }
    if (out === undefined) return print(found.yaml)
    writeNew(command, out, found.yaml)
    print(
      `${found.tables.length} tables read, accounts in ${found.subject}. ${found.unsure} lines of ${out} are marked "# ?": read them, then run \`habeas platform check\`.`,
    )
  })
}

function writeNew(command: Command, file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    wrongCall(
      command,
      code === 'EEXIST' ? `${file} is there already and is left as it is` : `${file} cannot be written (${code})`,
    )
  }
}
