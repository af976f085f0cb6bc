// A desk key for databases that a test makes and throws away.

import { deskKey } from '../../src/lib/desk-key.ts'

export const testKey = deskKey(Buffer.alloc(32, 7))
