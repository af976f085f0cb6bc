// The new value of a correction stands in the letter that asks for the code, whoever wrote the mail: nobody gets a stranger's link in a
// letter of the desk. Staff look at such a value first; they may have the code sent all the same.

import { strictAddress } from '../mail/addresses.ts'
import type { ActStatement } from '../requests/acts.ts'

const link =
  /:\/\/|\bwww\.|[\p{L}\p{N}-]\.(?:com|net|org|cn|info|biz|top|xyz|io|cc|vip|shop|site|online|app|link|ru|me|co)(?![\p{L}\p{N}-])/iu

/** What mail programs make a link of. */
export function holdsLink(acts: { statement: ActStatement | null }[]): boolean {
  const values = acts.flatMap(({ statement }) => (statement?.kind === 'correction' ? statement.changes : []))
  return values.some(({ after }) => strictAddress(after) === null && link.test(after.normalize('NFKC')))
}
