// The one door to the platform's user database: finds data subjects and carries out what the data map allows. Every
// write is one transaction that happens as a whole or not at all, and that a second run recognises as done already.
// Decides nothing about who may ask for what; that is verification's and fulfilment's.

import { DeskError } from '../errors.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { checkMap, type MapProblem } from './check.ts'
import { type CorrectOutcome, correctValues, isValueTaken, presentValues, type ValueChange } from './correct.ts'
import type { DataMap } from './data-map.ts'
import type { DeletionLedger } from './deletion-ledger.ts'
import { endsByRow } from './ended-rows.ts'
import {
  type BeforeCommit,
  type EraseOutcome,
  eraseSubject,
  isAnonymousSubject,
  planErase,
  type TableErasure,
} from './erase.ts'
import type { FileRemovals, FilesRemoved } from './file-removals.ts'
import { openCalls, type RefusalTold } from './http/calls.ts'
import type { Endpoint } from './http/exchange.ts'
import { findMentions, type Mention } from './mentions.ts'
import { type OwnedFile, type OwnedFiles, ownedFiles, unnamed } from './owned-files.ts'
import { openPlatform, type Platform, type PlatformOptions } from './platform.ts'
import { readSchema } from './read-schema.ts'
import { findRestored, type RestoredSubject } from './restored.ts'
import { type SubjectSnapshot, withSnapshot } from './snapshot.ts'
import { checkFolders, type FileTrouble, openStored, type StoredFile } from './stored-files.ts'
import { type SubjectColumns, type SubjectKey, subjectColumns, subjectKey } from './subject-key.ts'
import { findSubjects, findSubjectsOf, readSubject, type Subject } from './subjects.ts'
import { rowOf, type SwitchedOff, type Switching, switchOff } from './switches.ts'

export type { MapProblem } from './check.ts'
export type { CorrectOutcome, ValueChange } from './correct.ts'
export type { EraseOutcome, TableErasure } from './erase.ts'
export type { RefusalTold } from './http/calls.ts'
export type { Cell, Row } from './platform.ts'
export type { SubjectSnapshot } from './snapshot.ts'
export type { FileTrouble } from './stored-files.ts'
export type { Subject } from './subjects.ts'
export type { Switching } from './switches.ts'

export interface UserDb {
  readonly map: DataMap
  /** Accounts whose e-mail equals `address`, ASCII letters in either case; more than one stays more than one. */
  findSubjects(address: string): Promise<Subject[]>
  /** The same for many addresses in one look; null where it has to be one after the other. */
  findSubjectsOf(addresses: string[]): Promise<Map<string, Subject[]> | null>
  getSubject(key: string): Promise<Subject | null>
  /** The map against the live schema; an error means that requests must not be carried out. */
  check(): Promise<MapProblem[]>
  /** One consistent view of the subject's rows, streamed; null without such a subject. */
  read<T>(key: string, use: (snapshot: SubjectSnapshot) => Promise<T>): Promise<T | null>
  /** The different values that stand in a column of the subject's rows, as text; at most `limit`; of rows with these values. */
  presentValues(
    key: string,
    table: string,
    column: string,
    options?: { limit?: number; where?: Switching['where'] },
  ): Promise<(string | null)[]>
  /** Whether another row than the subject's holds the value, ASCII letters in either case. */
  isTaken(key: string, table: string, column: string, value: string): Promise<boolean>
  /** All changes or none; a value that is neither `before` nor `after` means 'moved_on' and nothing is changed. */
  correct(key: string, changes: ValueChange[]): Promise<CorrectOutcome>
  /** What deletion would do to each table, in rows; changes nothing. */
  planErase(key: string): Promise<TableErasure[]>
  /** Deletes, anonymises and keeps as the map says, in one transaction. `addressHash` guards against a key used anew. */
  erase(key: string, addressHash: string): Promise<EraseOutcome>
  /** Sets the switches on all of the subject's rows; off already counts as off. */
  switchOff(key: string, switches: Switching[]): Promise<SwitchedOff[]>
  /** Tells another system (platform.calls) of a refusal, or that it was taken back; telling it twice changes nothing. */
  tell(call: string, told: RefusalTold): Promise<void>
  /** The files that the subject's rows name, in the map's folders. */
  ownedFiles(key: string): Promise<OwnedFiles>
  /** A file that a column names, in one of the map's folders; what keeps it from being read is a value. */
  openFile(folder: string, value: string): Promise<StoredFile | FileTrouble>
  /** Removes files of deleted accounts that a crash left behind. */
  finishRemovals(): Promise<void>
  /** Accounts that were deleted and are there again; none without a ledger. */
  restored(): Promise<RestoredSubject[]>
  /** Where the address stands in the mapped tables, whoever's rows these are; reads whole tables. */
  mentions(address: string): Promise<Mention[]>
  close(): Promise<void>
}

export interface UserDbOptions extends PlatformOptions {
  /** The key of `keyed_hash` columns; needed only where the map uses them. */
  pseudonymKey?: string
  /** remembers who was deleted, so that a restored backup brings nobody back */
  ledger?: DeletionLedger
  /** tells which rows a law no longer keeps */
  clock?: Clock
  /** remembers which files of deleted accounts are to go */
  removals?: FileRemovals
  /** other systems that are told of refusals, by the names that the map has for them */
  calls?: Record<string, Endpoint>
}

