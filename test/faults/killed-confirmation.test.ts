// SIGKILL before every change of anything outside (a commit, a file, a mark in the mailbox, a letter handed over) while two codes come back, everything is carried out and told. Whatever was done by then, the next run
// finds its way: no mail lost, nothing done twice, nothing half deleted, every letter sent, in doubt at most once more.

import { expect, test } from 'vitest'
import { sweepKills } from './sweep-kills.ts'

test('killed before any change, the next run ends the story as if nothing had happened', {
  timeout: 580_000,
}, async () => {
  expect(await sweepKills('confirmation')).toBeGreaterThan(10)
})
