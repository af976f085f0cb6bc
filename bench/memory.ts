// Whether memory stays flat as the backlog grows, and what one very large mail takes.
//   node bench/memory.ts [--few 1000] [--many 10000] [--megabytes 50] [--json]
import { bareLoopOverWaiting } from './support/bare.ts'
import { makeDesk } from './support/desk.ts'
import { benchMails, largeMail } from './support/mails.ts'
import type { Usage } from './support/measured.ts'
import { type BenchServers, startServers } from './support/servers.ts'
import { flag, type Row, report, round } from './support/table.ts'

const few = flag('few', 1_000)
const many = flag('many', 10_000)
const megabytes = flag('megabytes', 50)
const rows: Row[] = []

for (const mails of [few, many]) {
  await measure(`${mails} waiting mails`, mails, ({ dovecot }) => benchMails(mails, dovecot.user))
}
const oneLarge = ({ dovecot }: BenchServers) => [largeMail(0, dovecot.user, megabytes)]
await measure(`one mail of ${megabytes} MB, over limits.mailBytes`, 1, oneLarge)
await measure(`one mail of ${megabytes} MB, within limits.mailBytes`, 1, oneLarge, megabytes * 2 * 1024 * 1024)
report('peak of resident memory', rows)

async function measure(
  what: string,
  people: number,
  mails: (servers: BenchServers) => Iterable<Buffer>,
  mailBytes?: number,
): Promise<void> {
  const bare = await inFreshServers(mails, (servers) => bareLoopOverWaiting(servers, people))
  const desk = await inFreshServers(mails, async (servers) => {
    const bench = await makeDesk(servers, { people, ...(mailBytes ? { mailBytes } : {}) })
    try {
      return await bench.once()
    } finally {
      bench.remove()
    }
  })
  rows.push({ what, ...figures('desk', desk.usage), ...figures('bare', bare.usage) })
}

function figures(who: string, usage: Usage): Row {
  return { [`${who} MB`]: round(usage.peakMegabytes, 0), [`${who} s`]: round(usage.seconds) }
}

async function inFreshServers<T>(
  mails: (servers: BenchServers) => Iterable<Buffer>,
  work: (servers: BenchServers) => Promise<T>,
): Promise<T> {
  const servers = await startServers()
  try {
    await servers.dovecot.append([...mails(servers)])
    return await work(servers)
  } finally {
    await servers.stop()
  }
}
