// Facts made ready for a template: each Label becomes its text in the letter's language, and whatever came from outside
// is neutralised. The value of a correction comes from a mail: it may try line breaks, invisible characters that turn
// the reading direction, or the placeholder of the code.

import type { LetterLanguage } from './letters.ts'

/** Where the code goes; the desk puts it in when the letter is sent, so that no stored letter holds one. */
export const secretPlaceholder = '{{secret}}'

const longestValue = 2_000

/** One line without control characters and bidi overrides; runs of blanks survive; cut at 2,000 characters. */
export function cleanValue(value: string): string {
  const line = value
    .replace(/[\r\n\t\u000b\f\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replaceAll(secretPlaceholder, '{\u2060{secret}}')
    .replace(/ {2,}/g, (blanks) => '\u00a0'.repeat(blanks.length))
    .trim()
  return line.length > longestValue ? `${line.slice(0, longestValue).replace(/[\ud800-\udbff]$/, '')}…` : line
}

/** Facts with every Label in one language; a Label that lacks it shows the other rather than nothing. */
export function localise(value: unknown, language: LetterLanguage, ofLabel: (text: string) => string): unknown {
  if (typeof value === 'string') return cleanValue(value)
  if (Array.isArray(value)) return value.map((item) => localise(item, language, ofLabel))
  if (value === null || typeof value !== 'object') return value
  if ('zh' in value && 'en' in value && typeof value.zh === 'string' && typeof value.en === 'string') {
    const { zh, en } = value
    return cleanValue(ofLabel(language === 'zh' ? zh || en : en || zh))
  }
  const named = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localise(item, language, ofLabel)]))
  // what was written down before there was such a word lacks it
  if (named.kind === 'refusal') return { back: false, switchedOn: null, ...named }
  if (named.kind === 'access' || named.kind === 'deletion') return { files: null, stillNamed: null, ...named }
  return 'reason' in named && 'until' in named ? { firstUntil: null, ...named } : named
}
