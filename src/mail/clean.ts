// What never gets out of a mail: NUL and other control characters, bidi overrides (text that reads other than it is
// stored), invisible characters that break words, and line breaks where one line is meant (header injection).

// U+061C, U+200E-F, U+202A-E, U+2066-9: direction marks and overrides; U+00AD, U+200B, U+2060-4, U+FEFF: invisible;
// U+E0000-E007F: tag characters, text that nobody sees. ZWJ and ZWNJ stay: emoji and several scripts need them.
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g
const controls = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g

/** One line for subjects, names, file names: no control, bidi or invisible characters, blanks joined, cut at `max` characters. */
export function cleanLine(text: string, max = 1000): string {
  // cut before the costly replacements: a hostile subject has megabytes
  const cut = text.length > max * 4 ? text.slice(0, max * 4) : text
  const line = cut
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .trim()
  return shorten(line, max)
}

/** Text of several lines: line ends become \n, the same characters go as in `cleanLine`. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029\u000b\u000c]/g, '\n')
    .replace(controls, '')
    .replace(invisible, '')
    .toWellFormed()
}

/** At most `max` UTF-16 units, never half a character. */
export function shorten(text: string, max: number): string {
  return (text.length > max ? text.slice(0, max) : text)
    .toWellFormed()
    .replace(/\ufffd$/, (end) => (text.length > max ? '' : end))
}

/** Without blanks at line ends. */
export function trimLineEnds(text: string): string {
  // not by a pattern: /[ \t]+$/ takes the square of a long run of blanks
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
