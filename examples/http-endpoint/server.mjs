// A complete endpoint on the sample platform's SQLite database: what a platform writes that wants no foreign hand in its
// tables. The protocol's half is protocol.mjs; here stands what only the platform knows: which rows are whose, and what
// happens to them. Start it with
//
//   HABEAS_SECRET=$(openssl rand -base64 32) node examples/http-endpoint/server.mjs platform.db 8181
//
// and hold it against the protocol with `habeas platform conformance`. Beyond one machine it stands behind TLS.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { createEndpoint, freshName, Refusal } from './protocol.mjs'

/** What the desk may know of the data: labels, purposes, retention, what can be corrected, what deletion does. */
const map = JSON.parse(readFileSync(new URL('description.json', import.meta.url), 'utf8'))

/** How the rows of a person are found in each table. The desk never sees this. */
const owned = {
  users: 'id = :key',
  devices: 'user_id = :key',
  access_logs: 'user_id = :key',
  feature_usage: 'user_id = :key',
  cookie_preferences: 'user_id = :key',
  posts: 'author_id = :key',
  post_images: 'post_id in (select id from posts where author_id = :key)',
  donations: 'user_id = :key',
}

/** What deletion does, in this order. Everything that the description promises, and nothing else. */
const erasure = [
  'delete from post_images where post_id in (select id from posts where author_id = :key)',
  "update posts set author_name = '已注销用户 / former member', posted_from_ip = null, title = redacted(title, :email, :name), content = redacted(content, :email, :name) where author_id = :key",
  'update posts set author_id = null where author_id = :key',
  'update donations set note = null, user_id = null where user_id = :key',
  'delete from cookie_preferences where user_id = :key',
  'delete from feature_usage where user_id = :key',
  'delete from access_logs where user_id = :key',
  'delete from devices where user_id = :key',
  'delete from users where id = :key',
]

/** A view is a read transaction that stays open: every page shows the same moment. At most so many, for so long. */
const mostViews = 20
const viewLifeMs = 10 * 60_000
const mostRows = 1000

export function startServer({ file, keys, path = '/habeas', background = [] }) {
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma foreign_keys = on; pragma busy_timeout = 5000')
  database.exec(
    'create table if not exists habeas_answers (key text primary key, digest text not null, value text not null, at text not null)',
  )
  database.function('redacted', { deterministic: true }, redacted)
  const views = new Map()
  const server = createEndpoint({
    path,
    keys,
    background,
    memory: answersIn(database),
    reads: { ...lookups(database), ...viewing(file, views), ...listing(database) },
    changes: changing(database),
  })
  server.on('close', () => {
    for (const view of views.keys()) closeView(views, view)
    database.close()
  })
  return server
}

/**
 * Answers to changes are written in the transaction of the change itself: after a crash there is either both or nothing,
 * so that a repeated request is carried out once. Keep them for a week or longer.
 */
function answersIn(database) {
  const find = (key) => {
    const row = database.prepare('select digest, value from habeas_answers where key = ?').get(key)
    return row && { digest: row.digest, value: JSON.parse(row.value) }
  }
  return {
    find,
    carryOut: (key, digest, work) => {
      database.exec('begin immediate')
      try {
        // asked for twice at once: the second finds what the first wrote
        const before = find(key)
        const value = before ? before.value : work()
        if (!before) {
          database
            .prepare("insert into habeas_answers values (?, ?, ?, datetime('now'))")
            .run(key, digest, JSON.stringify(value))
          database.exec("delete from habeas_answers where at < datetime('now', '-30 days')")
        }
        database.exec('commit')
        return value
      } catch (error) {
        database.exec('rollback')
        throw error
      }
    },
  }
}

// ---- who, and what is there ----

function lookups(database) {
  return {
    describe: () => ({ protocol: 1, map, offers: ['accounts', 'mentions'], problems: [] }),
    // the address as a whole; A-Z in either case, nothing else folded
    find: ({ address }) => ({
      subjects: database
        .prepare('select id, email, nickname from users where lower(email) = lower(?) limit 100')
        .all(String(address))
        .map(subject),
    }),
    get: ({ key }) => ({ subject: subjectOf(database, key) }),
    values: ({ key, table, column, limit }) => ({
      values: isKey(key)
        ? rows(
            database,
            `select distinct ${name(table, column)} as value from ${name(table)} where ${owned[table]} limit :limit`,
            {
              key: BigInt(key),
              limit: Math.min(Number(limit), 1000),
            },
          ).map(({ value }) => asText(value))
        : [],
    }),
    // by anybody else, A-Z in either case
    taken: ({ key, table, column, value }) => ({ taken: isTaken(database, { key, table, column, value }) }),
    'erase/plan': ({ key }) => ({ tables: planOf(database, key) }),
  }
}

function subjectOf(database, key) {
  if (!isKey(key)) return null
  const row = database.prepare('select id, email, nickname from users where id = ?').get(BigInt(key))
  return row === undefined ? null : subject(row)
}

