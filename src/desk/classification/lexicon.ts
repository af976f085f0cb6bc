// What one pattern of the two lexicons is. A pattern names an act when it matches one sentence of the working text;
// whether the sentence asserts, denies, supposes or reports it is decided elsewhere (mood.ts).
// Gaps are bounded and never cross a sentence, so no text makes a pattern slow.

import type { RequestKind } from '../../requests/words.ts'

export interface Pattern {
  act: RequestKind
  /** 1: these words hardly mean anything else; 0.5: they need company */
  weight: 1 | 0.5
  shape: RegExp
  /** the pattern carries its own "not" (do not track), so a "not" before it is no denial */
  ownNot?: boolean
}

/** Up to `most` characters of the same sentence. */
export function gap(most: number): string {
  return `[^\\n]{0,${most}}?`
}

/** Up to `most` characters of the same clause. */
export function near(most: number): string {
  return `[^\\n,:;]{0,${most}}?`
}

export function pattern(act: RequestKind, weight: 1 | 0.5, source: string, ownNot = false): Pattern {
  return { act, weight, shape: new RegExp(source, 'gu'), ownNot }
}
