// habeas platform conformance: an endpoint against the protocol of docs/http-endpoint.md, one line for each check. Exit 1
// where one of them does not hold.

import { Command, Option } from 'commander'
import { readSettings } from '../../config.ts'
import { conformance } from '../../userdb/http/conformance.ts'
import { openHttpUserDb } from '../../userdb/http/http-userdb.ts'
import { configOption, jsonOption, wrongCall } from '../options.ts'
import { print, printJson } from '../print.ts'

interface Options {
  config: string
  subject: string
  change?: boolean
  erase?: boolean
  json?: boolean
}

export function conformanceCommand(): Command {
  const command = new Command('conformance')
    .description(
      "holds the platform's HTTP endpoint (platform.endpoint) against the protocol, with an account made for tests",
    )
    .addOption(configOption())
    .addOption(new Option('--subject <email>', 'the address of the test account').makeOptionMandatory())
    .addOption(new Option('--change', 'also correct and refuse for it; values are put back, refusals stay'))
    .addOption(new Option('--erase', 'also delete the test account at the end'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas platform conformance --subject habeas-test@example.org --change --erase')
  return command.action(async ({ config, subject, change = false, erase = false, json }: Options) => {
    const { endpoint } = readSettings(config).platform
    if (endpoint === undefined)
      wrongCall(command, 'the settings name a database, not an endpoint: see platform.endpoint')
    const db = await openHttpUserDb(endpoint)
    const checks: { name: string; problem: string | null }[] = []
    try {
      for await (const check of conformance(endpoint, db, { subject, change, erase })) {
        checks.push(check)
        if (json !== true)
          print(check.problem === null ? `ok       ${check.name}` : `problem  ${check.name}: ${check.problem}`)
      }
    } finally {
      await db.close()
    }
    const failed = checks.filter(({ problem }) => problem !== null).length
    if (json === true) printJson(checks)
    else print(failed === 0 ? `All ${checks.length} checks hold.` : `${failed} of ${checks.length} checks do not hold.`)
    if (failed > 0) process.exitCode = 1
  })
}
