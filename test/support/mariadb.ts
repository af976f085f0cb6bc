// A real MariaDB for tests and benches: Debian's, with data, port and log of its own below one temporary folder. Its clock
// stands in Shanghai, so that a time read in the wrong zone shows.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
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

export interface MariadbOptions {
  /** speaks TLS with a certificate for `localhost` that it signed itself; the file is `server.crt` in `folder` */
  tls?: boolean
}

const program = '/usr/sbin/mariadbd'
const systemTables = ['mysql_system_tables.sql', 'mysql_system_tables_data.sql'].map(
  (name) => `/usr/share/mysql/${name}`,
)

export function mariadbAvailable(): boolean {
  return [program, ...systemTables].every((file) => existsSync(file))
}

/** Starts a server and waits until it answers. Throws with the end of its log where it does not. */
export async function startMariadb(options: MariadbOptions = {}): Promise<DatabaseServer & { folder: string }> {
  const folder = serverFolder('mariadb')
  const port = await freePort()
  mkdirSync(join(folder, 'data'))
  give(join(folder, 'data'))
  const common = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    '--innodb-log-file-size=256M',
    '--innodb-buffer-pool-size=128M',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-flush-method=nosync',
    '--skip-innodb-doublewrite',
  ]
  runAsOwner(program, [...common, '--bootstrap'], folder, bootstrap())
  const url = (database: string) =>
    `mariadb://${login.user}:${encodeURIComponent(login.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  const tls = options.tls ? makeCertificate(folder) : null
  const settings = [
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'socket')}`,
    '--character-set-server=utf8mb4',
    '--default-time-zone=+08:00',
    '--skip-name-resolve',
    ...(tls ? [`--ssl-cert=${tls.certificate}`, `--ssl-key=${tls.key}`] : []),
  ]
  const server = new ServerProcess(folder, [program, ...common, ...settings], () => mariadbQuery(url(''), 'select 1'))
  await server.start()
  return {
    port,
    folder,
    url,
    halt: () => server.end('SIGTERM'),
    start: () => server.start(),
    log: () => server.log(),
    stop: async () => {
      await server.end('SIGKILL')
      server.remove()
    },
  }
}

/** Runs statements on a connection of their own, names in double quotes, times in UTC; the rows of the last one as the driver reads them. */
export async function mariadbQuery(url: string, text: string): Promise<Record<string, unknown>[]> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const connection = await createConnection({
    host: hostname,
    port: Number(port),
    user: username,
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: true,
  })
  try {
    await connection.query("set sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,PIPES_AS_CONCAT', time_zone = '+00:00'")
    const [rows] = await connection.query(text)
    const last: unknown = Array.isArray(rows) && Array.isArray(rows.at(-1)) ? rows.at(-1) : rows
    return Array.isArray(last) ? (last as Record<string, unknown>[]) : []
  } finally {
    await connection.end()
  }
}

/** What mariadb-install-db would put in, without its help texts and sample data. */
function bootstrap(): string {
  return [
    'create database mysql;\nuse mysql;\nset @auth_root_socket = null, @skip_auth_anonymous = 1;\n',
    ...systemTables.map((file) => readFileSync(file, 'utf8')),
    `flush privileges;\ncreate user '${login.user}'@'127.0.0.1' identified by '${login.password}';\n`,
    `grant all on *.* to '${login.user}'@'127.0.0.1' with grant option;\n`,
  ].join('')
}
