// The live schema as far as a data map reaches.

import type { DataMap } from './data-map-schema.ts'
import { namedSchemas } from './names.ts'
import { ownerTables } from './owned.ts'
import type { LiveSchema, Platform } from './platform.ts'

export async function readSchema(platform: Platform, map: DataMap): Promise<LiveSchema> {
  const names = Object.keys(map.tables)
  return await platform.schema(namedSchemas([...names, ...names.flatMap((name) => ownerTables(map, name))]))
}