const subject = ({ id, email, nickname }) => ({ key: String(id), address: email, name: nickname })

function planOf(database, key) {
  return Object.entries(map.tables).map(([table, { deletion }]) => ({
    table,
    rows: isKey(key) ? countOf(database, table, key) : 0,
    how: deletion === 'delete' ? 'deleted' : 'keep' in deletion ? 'kept' : 'anonymised',
    until: table === 'donations' && isKey(key) ? keptUntil(database, key) : null,
  }))
}

/** Ten years from the end of the year of the newest gift. */
function keptUntil(database, key) {
  const { newest } = database
    .prepare('select max(donated_at) as newest from donations where user_id = ?')
    .get(BigInt(key))
  return newest === null ? null : `${Number(newest.slice(0, 4)) + 10}-12-31`
}

function isTaken(database, { key, table, column, value }) {
  const query = `select 1 from ${name(table)} where lower(${name(table, column)}) = lower(:value) and (${owned[table]}) is not true limit 1`
  return rows(database, query, { key: BigInt(key), value: String(value) }).length > 0
}

// ---- access: a view of one moment, read in pages ----

function viewing(file, views) {
  return {
    'view/open': ({ key }) => {
      if (views.size >= mostViews) throw new Refusal(503, 'too_many_views', 5)
      const database = new DatabaseSync(file, { readOnly: true })
      database.exec('begin')
      const found = subjectOf(database, key)
      if (found === null) {
        database.close()
        return { view: null, subject: null, counts: {} }
      }
      const view = freshName()
      const timer = setTimeout(() => closeView(views, view), viewLifeMs)
      timer.unref()
      views.set(view, { database, key: found.key, timer })
      const counts = Object.fromEntries(
        Object.keys(map.tables).map((table) => [table, countOf(database, table, found.key)]),
      )
      return { view, subject: found, counts }
    },
    // the rowid orders the rows of every table here; a page starts behind the last row of the one before
    'view/rows': ({ view, table, after, limit }) => {
      const { database, key } = views.get(view) ?? gone()
      const shown = Object.entries(map.tables[known(table)].columns)
        .filter(([, { treatment = 'shown' }]) => treatment === 'shown')
        .map(([column]) => name(table, column))
      const most = Math.min(Number(limit), mostRows)
      const found = rows(
        database,
        `select rowid as "habeas row", ${shown.join(', ')} from ${name(table)} where ${owned[table]} and rowid > :after order by rowid limit :most`,
        { key: BigInt(key), after: BigInt(after ?? -1), most },
      )
      const next = found.length === most ? String(found.at(-1)['habeas row']) : null
      for (const row of found) delete row['habeas row']
      return { rows: found.map((row) => mapped(row, cell)), next }
    },
    'view/close': ({ view }) => {
      closeView(views, view)
      return {}
    },
  }
}

function gone() {
  throw new Refusal(410, 'view_gone')
}

function closeView(views, view) {
  const open = views.get(view)
  if (open === undefined) return
  clearTimeout(open.timer)
  views.delete(view)
  open.database.close()
}

// ---- changes: each all or nothing (answersIn opens the transaction), each the same when it is asked for again ----

function changing(database) {
  return {
    correct: ({ key, changes }) => ({ outcome: correct(database, key, changes) }),
    erase: ({ key, addressHash }) => erase(database, key, addressHash),
    refuse: ({ key, switches }) => ({ switches: isKey(key) ? refuse(database, key, switches) : [] }),
  }
}

/** A value that is neither the old nor the new one stops everything: somebody changed it meanwhile. */
function correct(database, key, changes) {
  if (!isKey(key)) return 'moved_on'
  const due = []
  for (const change of changes) {
    if (!isCorrectable(change)) throw new Refusal(422, 'not_correctable')
    const { table, column, before, after } = change
    const present = rows(
      database,
      `select distinct ${name(table, column)} as value from ${name(table)} where ${owned[table]}`,
      {
        key: BigInt(key),
      },
    ).map(({ value }) => asText(value))
    if (present.includes(before)) due.push(change)
    else if (!present.includes(after)) return 'moved_on'
  }
  if (due.some(({ table, column, after, unique }) => unique && isTaken(database, { key, table, column, value: after })))
    return 'taken'
  for (const { table, column, before, after, copies } of due)
    for (const place of [{ table, column }, ...copies]) {
      database
        .prepare(
          `update ${name(place.table)} set ${name(place.table, place.column)} = :after where ${owned[place.table]} and ${name(place.table, place.column)} is :before`,
        )
        .run({ key: BigInt(key), before, after })
    }
  return 'done'
}

/** Only what the description opens: the desk asks for no more, and whoever stole its secret gets no more. */
function isCorrectable({ table, column, copies }) {
  const field = Object.values(map.correction).find((each) => each.table === table && each.column === column)
  const allowed = new Set(field?.copies?.map((copy) => `${copy.table}.${copy.column}`))
  return field !== undefined && copies.every((copy) => allowed.has(`${copy.table}.${copy.column}`))
}

