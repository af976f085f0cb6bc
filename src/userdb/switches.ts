// Turns off the switches that a refusal names, all in one transaction. Off already is off: a second run changes nothing.

import { sql } from 'kysely'
import { updateAllOwned } from './change-owned.ts'
import type { DataMap } from './data-map.ts'
import { columnId } from './names.ts'
import type { Platform } from './platform.ts'
import type { SubjectKey } from './subject-key.ts'
import { holdSubject } from './subjects.ts'

export interface SwitchedOff {
  table: string
  column: string
  /** rows that were not off before */
  rows: number
}

export async function switchOff(
  platform: Platform,
  map: DataMap,
  key: SubjectKey,
  switches: { table: string; column: string; off: string | number | boolean }[],
): Promise<SwitchedOff[]> {
  return await platform.transaction(async (transaction) => {
    await holdSubject(transaction, platform.words, map, key)
    const done: SwitchedOff[] = []
    for (const { table, column, off } of switches) {
      const name = columnId(table, column)
      const isOn = sql`(${name} is null or ${name} <> ${off})`
      const door = { db: transaction, words: platform.words, map, key, table }
      const rows = await updateAllOwned(door, { [column]: sql`${off}` }, isOn)
      done.push({ table, column, rows })
    }
    return done
  })
}
