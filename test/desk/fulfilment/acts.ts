// What the fulfilment tests share: a request's surroundings, the three steps in one call, and the whole database as text.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type FulfilAct,
  fulfil,
  planAct,
  prepareAct,
  type RightDetails,
  type Surroundings,
} from '../../../src/desk/fulfilment/fulfil.ts'
import { openBytes } from '../../../src/lib/sealed-file.ts'
import type { ActResult } from '../../../src/requests/acts.ts'
import type { UserDb } from '../../../src/userdb/userdb.ts'
import { testKey } from '../../support/test-key.ts'
import type { TestPlatform } from '../../userdb/platforms.ts'

type Place = Pick<TestPlatform, 'folder'>

export function surroundings(platform: Place, exportId = 'act-1'): Surroundings {
  return {
    dataFolder: platform.folder,
    ring: testKey.ring,
    zipPassword: null,
    exportId,
    reference: 'HB-7K3M2Q',
    now: new Date('2026-11-23T08:00:00Z'),
    controller: {
      name: { zh: '示例公司', en: 'Sample Ltd' },
      privacyAddress: 'privacy@example.com',
      policyUrl: 'https://example.com/privacy',
      timeZone: 'Asia/Shanghai',
    },
  }
}

/** An act whose plan went through the desk's database, that is, through JSON. */
export async function prepared(db: UserDb, key: string, details: RightDetails): Promise<FulfilAct> {
  const planned = await planAct(db, key, details)
  if (!('statement' in planned)) throw new Error(`no statement: ${JSON.stringify(planned)}`)
  const plan = await prepareAct(db, key, details, planned.statement)
  return { kind: details.kind, details, plan: JSON.parse(JSON.stringify(plan)) }
}

export async function carryOut(
  platform: Pick<TestPlatform, 'folder' | 'db'>,
  key: string,
  details: RightDetails,
  exportId?: string,
): Promise<ActResult> {
  return await fulfil(platform.db, key, await prepared(platform.db, key, details), surroundings(platform, exportId))
}

/** Every row of every table, as one hash. */
export function state(platform: TestPlatform): string {
  const database = new DatabaseSync(platform.file, { readOnly: true, readBigInts: true, returnArrays: true })
  const hash = createHash('sha256')
  const tables = database.prepare("select name from sqlite_schema where type = 'table' order by name").all()
  for (const [name] of tables as unknown as string[][]) {
    const rows = database
      .prepare(`select * from "${String(name).replaceAll('"', '""')}"`)
      .all() as unknown as unknown[][]
    hash.update(rows.map((row) => row.map((cell) => `${typeof cell}${cell}`).join('\x1f')).join('\x1e'))
  }
  database.close()
  return hash.digest('hex')
}

/** The ZIP that an export is, once opened with the desk's key. */
export function readExport(platform: Place, file: string): Buffer {
  return openBytes(testKey.ring, file, readFileSync(join(platform.folder, file)))
}
