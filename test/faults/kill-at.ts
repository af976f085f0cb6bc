// Preloaded into a real `habeas once`: kills the process with SIGKILL right before its Nth call to the outside. Prints how many
// calls there were where N was never reached.

import { writeSync } from 'node:fs'
import { countOutsideCalls } from './outside-calls.ts'

const at = Number(process.env.KILL_AT)
let calls = 0

countOutsideCalls(
  () => {
    calls++
    if (calls === at) process.kill(process.pid, 'SIGKILL')
    return undefined
  },
  { sockets: true },
)

process.on('exit', () => writeSync(2, `outside calls: ${calls}\n`))
