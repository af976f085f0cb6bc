// habeas doctor: looks at everything an installation needs, one line each, with what to do. Goes on after a failure so that all
// of it is seen at once; changes nothing, and sends mail only where asked to (--send-self-test). Exit 1 where there is a problem.

import { styleText } from 'node:util'
import { Command, InvalidArgumentError } from 'commander'
import { readSettings, type Settings } from '../config.ts'
import { DeskError } from '../errors.ts'
import { systemClock } from '../lib/clock.ts'
import { databaseChecks } from './doctor/databases.ts'
import { type Check, type Finding, findings } from './doctor/finding.ts'
import { installationChecks } from './doctor/installation.ts'
import { keepingChecks } from './doctor/keeping.ts'
import { runningChecks } from './doctor/running.ts'
import { selfTestChecks } from './doctor/self-test.ts'
import { serverChecks } from './doctor/servers.ts'
import { configOption, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('looks at settings, servers, databases, data map, letters and clock; says what to do')
    .addOption(configOption())
    .option('--send-self-test', 'sends two mails to the privacy address and looks at how they arrive')
    .option('--wait <seconds>', 'how long the self-test waits for them', readSeconds, 60)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit code 1 where there is a problem; a warning is none. Nothing is changed, and no mail is sent without --send-self-test.\n\nExamples:\n  habeas doctor --config /etc/habeas/habeas.yaml\n  habeas doctor --send-self-test',
    )
    .action(async ({ config, json, sendSelfTest, wait }: Options) => {
      const settings = readSettingsOrSay(config, json === true)
      const checks = [
        ...installationChecks(settings, config, systemClock),
        ...keepingChecks(settings),
        ...databaseChecks(settings, systemClock),
        ...serverChecks(settings),
        ...runningChecks(settings, systemClock),
        ...(sendSelfTest === true ? selfTestChecks(settings, wait * 1000) : []),
      ]
      const all = await look(checks, json === true)
      const problems = all.filter((each) => each.level === 'problem').length
      const warnings = all.filter((each) => each.level === 'warning').length
      if (json === true) printJson(all)
      else
        print(
          problems + warnings === 0
            ? '\nAll is well.'
            : `\n${count(problems, 'problem')}, ${count(warnings, 'warning')}.`,
        )
      if (problems > 0) process.exitCode = 1
    })
}

interface Options {
  config: string
  json?: boolean
  sendSelfTest?: boolean
  wait: number
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('whole seconds from 1 to 3600')
}

/** Without settings there is nothing else to look at. */
function readSettingsOrSay(config: string, json: boolean): Settings {
  try {
    return readSettings(config)
  } catch (error) {
    if (json && error instanceof DeskError) printJson([{ check: 'settings', level: 'problem', message: error.message }])
    throw error
  }
}

/** All at once, for dead servers take their time to be given up; told in order. */
async function look(checks: Check[], silent: boolean): Promise<(Finding & { check: string })[]> {
  const running = checks.map((check) => ({ check, found: findings(check) }))
  const all: (Finding & { check: string })[] = []
  for (const { check, found } of running) {
    for (const finding of await found) {
      all.push({ check: check.name, ...finding })
      if (!silent) print(line(check.name, finding))
    }
  }
  return all
}

const colours = { ok: 'green', warning: 'yellow', problem: 'red' } as const

function line(name: string, { level, message }: Finding): string {
  const [first = '', ...more] = message.trim().split('\n')
  const word = styleText(colours[level], level.padEnd(8), { stream: process.stdout })
  return [`${word} ${name.padEnd(12)} ${first}`, ...more.map((each) => `${' '.repeat(22)}${each.trim()}`)].join('\n')
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
