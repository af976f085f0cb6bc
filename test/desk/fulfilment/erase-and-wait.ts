// A process of its own for the crash tests: says when it begins to erase, and stays alive until it is killed.

import { fulfil } from '../../../src/desk/fulfilment/fulfil.ts'
import { keyRing } from '../../../src/lib/key-ring.ts'
import { sampleDataMapFile } from '../../../src/sample/platform.ts'
import { readDataMap } from '../../../src/userdb/data-map.ts'
import { openUserDb } from '../../../src/userdb/userdb.ts'

const [file = '', act = ''] = process.argv.slice(2)
const db = await openUserDb(`file:${file}`, readDataMap(sampleDataMapFile))
process.stdout.write('erasing\n')
await fulfil(db, '6', JSON.parse(act), {
  ring: keyRing([Buffer.alloc(32)]),
  zipPassword: null,
  dataFolder: '/nowhere',
  exportId: 'none',
  reference: 'HB-000000',
  now: new Date(0),
  controller: { name: { zh: '', en: '' }, privacyAddress: '', policyUrl: null, timeZone: 'UTC' },
})
setInterval(() => undefined, 60_000)
