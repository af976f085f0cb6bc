// A deletion whose time of waiting is over, and an export that leaves as a link, in a process that dies before any change to the outside.

import { expect, test } from 'vitest'
import { sweepFailures } from './sweep-failures.ts'

test('a death costs neither of them, nor does anything twice, wherever it comes', { timeout: 580_000 }, async () => {
  expect(await sweepFailures('late', 'dies')).toBeGreaterThan(20)
})
