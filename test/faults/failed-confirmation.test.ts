// Every call to the outside of the confirmation phase fails once, before it is done.

import { expect, test } from 'vitest'
import { sweepFailures } from './sweep-failures.ts'

test('a call that fails costs nothing but time, whichever it is', { timeout: 580_000 }, async () => {
  expect(await sweepFailures('confirmation', 'cut_before')).toBeGreaterThan(60)
})
