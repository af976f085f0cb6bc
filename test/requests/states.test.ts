// Which moves a request may make.

import { expect, test } from 'vitest'
import { isOpen, mayMove, type RequestState } from '../../src/requests/states.ts'

const all: RequestState[] = [
  'received',
  'awaiting_verification',
  'in_progress',
  'held',
  'fulfilled',
  'declined',
  'withdrawn',
  'expired',
]

test.each<RequestState>(['fulfilled', 'declined', 'withdrawn', 'expired'])(
  'what is %s stays so until staff reopen it; what nobody proved may be disowned',
  (state) => {
    expect(isOpen(state)).toBe(false)
    const disowned = state === 'declined' || state === 'expired' ? ['withdrawn'] : []
    expect(all.filter((to) => mayMove(state, to))).toEqual(['held', ...disowned])
  },
)

test('nothing is fulfilled without having been in progress or with staff', () => {
  expect(all.filter((from) => mayMove(from, 'fulfilled'))).toEqual(['in_progress', 'held'])
})

test('what is verified never expires, and never waits for a code again', () => {
  expect(mayMove('in_progress', 'expired')).toBe(false)
  expect(mayMove('in_progress', 'awaiting_verification')).toBe(false)
})

test('what waits for staff does not end by itself', () => {
  expect(mayMove('held', 'expired')).toBe(false)
})
