// The one door to the platform's user database: finds data subjects and carries out what the data map allows. Every
// write is one transaction that happens as a whole or not at all, and that a second run recognises as done already.
// Decides nothing about who may ask for what; that is verification's and fulfilment's.

import { DeskError } from '../errors.ts'
import { checkMap, type MapProblem } from './check.ts'
import { type CorrectOutcome, correctValues, isValueTaken, presentValues, type ValueChange } from './correct.ts'
import type { DataMap } from './data-map.ts'
import { type EraseOutcome, eraseSubject, planErase, type TableErasure } from './erase.ts'
import { openPlatform, type Platform, type PlatformOptions } from './platform.ts'
import { type SubjectSnapshot, withSnapshot } from './snapshot.ts'
import { findSubjects, readSubject, type Subject } from './subjects.ts'
import { type SwitchedOff, switchOff } from './switches.ts'

export type { MapProblem } from './check.ts'
export type { CorrectOutcome, ValueChange } from './correct.ts'
export type { EraseOutcome, TableErasure } from './erase.ts'
export type { Cell, Row } from './platform.ts'
export type { SubjectSnapshot } from './snapshot.ts'
export type { Subject } from './subjects.ts'

export interface UserDb {
  readonly map: DataMap
  /** Accounts whose e-mail equals `address`, ASCII letters in either case; more than one stays more than one. */
  findSubjects(address: string): Promise<Subject[]>
  getSubject(key: string): Promise<Subject | null>
  /** The map against the live schema; an error means that requests must not be carried out. */
  check(): Promise<MapProblem[]>
  /** One consistent view of the subject's rows, streamed; null without such a subject. */
  read<T>(key: string, use: (snapshot: SubjectSnapshot) => Promise<T>): Promise<T | null>
  /** The different values that stand in a column of the subject's rows, as text; at most `limit`. */
  presentValues(key: string, table: string, column: string, limit?: number): Promise<(string | null)[]>
  /** Whether another row than the subject's holds the value, ASCII letters in either case. */
  isTaken(key: string, table: string, column: string, value: string): Promise<boolean>
  /** All changes or none; a value that is neither `before` nor `after` means 'moved_on' and nothing is changed. */
  correct(key: string, changes: ValueChange[]): Promise<CorrectOutcome>
  /** What deletion would do to each table, in rows; changes nothing. */
  planErase(key: string): Promise<TableErasure[]>
  /** Deletes, anonymises and keeps as the map says, in one transaction. `addressHash` guards against a key used anew. */
  erase(key: string, addressHash: string): Promise<EraseOutcome>
  /** Sets the switches on all of the subject's rows; off already counts as off. */
  switchOff(
    key: string,
    switches: { table: string; column: string; off: string | number | boolean }[],
  ): Promise<SwitchedOff[]>
  close(): Promise<void>
}

export interface UserDbOptions extends PlatformOptions {
  /** The key of `keyed_hash` columns; needed only where the map uses them. */
  pseudonymKey?: string
}

/** Opens the database behind `url` (`file:…` of an existing SQLite database). Errors are DeskErrors. */
export async function openUserDb(url: string, map: DataMap, options: UserDbOptions = {}): Promise<UserDb> {
  if (options.pseudonymKey === undefined && JSON.stringify(map.tables).includes('"keyed_hash"')) {
    throw new DeskError('config_invalid', {
      retry: false,
      message: 'the data map uses keyed_hash; set platform.pseudonymKey to a long random text and keep it',
    })
  }
  const platform = await openPlatform(url, options)
  const pseudonymKey = options.pseudonymKey ?? null
  const at = <T>(step: () => Promise<T>) => explained(platform, step)
  return {
    map,
    findSubjects: (address) => at(() => findSubjects(platform.db, map, address)),
    getSubject: (key) => at(() => readSubject(platform.db, map, key)),
    check: () => at(async () => checkMap(map, await platform.schema())),
    read: (key, use) => at(() => withSnapshot(platform, map, key, use)),
    presentValues: (key, table, column, limit = 20) =>
      at(() => presentValues(platform.db, map, key, table, column, limit)),
    isTaken: (key, table, column, value) => at(() => isValueTaken(platform.db, map, key, table, column, value)),
    correct: (key, changes) => at(() => correctValues(platform, map, key, changes)),
    planErase: (key) => at(() => planErase(platform.db, map, key)),
    erase: (key, addressHash) => at(() => eraseSubject(platform, map, key, addressHash, pseudonymKey)),
    switchOff: (key, switches) => at(() => switchOff(platform, map, key, switches)),
    close: () => platform.close(),
  }
}

/** The library's door: what the driver throws becomes a DeskError; other errors keep their shape. */
async function explained<T>(platform: Platform, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw platform.explain(error)
  }
}
