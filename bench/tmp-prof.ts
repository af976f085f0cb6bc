import { makeDesk } from './support/desk.ts'
import { benchMails } from './support/mails.ts'
import { startServers } from './support/servers.ts'
const servers = await startServers()
await servers.dovecot.append([...benchMails(1000, servers.dovecot.user)])
const bench = await makeDesk(servers, { people: 1000 })
process.env.NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/cpuprof2'
const { usage } = await bench.once()
console.log(usage)
bench.remove(); await servers.stop()
