// Row ids sort as they were made; references and codes are easy to read.

import { expect, test } from 'vitest'
import { systemChance } from '../../src/lib/ids.ts'
import { newReference } from '../../src/requests/reference.ts'

test('ids are UUIDs of version 7 that sort by time', () => {
  const early = systemChance.id(new Date('2026-11-23T02:00:00.000Z'))
  const late = systemChance.id(new Date('2026-11-23T02:00:00.001Z'))
  for (const id of [early, late])
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early < late).toBe(true)
})

test('ids of one millisecond sort in the order in which they were made, and differ', () => {
  const now = new Date()
  const ids = Array.from({ length: 20_000 }, () => systemChance.id(now))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('references hold no character that looks like another', () => {
  for (let n = 0; n < 1_000; n++) expect(newReference(systemChance)).toMatch(/^HB-[2-9A-HJKMNP-TV-Z]{6}$/)
})
