// Performs one command line and turns what it throws into a line that says what to do.

import { CommanderError } from 'commander'
import { DeskError } from '../errors.ts'
import { errorFacts } from '../lib/log.ts'
import { createProgram } from './program.ts'

const wrongCall = [
  'config_invalid',
  'data_map_invalid',
  'template_invalid',
  'request_unknown',
  'staff_unknown',
  'staff_exists',
]

/** What follows `habeas` on the line. The exit code is set: 0 done, 1 it failed, 2 the call or the configuration is wrong. */
export async function perform(args: string[]): Promise<void> {
  try {
    await (await createProgram(args[0])).parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = report(error)
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof DeskError) {
    process.stderr.write(`habeas: ${error.message}\n`)
    return wrongCall.includes(error.code) ? 2 : 1
  }
  // a foreign error's words may repeat what it was given: only what it is and where it arose is said
  process.stderr.write(`habeas: an error that should not happen: ${JSON.stringify(errorFacts(error))}\n`)
  return 1
}
