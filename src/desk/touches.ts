// How many rows of a data subject each mapped table holds and what deletion would do to them: what access would hand out and
// deletion would touch, in counts. Changes nothing.

import type { Label } from '../requests/words.ts'
import type { UserDb } from '../userdb/userdb.ts'

export interface TouchedTable {
  table: string
  label: Label
  rows: number
  /** false where every column is hidden or secret: an export says nothing of it */
  exported: boolean
  onDeletion: 'deleted' | 'anonymised' | 'kept'
  /** the law that keeps the rows, and until when (YYYY-MM-DD) where the map can tell */
  keptBy: Label | null
  keptUntil: string | null
}

export async function touches(userDb: UserDb, subjectKey: string): Promise<TouchedTable[]> {
  const { tables } = userDb.map
  return (await userDb.planErase(subjectKey)).flatMap(({ table, rows, how, until }) => {
    const mapped = tables[table]
    if (mapped === undefined) return []
    const treatments = Object.values(mapped.columns).map((column) => column.treatment ?? 'shown')
    const { deletion } = mapped
    return {
      table,
      label: mapped.label,
      rows,
      exported: treatments.some((treatment) => treatment === 'shown' || treatment === 'masked'),
      onDeletion: how,
      keptBy: how === 'kept' && deletion !== 'delete' && 'keep' in deletion ? deletion.keep.law : null,
      keptUntil: until,
    }
  })
}
