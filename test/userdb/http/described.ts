// A data map as an endpoint would describe it: without how rows are found.

import type { DataMap } from '../../../src/userdb/data-map.ts'

export function described(map: DataMap): unknown {
  const copy = structuredClone(map)
  for (const table of Object.values(copy.tables)) {
    delete table.owner
    for (const column of Object.values(table.columns)) delete column.of
  }
  return { ...copy, ignored: [] }
}
