// The user database behind a platform's own HTTP endpoint (docs/http-endpoint.md): the same door as userdb.ts, for
// platforms that want no foreign hand in their tables. Whoever stands before the door does not see which of the two it
// is. The endpoint promises what the database's transactions promise otherwise: all or nothing, and done once.

import type { DataMap } from '../data-map-schema.ts'
import type { DeletionLedger } from '../deletion-ledger.ts'
import { tableOf } from '../owned.ts'
import type { Row } from '../platform.ts'
import type { RestoredSubject } from '../restored.ts'
import type { SubjectSnapshot } from '../snapshot.ts'
import { type Subject, withAddress } from '../subjects.ts'
import type { UserDb } from '../userdb.ts'
import { openCalls } from './calls.ts'
import { rowsFromJson } from './cells.ts'
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import { readDescription } from './describe.ts'
import type { Endpoint } from './exchange.ts'
import { answers } from './protocol.ts'
import { endpointError } from './trouble.ts'

export interface HttpUserDbOptions extends ConnectionOptions {
  /** remembers who was deleted, so that a restored backup brings nobody back */
  ledger?: DeletionLedger
  /** other systems that are told of refusals */
  calls?: Record<string, Endpoint>
}

/** Opens the endpoint and reads its description. Errors are DeskErrors. */
export async function openHttpUserDb(endpoint: Endpoint, options: HttpUserDbOptions = {}): Promise<UserDb> {
  const connection = openConnection(endpoint, options)
  const { ask, change } = connection
  const calls = openCalls(options.calls)
  let described = await readDescription(connection).catch((error: unknown) => {
    connection.close()
    throw error
  })
  return {
    get map() {
      return described.map
    },
    // whatever its database takes for the same: one strict rule says whose account it is
    findSubjects: async (address) => withAddress((await ask('find', { address }, answers.find)).subjects, address),
    // an endpoint is asked for one address at a time
    findSubjectsOf: async () => null,
    getSubject: async (key) => (key === '' ? null : asked(key, (await ask('get', { key }, answers.get)).subject)),
    check: async () => {
      described = await readDescription(connection)
      return [...described.problems, ...calls.check(described.map)]
    },
    read: async (key, use) => await readView(connection, described.map, key, use),
    presentValues: async (key, table, column, { limit = 20, where } = {}) =>
      (await ask('values', { key, table, column, limit, where }, answers.values)).values.slice(0, limit),
    isTaken: async (key, table, column, value) =>
      (await ask('taken', { key, table, column, value }, answers.taken)).taken,
    correct: async (key, changes) =>
      (
        await change(
          'correct',
          {
            key,
            changes: changes.map(({ table, column, before, after, unique, copies }) => ({
              table,
              column,
              before,
              after,
              unique,
              copies,
            })),
          },
          answers.correct,
        )
      ).outcome,
    planErase: async (key) => (await ask('erase/plan', { key }, answers.planErase)).tables,
    erase: async (key, addressHash) => {
      const outcome = await change('erase', { key, addressHash }, answers.erase)
      // a crash before this line is made good by the next run, which finds the account gone
      if (outcome.state !== 'changed') await options.ledger?.add(key, addressHash)
      return outcome
    },
    switchOff: async (key, switches) => (await change('refuse', { key, switches }, answers.refuse)).switches,
    tell: async (call, told) => await calls.tell(call, told),
    // an endpoint's files are its own business: it sends and removes them itself
    ownedFiles: async () => ({ files: [], elsewhere: 0 }),
    openFile: async () => 'elsewhere',
    finishRemovals: async () => {},
    restored: async () => (options.ledger ? await findRestored(connection, described.offers, options.ledger) : []),
    mentions: async (address) => {
      mustOffer(described.offers, 'mentions')
      return (await ask('mentions', { address }, answers.mentions)).mentions
    },
    close: async () => {
      calls.close()
      connection.close()
    },
  }
}

/** Whose data goes out, and where to, hangs on it: another account than the one that was asked for is believed in nothing. */
function asked(key: string, subject: Subject | null): Subject | null {
  if (subject === null || subject.key === key) return subject
  throw endpointError('protocol', 'another account than asked for')
}

/** Rows asked for at once; the endpoint may send fewer. */
const pageRows = 1000

/** The endpoint holds one view of the rows open while they are read, so that every page shows the same moment. */
async function readView<T>(
  connection: Connection,
  map: DataMap,
  key: string,
  use: (snapshot: SubjectSnapshot) => Promise<T>,
): Promise<T | null> {
  const { view, subject, counts } = await connection.ask('view/open', { key }, answers.openView)
  if (view === null || asked(key, subject) === null || subject === null) return null
  try {
    return await use({
      subject,
      count: async (table) => counts[table] ?? 0,
      rows: (table) => pages(connection, map, view, table),
    })
  } finally {
    // what stays open the endpoint closes by itself after a while
    await connection.ask('view/close', { view }, answers.closeView).catch(() => {})
  }
}

async function* pages(connection: Connection, map: DataMap, view: string, table: string): AsyncIterable<Row[]> {
  const shown = Object.entries(tableOf(map, table).columns).flatMap(([name, { treatment = 'shown' }]) =>
    treatment === 'shown' ? [name] : [],
  )
  let after: string | null = null
  const seen = new Set<string>()
  do {
    const page: { rows: Record<string, unknown>[]; next: string | null } = await connection.ask(
      'view/rows',
      { view, table, after, limit: pageRows },
      answers.viewRows,
    )
    if (page.rows.length > 0) yield rowsFromJson(page.rows, table, shown)
    if (page.next !== null && seen.has(page.next)) throw endpointError('protocol', 'a page leads to an earlier one')
    after = page.next
    // enough to notice a circle, not a list of every page
    if (after !== null && seen.size < 1000) seen.add(after)
  } while (after !== null)
}

/** Every account once, a page at a time; of its address only a hash travels. */
async function findRestored(
  connection: Connection,
  offers: Set<string>,
  ledger: DeletionLedger,
): Promise<RestoredSubject[]> {
  mustOffer(offers, 'accounts')
  const found: RestoredSubject[] = []
  let after: string | null = null
  do {
    const page: { accounts: RestoredSubject[]; next: string | null } = await connection.ask(
      'accounts',
      { after, limit: pageRows },
      answers.accounts,
    )
    for (const { key, addressHash } of page.accounts)
      if (await ledger.has(key, addressHash)) found.push({ key, addressHash })
    after = page.next
  } while (after !== null)
  return found
}

function mustOffer(offers: Set<string>, operation: string): void {
  if (!offers.has(operation)) throw endpointError('not_offered', operation)
}
