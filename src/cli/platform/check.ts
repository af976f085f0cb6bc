// habeas platform check: the data map against the live schema. Exit 1 where something must be mended before requests are
// carried out.

import { Command } from 'commander'
import { openPlatform } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson } from '../print.ts'

export function checkCommand(): Command {
  return new Command('check')
    .description("holds the data map against the platform's database; changes nothing")
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform check')
    .action(async ({ config, json }: { config: string; json?: boolean }) => {
      const userDb = await openPlatform(readSettings(config))
      try {
        const problems = await userDb.check()
        const errors = problems.filter((problem) => problem.level === 'error').length
        if (json === true) printJson(problems)
        else {
          for (const { level, message } of problems) print(`${level === 'error' ? 'problem' : level}  ${message}`)
          const tables = Object.keys(userDb.map.tables).length
          print(
            problems.length === 0
              ? `The data map fits: ${tables} tables.`
              : `${errors} problems, ${problems.length - errors} warnings in ${tables} tables.`,
          )
        }
        if (errors > 0) process.exitCode = 1
      } finally {
        await userDb.close()
      }
    })
}
