// A real PostgreSQL for tests and benches: Debian's, with data, port and log of its own below one temporary folder. Its
// clock stands in Shanghai, so that a time read in the wrong zone shows.
import { existsSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import {
  type DatabaseServer,
  give,
  login,
  makeCertificate,
  runAsOwner,
  ServerProcess,
  serverFolder,
} from './database-server.ts'
import { freePort } from './free-port.ts'

export interface PostgresOptions {
  /** speaks TLS with a certificate for `localhost` that it signed itself; the file is `server.crt` in `folder` */
  tls?: boolean
}

const programs = globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? '/usr/lib/postgresql/none/bin'

export function postgresAvailable(): boolean {
  return existsSync(join(programs, 'initdb'))
}

/** Starts a server and waits until it answers. Throws with the end of its log where it does not. */
export async function startPostgres(options: PostgresOptions = {}): Promise<DatabaseServer & { folder: string }> {
  const folder = serverFolder('postgres')
  const port = await freePort()
  writeFileSync(join(folder, 'password'), login.password)
  give(join(folder, 'password'))
  const data = join(folder, 'data')
  const made = ['--no-sync', '-U', login.user, '-A', 'scram-sha-256', '--pwfile=password', '--locale=C.UTF-8']
  runAsOwner(join(programs, 'initdb'), ['-D', data, '-E', 'UTF8', ...made], folder)
  const url = (database: string) =>
    `postgres://${login.user}:${encodeURIComponent(login.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  const tls = options.tls ? makeCertificate(folder) : null
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    timezone: 'Asia/Shanghai',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    shared_buffers: '64MB',
    max_wal_size: '2GB',
    ...(tls ? { ssl: 'on', ssl_cert_file: tls.certificate, ssl_key_file: tls.key } : {}),
  }
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = new ServerProcess(folder, [join(programs, 'postgres'), '-D', data, ...given], () =>
    postgresQuery(url('postgres'), 'select 1'),
  )
  await server.start()
  return {
    port,
    folder,
    url,
    halt: () => server.end('SIGINT'),
    start: () => server.start(),
    log: () => server.log(),
    stop: async () => {
      await server.end('SIGQUIT')
      server.remove()
    },
  }
}

/** Runs statements on a connection of their own; the rows of the last one as the driver reads them. */
export async function postgresQuery(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const result = await client.query(text)
    return (Array.isArray(result) ? result.at(-1) : result).rows
  } finally {
    await client.end()
  }
}
