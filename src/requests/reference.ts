// The reference by which requester and staff name a request: HB- and six characters that do not look alike.

import type { Chance } from '../lib/ids.ts'

export function newReference(chance: Chance): string {
  return `HB-${chance.letters(6)}`
}
