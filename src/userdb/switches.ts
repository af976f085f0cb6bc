// Turns off the switches that a refusal names, all in one transaction. Off already is off: a second run changes nothing.

import { sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { owned } from './owned.ts'
import type { Platform } from './platform.ts'

export interface SwitchedOff {
  table: string
  column: string
  /** rows that were not off before */
  rows: number
}

export async function switchOff(
  platform: Platform,
  map: DataMap,
  key: string,
  switches: { table: string; column: string; off: string | number | boolean }[],
): Promise<SwitchedOff[]> {
  return await platform.db.transaction().execute(async (transaction) => {
    const done: SwitchedOff[] = []
    for (const { table, column, off } of switches) {
      const { numAffectedRows } = await sql`update ${sql.id(table)} set ${sql.id(column)} = ${off}
        where ${owned(map, table, key)} and (${sql.id(table, column)} is null or ${sql.id(table, column)} <> ${off})`.execute(
        transaction,
      )
      done.push({ table, column, rows: Number(numAffectedRows ?? 0) })
    }
    return done
  })
}