/** Opens the existing database behind `url`, see openPlatform. Errors are DeskErrors. */
export async function openUserDb(url: string, map: DataMap, options: UserDbOptions = {}): Promise<UserDb> {
  if (options.pseudonymKey === undefined && JSON.stringify(map.tables).includes('"keyed_hash"')) {
    throw new DeskError('config_invalid', {
      retry: false,
      message: 'the data map uses keyed_hash; set platform.pseudonymKey to a long random text and keep it',
    })
  }
  const platform = await openPlatform(url, options)
  const pseudonymKey = options.pseudonymKey ?? null
  const calls = openCalls(options.calls)
  const { removals } = options
  const free = async (files: OwnedFile[]) => await unnamed(platform.db, map, files)
  const now = () => (options.clock ?? systemClock).now()
  const at = <T>(step: () => Promise<T>) => explained(platform, step)
  const liveSchema = async () => await readSchema(platform, map)
  // read once: a platform does not change what its accounts' key is
  let known: Promise<SubjectColumns> | null = null
  const columns = async () => {
    known ??= liveSchema().then((schema) => subjectColumns(map, schema))
    try {
      return await known
    } catch (error) {
      known = null
      throw error
    }
  }
  const door = async (key: string) => {
    const bound = subjectKey(await columns(), key)
    if (bound === null) throw missing()
    return { db: platform.db, words: platform.words, map, key: bound }
  }
  const maybe = async <T>(key: string, use: (bound: SubjectKey) => Promise<T>): Promise<T | null> => {
    const bound = subjectKey(await columns(), key)
    return bound === null ? null : await use(bound)
  }
  /** The account is deleted, and the list of its files is on the disk: what is in the way of one now is met by a later look. */
  const removed = async (subject: { key: string; addressHash: string }): Promise<FilesRemoved | null> => {
    try {
      return (await removals?.finish(subject, map, free)) ?? null
    } catch (error) {
      if (error instanceof DeskError) return null
      throw error
    }
  }
  return {
    map,
    findSubjects: (address) => at(async () => findSubjects(platform.db, map, await columns(), address)),
    findSubjectsOf: (addresses) => at(async () => findSubjectsOf(platform.db, map, await columns(), addresses)),
    getSubject: (key) => at(() => maybe(key, async (bound) => readSubject(platform.db, map, bound))),
    check: () =>
      at(async () => [...checkMap(map, await liveSchema()), ...calls.check(map), ...(await checkFolders(map))]),
    read: (key, use) => at(() => maybe(key, async (bound) => withSnapshot(platform, map, bound, use))),
    presentValues: (key, table, column, { limit = 20, where } = {}) =>
      at(async () => presentValues(await door(key), table, column, limit, rowOf(table, where))),
    isTaken: (key, table, column, value) => at(async () => isValueTaken(await door(key), table, column, value)),
    correct: (key, changes) => at(async () => correctValues(platform, map, (await door(key)).key, changes)),
    planErase: (key) =>
      at(async () => {
        // types are looked at only where rows have a period of their own
        const schema = Object.keys(map.tables).some((name) => endsByRow(map, name)) ? await liveSchema() : new Map()
        return await planErase(platform.db, map, (await door(key)).key, { words: platform.words, schema, now: now() })
      }),
    erase: (key, addressHash) =>
      at(async () => {
        const subject = { key, addressHash }
        const plan: BeforeCommit = async (files, elsewhere) => {
          if (removals !== undefined) await removals.plan(subject, map, files, elsewhere)
          else if (files.length > 0) throw new Error('files are removed by whoever has a place to write down which')
        }
        const outcome = await eraseSubject(platform, map, (await door(key)).key, addressHash, pseudonymKey, now(), plan)
        // a crash before this line is made good by the next run, which finds the account gone
        if (outcome.state === 'changed') return outcome
        await options.ledger?.add(key, addressHash)
        const files = await removed(subject)
        return files === null ? outcome : { ...outcome, files }
      }),
    switchOff: (key, switches) => at(async () => switchOff(platform, map, (await door(key)).key, switches)),
    tell: async (call, told) => await calls.tell(call, told),
    ownedFiles: (key) => at(async () => ownedFiles(platform.db, map, (await door(key)).key)),
    openFile: async (folder, value) => {
      const place = map.files[folder]
      return place === undefined ? 'elsewhere' : await openStored(place, value)
    },
    finishRemovals: () =>
      at(async () => {
        // another address proves nothing: its owner may have changed it after a deletion that was rolled back
        const isGone = async ({ key }: { key: string }) =>
          (await maybe(
            key,
            async (bound) =>
              (await readSubject(platform.db, map, bound)) === null ||
              (await isAnonymousSubject(platform.db, map, bound)),
          )) === true
        await removals?.finishAll(map, isGone, free, now())
      }),
    restored: () => at(async () => (options.ledger ? findRestored(platform, map, options.ledger) : [])),
    mentions: (address) => at(async () => findMentions(platform, map, await liveSchema(), address)),
    close: async () => {
      calls.close()
      await platform.close()
    },
  }
}

function missing(): DeskError {
  return new DeskError('subject_missing', {
    retry: false,
    message: 'the account of this request cannot be one of the platform database; answer the request by hand',
  })
}

/** The library's door: what the driver throws becomes a DeskError; other errors keep their shape. */
async function explained<T>(platform: Platform, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw platform.explain(error)
  }
}
