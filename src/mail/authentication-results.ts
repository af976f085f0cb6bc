// What our own receiving host found out about the sender (Authentication-Results, RFC 8601). Anybody can write such a
// header; only one rule makes it worth something:
//   - its authserv-id is configured as ours, in any letter case, quoted or not, with or without version;
//   - it stands in the part of the head that our hosts wrote: above the Received line of the first host that is not ours,
//     or directly below the Received line with which our border took the mail from outside;
//   - of several, the topmost alone counts. Our border must remove forged ones with its id (RFC 8601 §5); the set-up
//     test mail shows whether it does.

import { asciiDomain } from './addresses.ts'
import { type MethodResult, readResinfo, tokens } from './authentication-results-syntax.ts'
import type { HeaderField } from './headers.ts'

export interface AuthenticationVerdict {
  result: 'pass' | 'fail' | 'none'
  /** the method that decided */
  by: 'dmarc' | 'dkim' | 'spf' | null
  /** stable codes for staff */
  reasons: string[]
}

/**
 * The verdict of a trusted host about `fromDomain` (the From address's domain, lower-case ASCII).
 * `trustedServers`: authserv-ids of our own receiving hosts; without any, nothing is believed.
 * A DMARC pass counts when it names this very domain (header.from); DKIM and SPF when aligned (RFC 9989 §4.4, strict for SPF).
 */
export function readAuthenticationResults(
  headers: HeaderField[],
  trustedServers: string[],
  fromDomain: string,
): AuthenticationVerdict {
  const trusted = new Set(
    trustedServers.map((server) => server.trim().toLowerCase().replace(/\.$/, '')).filter(Boolean),
  )
  if (trusted.size === 0) return none('no_trusted_server')
  const domain = asciiDomain(fromDomain)
  if (domain === null) return none('from_domain_invalid')
  const found = topmostTrusted(headers, trusted)
  if ('reason' in found) return none(found.reason)
  const { results, reasons } = found
  if (results.length === 0) return none(...reasons, 'no_result')
  const verdict = judge(results, domain, partialSigners(headers))
  return { ...verdict, reasons: [...reasons, ...verdict.reasons] }
}

/** The verdict that stands in one result header, without its authserv-id's being asked about (RFC 8617: an ARC set's results). */
export function judgeResinfo(value: string, fromDomain: string): AuthenticationVerdict | null {
  const read = readResinfo(value)
  const domain = asciiDomain(fromDomain)
  return read === null || domain === null ? null : judge(read.results, domain, new Set())
}

/** The Received line with which our border took the mail from outside; null where none of our hosts wrote one. */
export function borderLine(headers: HeaderField[], trustedServers: string[]): string | null {
  const trusted = new Set(trustedServers.map((server) => server.trim().toLowerCase()).filter(Boolean))
  for (const field of headers) {
    if (field.name !== 'received') continue
    const hop = readHop(field.value, trusted)
    if (hop === 'border') return field.value
    if (hop === 'foreign') return null
  }
  return null
}

function none(...reasons: string[]): AuthenticationVerdict {
  return { result: 'none', by: null, reasons }
}

function topmostTrusted(
  headers: HeaderField[],
  trusted: Set<string>,
): { results: MethodResult[]; reasons: string[] } | { reason: string } {
  let atBorder = false
  let foreign = false
  for (const field of headers) {
    if (field.name === 'received') {
      if (atBorder) return { reason: 'trusted_result_missing' }
      const hop = readHop(field.value, trusted)
      if (hop === 'foreign') return { reason: foreign ? 'only_foreign_results' : 'trusted_result_missing' }
      atBorder = hop === 'border'
    } else if (field.name === 'authentication-results') {
      const read = readResinfo(field.value)
      if (read === null) continue
      if (!trusted.has(read.server)) {
        foreign = true
        continue
      }
      return { results: read.results, reasons: [`stated_by_trusted_server`] }
    }
  }
  return { reason: foreign ? 'only_foreign_results' : 'trusted_result_missing' }
}

/** Whose line a Received is: our own hosts among themselves, our border taking a mail from outside, or a foreign host's. */
function readHop(value: string, trusted: Set<string>): 'internal' | 'border' | 'foreign' {
  const words = tokens(value).filter((token) => token.kind !== 'comment')
  const after = (keyword: string): string | null => {
    const at = words.findIndex((token) => token.text.toLowerCase() === keyword)
    return at < 0 ? null : (words[at + 1]?.text.toLowerCase() ?? null)
  }
  const by = after('by')
  const from = after('from')
  if (by === null) return 'foreign'
  // a line without "from" is a host handing the mail on within itself (Gmail, Exim, local submission)
  if (from === null) return isOurs(by, trusted) || isInner(by) ? 'internal' : 'foreign'
  if (!isOurs(by, trusted) && !isInner(by)) return 'foreign'
  return isOurs(from, trusted) || isInner(from) ? 'internal' : 'border'
}

