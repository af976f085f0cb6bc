// How long the deletion of a data subject with very many rows takes, on each engine, beside the database's own bare DELETE
// of as many rows in the same run; and how long the process could do nothing else meanwhile.
//   node bench/erase.ts [--rows 1000000] [--json]
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { addressHash } from '../src/userdb/subjects.ts'
import { type EnginePlatform, engines } from '../test/userdb/engines.ts'
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
  events:
    { label: ${label}, category: all, purpose: ${label}, retention: ${label}, deletion: delete, owner: person_id,
      columns: { id: ${label}, person_id: ${label}, path: ${label}, ip: ${label} } }
  notes:
    { label: ${label}, category: all, purpose: ${label}, retention: ${label}, owner: person_id,
      deletion: { anonymise: { person_id: empty, body: redact } },
      columns: { id: ${label}, person_id: ${label}, body: ${label} } }
refusal: { purposes: {} }
information: { source: ${label}, recipients: ${label}, transfers: ${label}, automated_decisions: ${label}, rights: [${label}], complaint: ${label} }`

const thousand = Array.from({ length: 1000 }, (_, i) => `(${i})`).join(',')
const numbers = `select a.x + 1000 * b.x + 1 from thousand a, thousand b where a.x + 1000 * b.x < ${rows}`
const schema = `
create table people (id {int} primary key, email {text}, name {text});
create table events (id {int} primary key, person_id {int} not null references people (id), path {text}, ip {text});
create table notes (id {int} primary key, person_id {int} references people (id), body {long});
create table bare (id {int} primary key, person_id {int} not null, path {text}, ip {text});
create table thousand (x {int} primary key);
insert into thousand values ${thousand};
insert into people values (1, 'busy@example.com', 'Busy Bee'), (2, 'other@example.com', 'Other');
insert into events select n.x, 1, '/a/page/of/the/platform', '203.0.113.7' from (${numbers.replace('+ 1 from', '+ 1 as x from')}) n;
insert into events select x + 2000000, 2, '/', '203.0.113.8' from thousand;
insert into notes select n.x, 1, case when n.x % 1000 = 0 then 'by Busy Bee' else 'nothing to see' end from (${numbers.replace('+ 1 from', '+ 1 as x from')}) n;
create index events_person on events (person_id);
create index notes_person on notes (person_id);
insert into bare select id, person_id, path, ip from events;
create index bare_person on bare (person_id);`

async function measure(platform: EnginePlatform): Promise<Row> {
  const bare = await seconds(async () => await platform.run('delete from bare where person_id = 1'))
  await platform.run('drop table bare')
  const subject = await platform.db.getSubject('1')
  if (!subject) throw new Error('no subject')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const desk = await seconds(async () => await platform.db.erase('1', addressHash(subject)))
  delay.disable()
  const left = await platform.rows('select (select count(*) from events) e, (select count(*) from people) p')
  if (left[0]?.e !== '1000' || left[0].p !== '1') throw new Error(`left behind: ${JSON.stringify(left)}`)
  return {
    'desk s': round(desk),
    'bare s': round(bare),
    'rows/s': Math.round(rows / desk),
    'longest hold-up ms': Math.round(delay.max / 1e6),
    'resident MB': Math.round(process.memoryUsage().rss / 1e6),
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
    found.push({ engine: name, ...(await measure(await engine.platform(schema, map))) })
  } finally {
    await engine.stop()
  }
}
report(`deletion of a data subject with ${rows} rows, and as many texts to redact`, found)
