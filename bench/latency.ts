// How long a mail waits for its answer: from the moment the server announces it (EXISTS; Dovecot itself waits half a second
// before it says so) to the moment the SMTP server has the answer. Beside it the same for a bare watcher: IDLE, fetch,
// parse, answer.
//   node bench/latency.ts [--mails 50] [--json]
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeDesk } from './support/desk.ts'
import { type ListeningProxy, startListeningProxy } from './support/listening-proxy.ts'
import { benchMail, benchPerson } from './support/mails.ts'
import { type RunningProgram, startMeasured } from './support/measured.ts'
import { type BenchServers, startServers } from './support/servers.ts'
import { flag, percentile, report, round } from './support/table.ts'

const mails = flag('mails', 50)
// the first few find a cold process
const warmUp = 10
const watcher = fileURLToPath(new URL('./support/idle.ts', import.meta.url))

const bare = await waitsOf(async ({ dovecot, sink }, imapPort) =>
  startMeasured(watcher, [imapPort, dovecot.user, dovecot.password, sink.port].map(String)),
)
const desk = await waitsOf(async (servers, imapPort) =>
  (await makeDesk(servers, { people: mails + warmUp, imapPort })).run(),
)
report(`latency from EXISTS to the answer, ${mails} mails one by one, in ms`, [
  { what: 'bare IDLE and fetch', ...figures(bare) },
  { what: 'the desk', ...figures(desk) },
])

async function waitsOf(start: (servers: BenchServers, imapPort: number) => Promise<RunningProgram>): Promise<number[]> {
  const servers = await startServers()
  const proxy = await startListeningProxy(servers.dovecot.port)
  const program = await start(servers, proxy.port)
  try {
    await until(() => proxy.announced.get(0), 'the mailbox to be opened')
    const waits: number[] = []
    for (let n = 0; n < mails + warmUp; n += 1) waits.push(await oneMail(servers, proxy, n))
    return waits.slice(warmUp)
  } finally {
    const { status, stdout, stderr } = await program.stop()
    if (status !== 0) process.stderr.write((stdout + stderr).slice(-2_000))
    await proxy.stop()
    await servers.stop()
  }
}

async function oneMail({ dovecot, sink }: BenchServers, proxy: ListeningProxy, n: number): Promise<number> {
  const { address } = benchPerson(n)
  await dovecot.append(benchMail(n, dovecot.user))
  const answered = await until(() => sink.arrivals.find(({ to }) => to === address)?.at, 'the answer')
  const announced = await until(() => proxy.announced.get(n + 1), 'the announcement')
  return answered - announced
}

async function until(found: () => number | undefined, what: string): Promise<number> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const value = found()
    if (value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`waited 30 seconds for ${what}`)
    await pause(5)
  }
}

function figures(waits: number[]) {
  return {
    p50: round(percentile(waits, 0.5)),
    p90: round(percentile(waits, 0.9)),
    p99: round(percentile(waits, 0.99)),
  }
}
