// How fast the bare loop is on this machine: the measure that every other bench is held against.
//   node bench/bare-loop.ts [--mails 1000] [--json]
import { runBareLoop } from './support/bare.ts'
import { startServers } from './support/servers.ts'
import { flag, report, round } from './support/table.ts'

const mails = flag('mails', 1_000)
const servers = await startServers()
try {
  const { usage } = await runBareLoop(servers, mails)
  report(`bare loop, ${mails} mails`, [
    {
      'mails/s': round(mails / usage.seconds),
      'CPU ms a mail': round((usage.cpuSeconds * 1000) / mails, 2),
      'peak MB': round(usage.peakMegabytes, 0),
    },
  ])
} finally {
  await servers.stop()
}
