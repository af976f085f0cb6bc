// Run as a program by the engines: ends the connections of others to a platform's database, as a server does that is told
// to. A program of its own, so that a test can cut before the statement that it holds in its hands.

import { mariadbQuery } from '../support/mariadb.ts'
import { postgresQuery } from '../support/postgres.ts'

const [url = ''] = process.argv.slice(2)

if (url.startsWith('postgres:')) {
  const habeas = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'habeas'"
  await postgresQuery(url, `${habeas} and datname = current_database()`)
} else {
  const others = 'select id from information_schema.processlist where db = database() and id <> connection_id()'
  for (const { id } of await mariadbQuery(url, others)) await mariadbQuery(url, `kill ${id}`).catch(() => {})
}
