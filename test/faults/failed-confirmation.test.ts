// Every call to the outside of the confirmation phase fails once, before it is done or after it was done and its answer lost.

import { expect, test } from 'vitest'
import { sweepFailures } from './sweep-failures.ts'

for (const how of ['cut_before', 'cut_after'] as const) {
  test(`a call that fails (${how}) costs nothing but time, whichever it is`, { timeout: 580_000 }, async () => {
    expect(await sweepFailures('confirmation', how)).toBeGreaterThan(25)
  })
}
