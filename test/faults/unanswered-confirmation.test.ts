// Every change of the confirmation phase is made once without the desk hearing so.

import { expect, test } from 'vitest'
import { sweepFailures } from './sweep-failures.ts'

test('a change whose answer is lost is not made again, whichever it is', { timeout: 580_000 }, async () => {
  expect(await sweepFailures('confirmation', 'cut_after')).toBeGreaterThan(25)
})
