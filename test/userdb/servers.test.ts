// What only a database server does: it refuses, drops connections, restarts, speaks TLS, knows grants. Each trouble is told
// as one that can pass or one that needs a person, in words that hold nothing of the data or the password.

import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openPlatform } from '../../src/userdb/platform.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { openUserDb, type UserDb } from '../../src/userdb/userdb.ts'
import { mariadbAvailable, mariadbQuery, startMariadb } from '../support/mariadb.ts'
import { postgresAvailable, postgresQuery, startPostgres } from '../support/postgres.ts'
import { type Engine, type EnginePlatform, engines } from './engines.ts'

const servers = engines.filter(({ name }) => name !== 'SQLite')
const admin = { PostgreSQL: postgresQuery, MariaDB: mariadbQuery, SQLite: mariadbQuery }

async function hashOf(db: UserDb, key: string): Promise<string> {
  const subject = await db.getSubject(key)
  if (!subject) throw new Error('no such subject')
  return addressHash(subject)
}

describe.each(servers)('$name', ({ name, available, start }) => {
  describe.skipIf(!available)('as a server', () => {
    let engine: Engine
    let forum: EnginePlatform
    beforeAll(async () => {
      engine = await start()
      forum = await engine.known('forum')
    }, 120_000)
    afterAll(async () => await engine?.stop())

    function changed(change: (url: URL) => void): string {
      const url = new URL(forum.url.replace(/^mariadb:/, 'mysql:'))
      change(url)
      return String(url)
    }

    test.each([
      [
        'a wrong password',
        (url: URL) => Object.assign(url, { password: 'geheim' }),
        'platform_unavailable',
        false,
        /login/,
      ],
      [
        'an unknown database',
        (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
        'platform_unavailable',
        false,
        /no database of that name/,
      ],
      [
        'a closed port',
        (url: URL) => Object.assign(url, { port: '1' }),
        'platform_unavailable',
        true,
        /does not answer/,
      ],
      [
        'TLS asked of a server without',
        (url: URL) => Object.assign(url, { search: '?sslmode=require' }),
        'platform_unavailable',
        false,
        /does not speak TLS/,
      ],
      [
        'an unknown parameter',
        (url: URL) => Object.assign(url, { search: '?ssl=1' }),
        'config_invalid',
        false,
        /knows no parameter ssl/,
      ],
      ['no database', (url: URL) => Object.assign(url, { pathname: '' }), 'config_invalid', false, /names no database/],
    ] as const)('%s is told, without the password', async (_, change, code, retry, words) => {
      const error = await openUserDb(changed(change), forum.map, { pseudonymKey: 'k' }).catch((thrown: Error) => thrown)
      expect(error).toMatchObject({ code, retry, message: expect.stringMatching(words) })
      expect(JSON.stringify([(error as Error).message, inspect((error as Error).cause)])).not.toMatch(/geheim|p@ss/)
    })

    test('a server that does not answer in time is told as one that may come back', async () => {
      const { createServer } = await import('node:net')
      const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
      await new Promise((resume) => silent.once('listening', resume))
      const { port } = silent.address() as { port: number }
      const url = changed((each) => Object.assign(each, { port: String(port) }))
      await expect(openPlatform(url, { connectTimeoutMs: 200 })).rejects.toMatchObject({
        code: 'platform_unavailable',
        retry: true,
      })
      silent.close()
    })

    test('a login that may only read: check names the missing rights, and nothing is changed', async () => {
      const platform = await engine.known('forum')
      const database = new URL(platform.url).pathname.slice(1)
      await admin[name](
        platform.url,
        name === 'PostgreSQL'
          ? `create role ${database}_reader login password 'reader'; grant select on all tables in schema public to ${database}_reader; grant delete on drafts to ${database}_reader`
          : `create user ${database}_reader@'127.0.0.1' identified by 'reader'; grant select on ${database}.* to ${database}_reader@'127.0.0.1'; grant delete on ${database}.drafts to ${database}_reader@'127.0.0.1'`,
      )
      const url = new URL(platform.url.replace(/^mariadb:/, 'mysql:'))
      url.username = `${database}_reader`
      url.password = 'reader'
      const db = await openUserDb(String(url), platform.map)
      const problems = await db.check()
      const told = problems.filter(({ code }) => code === 'grant_missing').map(({ message }) => message)
      expect(told).toContain("the desk's login lacks DELETE, UPDATE on table members; grant it at the database")
      expect(told).toContain("the desk's login lacks UPDATE on table posts; grant it at the database")
      expect(told.filter((message) => message.includes('drafts'))).toEqual([])
      await expect(db.erase('1', await hashOf(platform.db, '1'))).rejects.toMatchObject({
        code: 'platform_refused',
        retry: false,
        message: expect.stringMatching(/lacks a right/),
      })
      await db.close()
      expect(await platform.rows('select count(*) n from members')).toEqual([{ n: '5' }])
    })

    test('a row that somebody else holds is waited for, then told as busy', async () => {
      const platform = await engine.known('forum')
      const hash = await hashOf(platform.db, '1')
      const holder = await openPlatform(platform.url)
      const { sql } = await import('kysely')
      const held = holder.transaction(async (transaction) => {
        await sql`update members set signature = 'held' where id = 1`.execute(transaction)
        const impatient = await platform.open({ busyTimeoutMs: 300 })
        await expect(impatient.erase('1', hash)).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
        await impatient.close()
        const patient = platform.db.erase('1', hash)
        await new Promise((resume) => setTimeout(resume, 300))
        return { patient }
      })
      const { patient } = await held
      expect((await patient).state).toBe('erased')
      await holder.close()
    })

    // only PostgreSQL has a counter that a transaction does not roll back
    test.each(name === 'PostgreSQL' ? ['trigger with a sequence'] : [])(
      'rows that appear while a deletion runs are taken by its second try: %s',
      async () => {
        const platform = await engine.known('forum')
        // a sequence is not rolled back: the trigger writes once
        await platform.run(`create sequence late;
        create function write_late() returns trigger language plpgsql as $$ begin
          if nextval('late') = 1 then insert into profile_fields values (1, 'late', 'row'); end if; return null; end $$;
        create trigger write_late after delete on drafts for each statement execute function write_late();
        alter table profile_fields drop constraint profile_fields_member_id_fkey`)
        expect((await platform.db.erase('1', await hashOf(platform.db, '1'))).state).toBe('erased')
        expect(
          await platform.rows(
            "select (select last_value from late) n, (select count(*) from profile_fields where field = 'late') f",
          ),
        ).toEqual([{ n: '2', f: '0' }])
      },
    )

    test('a statement that takes too long is stopped', async () => {
      const platform = await openPlatform(forum.url, { statementTimeoutMs: 200 })
      const { sql } = await import('kysely')
      const slow =
        name === 'PostgreSQL'
          ? sql`select pg_sleep(5)`
          : sql`select count(*) from information_schema.columns a, information_schema.columns b, information_schema.columns c`
      const error = platform.explain(await slow.execute(platform.db).catch((thrown: unknown) => thrown))
      expect(error).toMatchObject({
        code: 'platform_unavailable',
        retry: true,
        message: expect.stringMatching(/took too long/),
      })
      await platform.close()
    })

    test('a constraint that refuses is told without the value', async () => {
      const rename = { table: 'members', column: 'username', before: 'Carol', after: 'Dave', unique: false, copies: [] }
      const error = await forum.db.correct('3', [rename]).catch((thrown: Error) => thrown)
      expect(error).toMatchObject({ code: 'platform_refused', retry: false })
      expect(inspect((error as Error).cause)).not.toContain('Dave')
    })

    test('killed at any statement by the server, all or nothing is done, and the next call connects anew', {
      timeout: 120_000,
    }, async () => {
      const platform = await engine.known('forum')
      const state = async () =>
        JSON.stringify([
          await platform.rows('select * from posts order by id'),
          await platform.rows('select * from members order by id'),
          await platform.rows('select * from private_messages order by id'),
        ])
      const hash = await hashOf(platform.db, '1')
      const before = await state()
      let cuts = 0
      // every third statement, for each cut takes a while
      for (let at = 1; ; at += 3) {
        let left = Number.POSITIVE_INFINITY
        const db = await platform.open({
          beforeStatement: () => {
            if (--left === 0) engine.cut(platform)
          },
        })
        left = at
        const outcome = await db.erase('1', hash).catch((error: Error) => error)
        // past the last statement
        if ('state' in outcome) break
        cuts++
        expect(outcome).toMatchObject({ code: 'platform_unavailable', retry: true })
        expect(await state()).toBe(before)
        expect((await db.getSubject('1'))?.key).toBe('1')
        await db.close()
      }
      expect(cuts).toBeGreaterThan(5)
      expect(await state()).not.toBe(before)
      expect(await platform.db.erase('1', hash)).toEqual({ state: 'gone' })
    })

    test('rows that stop coming because the connection ended are an error, never a shorter list', async () => {
      const platform = await engine.known('forum')
      const values = Array.from({ length: 60_000 }, (_, i) => `(1, 'f${i}', '${'x'.repeat(200)}')`)
      for (let i = 0; i < values.length; i += 5000)
        await platform.run(`insert into profile_fields values ${values.slice(i, i + 5000).join(',')}`)
      const reading = platform.db.read('1', async (snapshot) => {
        let seen = 0
        for await (const page of snapshot.rows('profile_fields')) {
          if (seen === 0) engine.cut(platform)
          seen += page.length
        }
        return seen
      })
      await expect(reading).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
    })

    test('after the server was gone and came back, the next call succeeds', async () => {
      const platform = await engine.known('forum')
      expect((await platform.db.getSubject('1'))?.key).toBe('1')
      await engine.server?.halt()
      await expect(platform.db.getSubject('1')).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
      await engine.server?.start()
      expect((await platform.db.getSubject('1'))?.key).toBe('1')
      expect((await platform.db.erase('1', await hashOf(platform.db, '1'))).state).toBe('erased')
    })
  })
})

const secure = [
  { name: 'PostgreSQL' as const, available: postgresAvailable(), start: startPostgres, database: 'postgres' },
  { name: 'MariaDB' as const, available: mariadbAvailable(), start: startMariadb, database: 'mysql' },
]

describe.each(secure)('$name over TLS', ({ name, available, start, database }) => {
  test.skipIf(!available)('the certificate is believed as far as the URL says', { timeout: 120_000 }, async () => {
    const server = await start({ tls: true })
    onTestFinished(async () => await server.stop())
    const known = join(server.folder, 'server.crt')
    const url = (host: string, parameters: string) =>
      server.url(database).replace('@127.0.0.1', `@${host}`) + parameters
    const open = async (at: string) => {
      const platform = await openPlatform(at)
      const { sql } = await import('kysely')
      const asked =
        name === 'PostgreSQL'
          ? sql<{
              Value: string
            }>`select case when ssl then 'yes' else '' end as "Value" from pg_stat_ssl where pid = pg_backend_pid()`
          : sql<{ Value: string }>`show status like 'Ssl_cipher'`
      const { rows } = await asked.execute(platform.db)
      await platform.close()
      return rows[0]?.Value !== ''
    }
    expect(await open(url('127.0.0.1', ''))).toBe(false)
    expect(await open(url('127.0.0.1', '?sslmode=require'))).toBe(true)
    expect(await open(url('127.0.0.1', `?sslmode=verify-ca&sslrootcert=${known}`))).toBe(true)
    expect(await open(url('localhost', `?sslmode=verify-full&sslrootcert=${known}`))).toBe(true)
    const byAddress = url('127.0.0.1', `?sslmode=verify-full&sslrootcert=${known}`)
    await expect(open(byAddress)).rejects.toMatchObject(
      name === 'PostgreSQL' ? { code: 'platform_unavailable' } : { code: 'config_invalid' },
    )
    for (const untrusted of [url('localhost', '?sslmode=verify-full')])
      await expect(open(untrusted)).rejects.toMatchObject({
        code: 'platform_unavailable',
        retry: false,
        message: expect.stringMatching(/certificate is not trusted/),
      })
  })
})
