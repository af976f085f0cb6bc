#!/usr/bin/env node
// Starts the process: performs the command line and ends with its exit code (cli/perform.ts).

import { enableCompileCache } from 'node:module'

// compiled code is kept between starts, which halves the time until the first line runs
enableCompileCache()
const { perform } = await import('./cli/perform.ts')

// a reader that went away (| head) is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

await perform(process.argv.slice(2))
// a command that is done ends, whatever a library still holds open; what it printed goes out first
process.stdout.write('', () => process.stderr.write('', () => process.exit()))
