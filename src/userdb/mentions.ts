// Where an address stands in the mapped tables, whoever's rows these are: what a deletion could not know of. Reads whole
// tables; changes nothing.

import { type RawBuilder, sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { likePattern } from './like-pattern.ts'
import { columnId, tableId } from './names.ts'
import type { LiveSchema, Platform, Row } from './platform.ts'
import { asciiLower } from './subjects.ts'
import { textColumns } from './text-columns.ts'

export interface Mention {
  table: string
  column: string
  rows: number
}

/** Columns that hold `address` as a part of their text, A-Z in either case. */
export async function findMentions(
  platform: Platform,
  map: DataMap,
  schema: LiveSchema,
  address: string,
): Promise<Mention[]> {
  const like = `%${likePattern(asciiLower(address))}%`
  const mentions: Mention[] = []
  for (const [table, { columns }] of Object.entries(map.tables)) {
    const looked = textColumns(schema, table).filter((column) => column in columns)
    if (looked.length === 0) continue
    const counted: RawBuilder<unknown>[] = looked.map((column, i) => {
      const text = platform.words.asText(columnId(table, column))
      return sql`sum(case when lower(${text}) like ${like} escape '!' then 1 else 0 end) as ${sql.id(`c${i}`)}`
    })
    const { rows } = await sql<Row>`select ${sql.join(counted)} from ${tableId(table)}`.execute(platform.db)
    for (const [i, column] of looked.entries()) {
      const found = Number(rows[0]?.[`c${i}`] ?? 0)
      if (found > 0) mentions.push({ table, column, rows: found })
    }
  }
  return mentions
}
