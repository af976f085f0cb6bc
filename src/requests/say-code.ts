// The words for the desk's codes in a reader's language. A code without words is shown as it is stored, so that nothing is hidden.

import { codeWords } from './code-words.ts'
import { staffCodeWords } from './code-words-staff.ts'

/** Picks the reader's language of two texts. */
export type Say = (zh: string, en: string) => string

/** The words for a stored code. */
export function sayCode(say: Say, code: string | null | undefined): string {
  if (!code) return ''
  const label = codeWords[code] ?? staffCodeWords[code]
  return label ? say(label.zh, label.en) : code.replace(/^\w+:/, '').replaceAll('_', ' ')
}
