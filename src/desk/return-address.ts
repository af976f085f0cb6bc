// The envelope sender of letters to a stored address: the privacy address with the reference and a keyed mark as its plus tag. A report that
// comes back to it names the request without any header of the letter. The mark stands nowhere in the letter itself, so that whoever
// has seen a reference cannot report its letters as failed.

import { plusTag, withPlusTag } from '../mail/addresses.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { PathParts } from './parts.ts'

type Own = { key: PathParts['key']; settings: Pick<PathParts['settings'], 'privacyAddress' | 'aliases'> }

/** By the Reply-To of the letter, which carries the reference. */
export function returnAddress({ key, settings }: Own, replyTo: string | null): string {
  const { privacyAddress } = settings
  const reference = replyTo === null ? null : plusTag(replyTo, privacyAddress)
  return reference === null ? privacyAddress : withPlusTag(privacyAddress, `${reference}.${mark(key, reference)}`)
}

/** References whose envelope sender a mail came back to. */
export function returnedTo({ key, settings }: Own, mail: ParsedMail): string[] {
  const own = [settings.privacyAddress, ...settings.aliases]
  const tags = mail.recipients.slice(0, 50).flatMap((to) => own.flatMap((each) => plusTag(to, each) ?? []))
  const references = tags.flatMap((tag) => {
    const [, reference = '', found = ''] = /^(HB-[2-9A-Z]{6})\.([0-9a-f]{12})$/i.exec(tag) ?? []
    const wanted = reference.toUpperCase()
    return wanted !== '' && mark(key, wanted) === found.toLowerCase() ? [wanted] : []
  })
  return [...new Set(references)]
}

function mark(key: PathParts['key'], reference: string): string {
  return key.mac('return-address', reference).slice(0, 12)
}
