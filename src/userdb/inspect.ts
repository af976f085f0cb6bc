// Reads a platform's live schema and proposes a data map for a person to correct. Changes nothing.

import { sql } from 'kysely'
import { tableId } from './names.ts'
import { type LiveSchema, openPlatform, type Platform, type Row } from './platform.ts'
import { proposeMap } from './propose-map.ts'
import { subjectCandidates } from './propose-owner.ts'

export interface Inspection {
  /** the proposed map, YAML with comments; parseDataMap reads it */
  yaml: string
  tables: { name: string; rows: number | null; columns: number; foreignKeys: number }[]
  /** the table where one person seems to be one row, or null where none looks like it; then there is no map */
  subject: string | null
  /** lines of the map that a person must look at */
  unsure: number
}

/** Counting a table is given up after this, for a map needs no exact numbers. */
const countTimeoutMs = 5000

/** Throws as openPlatform does. `subject` names the table of accounts where the best guess is wrong. */
export async function inspectPlatform(url: string, subject?: string): Promise<Inspection> {
  const platform = await openPlatform(url, { statementTimeoutMs: countTimeoutMs })
  try {
    const schema = await platform.schema()
    const counts = await countTables(platform, schema)
    const candidates = subjectCandidates(schema)
    const chosen = subject ?? candidates[0]?.table ?? null
    const yaml = chosen !== null && schema.has(chosen) ? proposeMap(schema, counts, chosen, candidates) : ''
    return {
      yaml,
      tables: [...schema].map(([name, live]) => ({
        name,
        rows: counts.get(name) ?? null,
        columns: live.columns.length,
        foreignKeys: live.foreignKeys.length,
      })),
      subject: yaml === '' ? null : chosen,
      unsure: yaml.split('\n').filter((line) => line.includes('# ?')).length,
    }
  } catch (error) {
    throw platform.explain(error)
  } finally {
    await platform.close()
  }
}

async function countTables(platform: Platform, schema: LiveSchema): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const name of schema.keys()) {
    try {
      const { rows } = await sql<Row>`select count(*) as ${sql.id('rows')} from ${tableId(name)}`.execute(platform.db)
      counts.set(name, Number(rows[0]?.rows ?? 0))
    } catch {
      // too large to count in time, or not ours to read: said as unknown
    }
  }
  return counts
}
