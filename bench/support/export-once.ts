// One export of the account with the key 1, in a process of its own: says how long it took and how many rows of the second
// table it holds.
//   node export-once.ts URL MAP
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveAccess } from '../../src/desk/fulfilment/access.ts'
import { readDataMap } from '../../src/userdb/data-map.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { openUserDb } from '../../src/userdb/userdb.ts'
import { testKey } from '../../test/support/test-key.ts'

const [url = '', mapFile = ''] = process.argv.slice(2)
const db = await openUserDb(url, readDataMap(mapFile))
const subject = await db.getSubject('1')
if (!subject) throw new Error('no subject')
const dataFolder = mkdtempSync(join(tmpdir(), 'habeas-export-'))
const started = performance.now()
const result = await giveAccess(
  db,
  '1',
  { version: 1, kind: 'access', addressHash: addressHash(subject) },
  {
    dataFolder,
    ring: testKey.ring,
    zipPassword: null,
    exportId: 'bench',
    reference: 'HB-BENCH1',
    now: new Date('2026-04-01T00:00:00Z'),
    controller: {
      name: { zh: '平台', en: 'platform' },
      privacyAddress: 'privacy@example.org',
      policyUrl: null,
      timeZone: 'Asia/Shanghai',
    },
  },
)
const seconds = (performance.now() - started) / 1000
await db.close()
rmSync(dataFolder, { recursive: true })
process.stdout.write(JSON.stringify({ seconds, rows: 'tables' in result ? result.tables[1]?.rows : 0 }))
