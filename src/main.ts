#!/usr/bin/env node
// Starts the process: reads the command line, runs one command, turns what it throws into a line that says what to do.
// Exit 0 done, 1 it failed, 2 the call or the configuration is wrong.

import { enableCompileCache } from 'node:module'
import { CommanderError } from 'commander'
import { DeskError } from './errors.ts'
import { errorFacts } from './lib/log.ts'

// compiled code is kept between starts, which halves the time until the first line runs
enableCompileCache()
const { createProgram } = await import('./cli/program.ts')

const wrongCall = [
  'config_invalid',
  'data_map_invalid',
  'template_invalid',
  'request_unknown',
  'staff_unknown',
  'staff_exists',
]

// a reader that went away (| head) is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await (await createProgram(process.argv[2])).parseAsync()
} catch (error) {
  process.exitCode = report(error)
}
// a command that is done ends, whatever a library still holds open; what it printed goes out first
process.stdout.write('', () => process.stderr.write('', () => process.exit()))

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
