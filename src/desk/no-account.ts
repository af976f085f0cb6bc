// The facts of the neutral letter: the same for everybody who writes from an address that no account has, and for nobody else's ears
// anything more. The second routes in it are the operator's words, whoever asks.

import type { PathParts } from './parts.ts'
import type { LetterFacts } from './replies/letters.ts'

export function noAccountFacts({ settings }: PathParts, reference: string): LetterFacts['no-account'] {
  return { reference, routes: settings.verification.secondRoutes.map(({ words }) => words) }
}
