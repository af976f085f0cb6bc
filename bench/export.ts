// How fast the data of a subject with very many rows becomes an export, on each engine, beside the bare streaming read of the same
// rows by the database's own driver in the same run; and how much memory the process takes.
//   node bench/export.ts [--rows 1000000] [--json]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { createConnection } from 'mysql2'
import { Client } from 'pg'
import Cursor from 'pg-cursor'
import { type EnginePlatform, engines } from '../test/userdb/engines.ts'
import { runMeasured } from './support/measured.ts'
import { flag, type Row, report, round } from './support/table.ts'

const rows = flag('rows', 1_000_000)
const label = '{ zh: 文, en: text }'

const map = `version: 1
platform: ${label}
subject: { table: people, key: id, email: email, name: name }
categories: { all: ${label} }
tables:
  people:
    { label: ${label}, category: all, purpose: ${label}, retention: ${label}, deletion: delete,
      columns: { id: ${label}, email: ${label}, name: ${label} } }
  visits:
    { label: ${label}, category: all, purpose: ${label}, retention: ${label}, deletion: delete, owner: person_id,
      columns: { id: ${label}, person_id: ${label}, at: { zh: 时间, en: time, format: time }, path: ${label}, ip: ${label} } }
refusal: { purposes: {} }
information: { source: ${label}, recipients: ${label}, transfers: ${label}, automated_decisions: ${label}, rights: [${label}], complaint: ${label} }`

const thousand = Array.from({ length: 1000 }, (_, i) => `(${i})`).join(',')
const numbers = `select a.x + 1000 * b.x + 1 as x from thousand a, thousand b where a.x + 1000 * b.x < ${rows}`
const schema = `
create table people (id {int} primary key, email {text}, name {text});
create table visits (id {int} primary key, person_id {int} not null references people (id), at {time}, path {text}, ip {text});
create table thousand (x {int} primary key);
insert into thousand values ${thousand};
insert into people values (1, 'busy@example.com', 'Busy Bee');
insert into visits select n.x, 1, {at 2026-03-01 10:20:30}, '/a/page/of/the/platform', '203.0.113.7' from (${numbers}) n;
create index visits_person on visits (person_id);`
const query = 'select id, person_id, at, path, ip from visits where person_id = 1 order by id'

/** The rows as the driver streams them, each looked at once. */
async function bareRead(engine: string, url: string): Promise<number> {
  let read = 0
  if (engine === 'SQLite') {
    const database = new DatabaseSync(url.slice('file:'.length), { readOnly: true })
    for (const row of database.prepare(query).iterate()) if (row.path !== null) read++
    database.close()
  } else if (engine === 'PostgreSQL') {
    const client = new Client(url)
    await client.connect()
    const cursor = client.query(new Cursor<Record<string, unknown>>(query))
    for (;;) {
      const page = await cursor.read(1000)
      if (page.length === 0) break
      for (const row of page) if (row.path !== null) read++
    }
    await client.end()
  } else {
    const connection = createConnection(url.replace(/^mariadb:/, 'mysql:'))
    for await (const row of connection.query(query).stream({ highWaterMark: 1000 })) {
      if ((row as Record<string, unknown>).path !== null) read++
    }
    connection.end()
  }
  return read
}

const exporter = fileURLToPath(new URL('./support/export-once.ts', import.meta.url))

async function measure(engine: string, platform: EnginePlatform): Promise<Row> {
  const bare = await seconds(async () => {
    if ((await bareRead(engine, platform.url)) !== rows) throw new Error('rows are missing')
  })
  const mapFile = join(mkdtempSync(join(tmpdir(), 'habeas-bench-')), 'map.yaml')
  writeFileSync(mapFile, map)
  // a process of its own, started as the daemon is: its memory is nobody else's
  const { usage, stdout } = await runMeasured(exporter, [platform.url, mapFile])
  const { seconds: desk, rows: exported } = JSON.parse(stdout) as { seconds: number; rows: number }
  rmSync(dirname(mapFile), { recursive: true })
  if (exported !== rows) throw new Error('rows are missing')
  return {
    'desk s': round(desk, 2),
    'bare s': round(bare, 2),
    'desk rows/s': Math.round(rows / desk),
    'bare rows/s': Math.round(rows / bare),
    ratio: round(bare / desk, 2),
    'peak resident MB': Math.round(usage.peakMegabytes),
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

const found: Row[] = []
for (const { name, available, start } of engines) {
  if (!available) continue
  const engine = await start()
  try {
    found.push({ engine: name, ...(await measure(name, await engine.platform(schema, map))) })
  } finally {
    await engine.stop()
  }
}
report(`export of a data subject with ${rows} rows`, found)