function erase(database, key, addressHash) {
  const person = subjectOf(database, key)
  if (person === null) return { state: 'gone' }
  // the key may have been given to somebody else since the desk looked
  if (hashOf(person.address) !== addressHash) return { state: 'changed' }
  const tables = planOf(database, key)
  for (const statement of erasure) {
    const values = { key: BigInt(key), email: person.address, name: person.name }
    const named = Object.entries(values).filter(([each]) => statement.includes(`:${each}`))
    database.prepare(statement).run(Object.fromEntries(named))
  }
  return { state: 'erased', tables }
}

/** Off already counts as off; only switches that the description names are touched. */
function refuse(database, key, switches) {
  const offered = Object.values(map.refusal.purposes).flatMap((purpose) => purpose.switches ?? [])
  return switches.map(({ table, column, off, where }) => {
    if (
      // this platform keeps no preference in a row of its own
      where !== undefined ||
      !offered.some((each) => each.table === table && each.column === column && (each.off === off || each.on === off))
    )
      throw new Refusal(422, 'not_a_switch')
    const { changes } = database
      .prepare(
        `update ${name(table)} set ${name(table, column)} = :off where ${owned[table]} and ${name(table, column)} is not :off`,
      )
      .run({ key: BigInt(key), off })
    return { table, column, rows: Number(changes) }
  })
}

// ---- what an endpoint may offer beside ----

function listing(database) {
  return {
    // after a restored backup: is somebody there again whom the desk deleted? of addresses only hashes leave
    accounts: ({ after, limit }) => {
      const most = Math.min(Number(limit), mostRows)
      const found = database
        .prepare('select id, email from users where id > ? order by id limit ?')
        .all(BigInt(after ?? -1), most)
      return {
        accounts: found.map(({ id, email }) => ({ key: String(id), addressHash: hashOf(email) })),
        next: found.length === most ? String(found.at(-1).id) : null,
      }
    },
    // where an address stands in texts, whoever's they are
    mentions: ({ address }) => {
      const texts = { users: ['email', 'nickname'], posts: ['title', 'content', 'author_name'], donations: ['note'] }
      const mentions = Object.entries(texts).flatMap(([table, columns]) =>
        columns.map((column) => {
          const query = `select count(*) as rows from ${name(table)} where instr(lower(${name(table, column)}), lower(?)) > 0`
          return { table, column, rows: database.prepare(query).get(String(address)).rows }
        }),
      )
      return { mentions: mentions.filter((each) => each.rows > 0) }
    },
  }
}

// ---- small things ----

/** A table or column as SQL may name it: only what the description names, whatever was asked for. */
function name(table, column) {
  if (column !== undefined && !Object.hasOwn(map.tables[known(table)].columns, column))
    throw new Refusal(422, 'unknown_column')
  return `"${column ?? known(table)}"`
}

function known(table) {
  if (!Object.hasOwn(owned, table)) throw new Refusal(422, 'unknown_table')
  return table
}

const isKey = (key) => /^(0|[1-9]\d{0,17})$/.test(String(key))

function rows(database, query, values) {
  const statement = database.prepare(query)
  statement.setReadBigInts(true)
  return statement.all(values)
}

function countOf(database, table, key) {
  return Number(
    rows(database, `select count(*) as n from ${name(table)} where ${owned[table]}`, { key: BigInt(key) })[0].n,
  )
}

const mapped = (row, change) =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, change(value)]))

/** JSON has no whole numbers beyond 2^53 and no bytes: they stand in an object of their own. */
function cell(value) {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { integer: String(value) }
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value
}

function asText(value) {
  if (value === null) return null
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
}

const asciiLower = (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
const hashOf = (address) =>
  createHash('sha256')
    .update(asciiLower(address ?? ''))
    .digest('hex')

/** The text without the person's own address and name. */
function redacted(text, address, name) {
  const literally = (part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const without = address ? text.replace(new RegExp(literally(address), 'gi'), '[…]') : text
  if (!name || [...name].length < 2) return without
  const word = /\p{Script=Han}/u.test(name)
    ? literally(name)
    : `(?<![\\p{L}\\p{N}])${literally(name)}(?![\\p{L}\\p{N}])`
  return without.replace(new RegExp(word, 'gu'), '[…]')
}

// ---- started by hand ----

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, port = '8181'] = process.argv.slice(2)
  const { HABEAS_SECRET: secret, HABEAS_KEY_ID: keyId = 'desk-1' } = process.env
  if (file === undefined || (secret ?? '').length < 32) {
    console.error('usage: HABEAS_SECRET=(32 characters or more) node server.mjs DATABASE [PORT]')
    process.exit(2)
  }
  startServer({ file, keys: { [keyId]: secret } }).listen(Number(port), '127.0.0.1', () => {
    console.log(`endpoint at http://127.0.0.1:${port}/habeas, key ${keyId}`)
  })
}
