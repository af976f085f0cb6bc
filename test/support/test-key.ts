// A desk key for databases that a test makes and throws away.

import { deskKey } from '../../src/lib/desk-key.ts'
import { keyRing } from '../../src/lib/key-ring.ts'

export const testKey = deskKey(keyRing([Buffer.alloc(32, 7)]), Buffer.alloc(32, 8))
