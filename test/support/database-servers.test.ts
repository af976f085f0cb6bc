// The database servers of the tests themselves: what they promise to the platform tests and benches.
import { describe, expect, test } from 'vitest'
import { mariadbAvailable, mariadbQuery, startMariadb } from './mariadb.ts'
import { postgresAvailable, postgresQuery, startPostgres } from './postgres.ts'

const servers = [
  { name: 'PostgreSQL', available: postgresAvailable, start: startPostgres, query: postgresQuery, first: 'postgres' },
  { name: 'MariaDB', available: mariadbAvailable, start: startMariadb, query: mariadbQuery, first: '' },
]

describe.each(servers)('$name for tests', ({ available, start, query, first }) => {
  test.skipIf(!available())(
    'keeps its rows over a restart, on the same port, and is gone when stopped',
    { timeout: 120_000 },
    async () => {
      const server = await start()
      await query(server.url(first), 'create database "猫 1"')
      await query(server.url('猫 1'), "create table t (x varchar(20)); insert into t values ('😀')")
      await server.halt()
      await expect(query(server.url('猫 1'), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      await server.start()
      expect(await query(server.url('猫 1'), 'select x from t')).toEqual([{ x: '😀' }])
      await server.stop()
      await expect(query(server.url('猫 1'), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    },
  )
})