// our hosts: an authserv-id itself, a host below it, or a neighbour below its parent domain (of at least two labels)
function isOurs(host: string, trusted: Set<string>): boolean {
  const name = host.replace(/\.$/, '')
  for (const server of trusted) {
    if (name === server || name.endsWith(`.${server}`)) return true
    const parent = server.slice(server.indexOf('.') + 1)
    if (parent.split('.').length >= 2 && !publicSuffix.test(parent) && (name === parent || name.endsWith(`.${parent}`)))
      return true
  }
  return false
}

// under these anybody may register: two labels there are no organisation
const publicSuffix = /^(?:(?:com|net|org|gov|edu|ac|co|or|ne|go)\.[a-z]{2}|[^.]+)$/

// a name without dots or for inner use alone, a loopback or private address: nobody outside can have it in our border's own line
function isInner(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '').replace(/^ipv6:/, '')
  return /^(?:[a-z0-9_-]+|[a-z0-9._-]+\.(?:internal|local|localdomain|lan|home\.arpa)|127\.[\d.]+|::1|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|f[cd][0-9a-f]{2}:[0-9a-f:]*|2002:a[0-9a-f:]+)$/.test(
    address,
  )
}

// DKIM signatures that cover a part of the body only (l=): anything may be added below them
function partialSigners(headers: HeaderField[]): Set<string> {
  const partial = new Set<string>()
  for (const field of headers) {
    if (field.name !== 'dkim-signature' || !/(?:^|;)\s*l\s*=/.test(field.value)) continue
    const signer = /(?:^|;)\s*d\s*=\s*([^;\s]+)/.exec(field.value)?.[1]
    if (signer) partial.add(signer.toLowerCase())
  }
  return partial
}

function judge(results: MethodResult[], domain: string, partial: Set<string>): AuthenticationVerdict {
  const dkim = results.filter((entry) => entry.method === 'dkim' && entry.result === 'pass')
  const signed = dkim.filter((entry) => alignedSigner(entry, domain))
  const whole = signed.some((entry) => !partial.has(signer(entry)))
  const spf = results.some((entry) => entry.method === 'spf' && entry.result === 'pass' && alignedSpf(entry, domain))
  const dmarc = results.filter((entry) => entry.method === 'dmarc')
  if (dmarc.some((entry) => entry.result === 'fail')) return { result: 'fail', by: 'dmarc', reasons: ['dmarc_fail'] }
  const passes = dmarc.filter((entry) => entry.result === 'pass')
  if (passes.length > 0) return judgeDmarc(passes, domain, signed.length > 0 && !whole && !spf)
  if (whole) return { result: 'pass', by: 'dkim', reasons: ['dkim_aligned'] }
  if (spf) return { result: 'pass', by: 'spf', reasons: ['spf_aligned'] }
  const reasons = [
    ...(signed.length > 0 ? ['dkim_covers_part_of_body'] : []),
    ...dmarc.map((entry) => `dmarc_${entry.result}`),
  ]
  const refused = results.find(
    (entry) => entry.method === 'spf' && entry.result === 'fail' && alignedSpf(entry, domain),
  )
  return refused
    ? { result: 'fail', by: 'spf', reasons: [...reasons, 'spf_fail'] }
    : none(...reasons, 'nothing_aligned')
}

function judgeDmarc(passes: MethodResult[], domain: string, onlyPartial: boolean): AuthenticationVerdict {
  const named = passes.map((entry) => entry.properties.get('header.from'))
  // every pass must name this domain: one that names another, or none, may be about another From
  if (!named.every((name) => name !== undefined && sameDomain(name, domain))) return none('dmarc_other_domain')
  return onlyPartial ? none('dkim_covers_part_of_body') : { result: 'pass', by: 'dmarc', reasons: ['dmarc_pass'] }
}

function signer(entry: MethodResult): string {
  const identity = entry.properties.get('header.d') ?? entry.properties.get('header.i') ?? ''
  return identity.slice(identity.lastIndexOf('@') + 1).toLowerCase()
}

// relaxed alignment without a list of public suffixes: the From domain itself or one above it that somebody registered
function alignedSigner(entry: MethodResult, domain: string): boolean {
  const signing = asciiDomain(signer(entry))
  if (signing === null) return false
  return signing === domain || (domain.endsWith(`.${signing}`) && !publicSuffix.test(signing))
}

function alignedSpf(entry: MethodResult, domain: string): boolean {
  const sender = entry.properties.get('smtp.mailfrom') ?? entry.properties.get('smtp.mail') ?? ''
  return sameDomain(sender.slice(sender.lastIndexOf('@') + 1), domain)
}

function sameDomain(name: string, domain: string): boolean {
  return asciiDomain(name.slice(name.lastIndexOf('@') + 1)) === domain
}
