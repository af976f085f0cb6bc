// How long it takes to propose a data map for a schema of very many tables, and to hold it against the live schema.
//   node bench/check.ts [--tables 300] [--json]
import { parseDataMap } from '../src/userdb/data-map.ts'
import { inspectPlatform } from '../src/userdb/inspect.ts'
import { openUserDb } from '../src/userdb/userdb.ts'
import { type Engine, engines } from '../test/userdb/engines.ts'
import { flag, type Row, report, round } from './support/table.ts'

const tables = flag('tables', 300)

const people = 'create table people (id {int} primary key, email {text}, nickname {text}, password_hash {text});'
const others = Array.from({ length: tables - 1 }, (_, i) => {
  const texts = Array.from({ length: 10 }, (_, n) => `text_${n} {text}`).join(', ')
  return `create table records_${i} (id {int} primary key, person_id {int} not null references people (id), ${texts}, created_at {time});
create index records_${i}_person on records_${i} (person_id);`
})
const label = '{ zh: 文, en: text }'
/** stands in until the proposed map is there */
const firstMap = `version: 1
platform: ${label}
subject: { table: people, key: id, email: email }
categories: { all: ${label} }
tables:
  people: { label: ${label}, category: all, purpose: ${label}, retention: ${label}, deletion: delete, columns: { id: ${label}, email: ${label} } }
refusal: { purposes: {} }
information: { source: ${label}, recipients: ${label}, transfers: ${label}, automated_decisions: ${label}, rights: [${label}], complaint: ${label} }`

async function measure(engine: Engine): Promise<Row> {
  const { url } = await engine.platform([people, ...others].join('\n'), firstMap)
  const started = performance.now()
  const { yaml } = await inspectPlatform(url)
  const inspected = performance.now()
  const map = parseDataMap(yaml, 'proposed.yaml')
  const db = await openUserDb(url, map)
  const opened = performance.now()
  const problems = await db.check()
  const checked = performance.now()
  await db.close()
  const errors = problems.filter(({ level }) => level === 'error').length
  if (errors > 0 || Object.keys(map.tables).length !== tables) throw new Error(`${errors} errors in the proposed map`)
  return { 'inspect s': round((inspected - started) / 1000, 2), 'check s': round((checked - opened) / 1000, 2) }
}

const found: Row[] = []
for (const { name, available, start } of engines) {
  if (!available) continue
  const engine = await start()
  try {
    found.push({ engine: name, ...(await measure(engine)) })
  } finally {
    await engine.stop()
  }
}
report(`a schema of ${tables} tables with 13 columns each`, found)
