// How fast the whole path is beside the bare loop, on the same mails in the same run: every mail a clear request from a
// registered person, answered with a confirm letter. The two take turns, so that both see the machine's good and bad moments.
//   node bench/throughput.ts [--mails 1000] [--rounds 3] [--json]
import { bareLoopOverWaiting } from './support/bare.ts'
import { makeDesk } from './support/desk.ts'
import { benchMails } from './support/mails.ts'
import type { Usage } from './support/measured.ts'
import { type BenchServers, startServers } from './support/servers.ts'
import { flag, percentile, report, round } from './support/table.ts'

const mails = flag('mails', 1_000)
const rounds = flag('rounds', 3)
const bare: Usage[] = []
const desk: Usage[] = []
let letterBytes = 0

for (let n = 0; n < rounds; n += 1) {
  bare.push(await inFreshServers((servers) => bareRound(servers)))
  desk.push(await inFreshServers((servers) => deskRound(servers)))
}

const [bareFigures, deskFigures] = [median(bare), median(desk)]
report(
  `throughput, ${mails} mails answered, median of ${rounds} rounds`,
  [
    { what: 'bare loop', ...figures(bareFigures) },
    { what: 'the desk', ...figures(deskFigures) },
  ],
  {
    'ratio of mails/s': round(bareFigures.seconds / deskFigures.seconds, 2),
    'ratio of CPU': round(bareFigures.cpuSeconds / deskFigures.cpuSeconds, 2),
    'mean bytes of a letter by the desk': letterBytes,
  },
)

async function inFreshServers<T>(work: (servers: BenchServers) => Promise<T>): Promise<T> {
  const servers = await startServers()
  try {
    await servers.dovecot.append([...benchMails(mails, servers.dovecot.user)])
    return await work(servers)
  } finally {
    await servers.stop()
  }
}

async function bareRound(servers: BenchServers): Promise<Usage> {
  return (await bareLoopOverWaiting(servers, mails)).usage
}

async function deskRound(servers: BenchServers): Promise<Usage> {
  const bench = await makeDesk(servers, { people: mails })
  try {
    const { usage } = await bench.once()
    // notes to staff come on top
    const answers = servers.sink.arrivals.filter(({ to }) => to.startsWith('person')).length
    if (answers !== mails) throw new Error(`the desk: ${answers} of ${mails} mails answered`)
    letterBytes = round(servers.sink.bytes() / servers.sink.letters(), 0)
    return usage
  } finally {
    bench.remove()
  }
}

function median(usages: Usage[]): Usage {
  const of = (pick: (usage: Usage) => number) => percentile(usages.map(pick), 0.5)
  return {
    seconds: of((usage) => usage.seconds),
    cpuSeconds: of((usage) => usage.cpuSeconds),
    peakMegabytes: of((usage) => usage.peakMegabytes),
  }
}

function figures(usage: Usage) {
  return {
    'mails/s': round(mails / usage.seconds),
    'CPU ms a mail': round((usage.cpuSeconds * 1000) / mails, 2),
    'peak MB': round(usage.peakMegabytes, 0),
  }
}
