// Preloaded into a real `habeas once`: kills the process with SIGKILL right before its Nth change of anything outside
// (a committed statement, a file, bytes on a socket). Prints how many there were where N was never reached.

import { writeSync } from 'node:fs'
import { changesOnly, countOutsideCalls } from './outside-calls.ts'

const at = Number(process.env.KILL_AT)
let calls = 0

const isChange = changesOnly()
countOutsideCalls(
  (what) => {
    if (!isChange(what)) return undefined
    calls++
    if (calls === at) process.kill(process.pid, 'SIGKILL')
    return undefined
  },
  { sockets: true },
)

process.on('exit', () => writeSync(2, `outside changes: ${calls}\n`))
